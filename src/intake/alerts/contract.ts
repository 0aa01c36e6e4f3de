import type { Alert } from '../../investigation/incident/alert.ts';
import type { EpochMs } from '../../investigation/time.ts';

/**
 * An alert source in the order of events: who are you (`authenticate`), have I this already (`dedupeKey`), what does it
 * mean (`read`). Pure: it never does I/O. One file per vendor plus one captured payload; the registry is generated.
 */
export interface AlertSource {
  /** The file's name; the `:source` of its address. */
  readonly id: string;
  readonly name: string;
  readonly docs: string;
  /** How to connect it, in Markdown: shown in the reference and by `doctor`. */
  readonly setup: string;
  /** Header names (lower case) that are stored with the delivery. Never one that carries a secret. */
  readonly keepHeaders: readonly string[];
  authenticate(request: IncomingRequest, endpoint: EndpointSecrets): boolean;
  /** The headers that a sender holding the secret adds: for `doctor`'s test alert and the contract suite. */
  sign(body: Uint8Array, secret: string, now: EpochMs): Readonly<Record<string, string>>;
  /** The transport's dedupe key. The body may be anything here: it is authenticated, not parsed. */
  dedupeKey(request: IncomingRequest, receivedAt: EpochMs): string;
  /** Reads a stored delivery. Unknown shapes are told apart from broken ones; neither is thrown away. */
  read(body: unknown, headers: Readonly<Record<string, string>>, receivedAt: EpochMs): AlertReading;
}

export interface IncomingRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly now: EpochMs;
}

export interface EndpointSecrets {
  /** Every secret that is valid now; two while one is being rotated. */
  readonly secrets: readonly string[];
}

export type AlertReading =
  | { readonly kind: 'alerts'; readonly alerts: readonly Alert[]; readonly truncated: number }
  | { readonly kind: 'unmapped'; readonly reason: string }
  | { readonly kind: 'ignored'; readonly reason: string };

/** Marks a file's export as an alert source. */
export function defineAlertSource(source: AlertSource): AlertSource {
  return source;
}
