import type { Alert } from '../../investigation/incident/alert.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { AlertMap } from './alert-map.ts';

/**
 * An alert source in the order of events: who are you (`authenticate`), is this known already (`dedupeKey`), what does
 * it mean (`read`). Pure: it never does I/O. One file per vendor plus one captured payload; the registry is generated.
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
  /** Answers the validation handshake of CloudEvents at its addresses. */
  readonly handshake?: true;
  authenticate(request: IncomingRequest, endpoint: EndpointSecrets): boolean;
  /** For a sender that signs with a certificate: looked at after `authenticate`, before anything is stored. */
  readonly seal?: CertificateSeal;
  /** The headers that a sender holding the secret adds: for `doctor`'s test alert and the contract suite. */
  sign(body: Uint8Array, secret: string, now: EpochMs): Readonly<Record<string, string>>;
  /** The transport's dedupe key. The body may be anything here: it is authenticated, not parsed. */
  dedupeKey(request: IncomingRequest, receivedAt: EpochMs): string;
  /** What of the body is stored, where a vendor sends people's data along. Default: every byte. */
  keep?(body: Uint8Array): Uint8Array;
  /** Turns the stored bytes into what `read` is given, where they are not always JSON. Default: JSON or nothing. */
  parse?(body: Uint8Array, headers: Readonly<Record<string, string>>): unknown;
  /** Reads a stored delivery. Unknown shapes are told apart from broken ones; neither is thrown away. */
  read(
    body: unknown,
    headers: Readonly<Record<string, string>>,
    receivedAt: EpochMs,
    endpoint?: EndpointSettings,
  ): AlertReading;
}

/**
 * A signature by a certificate that the message names. Both halves are pure; whoever calls them fetches the certificate
 * in between.
 */
export interface CertificateSeal {
  /** Where the certificate lies; undefined refuses the delivery before anything is fetched. */
  certificateAt(request: IncomingRequest, endpoint: EndpointSettings): URL | undefined;
  /** Whether the holder of the certificate (PEM) signed this very request. */
  verify(request: IncomingRequest, certificate: string): boolean;
}

export interface IncomingRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly now: EpochMs;
}

export interface EndpointSecrets extends EndpointSettings {
  /** Every secret that is valid now; two while one is being rotated. */
  readonly secrets: readonly string[];
}

/** What the operator says of one endpoint beside whose it is; each source reads only the settings that concern it. */
export interface EndpointSettings {
  /** The SNS topics that may post here. */
  readonly topics?: readonly string[];
  /** Until when the endpoint answers a request to confirm a subscription. */
  readonly armedUntil?: EpochMs;
  /** The DNS names whose handshake is answered; every sender's when left out. */
  readonly origins?: readonly string[];
  /** Where the fields of an alert lie in a body of the sender's own shape. */
  readonly map?: AlertMap;
}

/** An alert as its sender tells it. */
export interface ReadAlert extends Alert {
  /**
   * The sender has no id for one firing, and its end does not tell when it began: the key is the rule's, and one firing
   * is told from the next by what came before.
   */
  readonly keyOf?: 'rule';
}

export type AlertReading =
  /** `truncated`: how many alerts more there were, which the sender left out or which could not be read. */
  | { readonly kind: 'alerts'; readonly alerts: readonly ReadAlert[]; readonly truncated: number }
  | { readonly kind: 'unmapped'; readonly reason: string }
  | { readonly kind: 'ignored'; readonly reason: string }
  /** The sender asks to be confirmed, and the endpoint is armed for it: one GET of an address that the source built. */
  | { readonly kind: 'confirm'; readonly address: URL };

/** Marks a file's export as an alert source. */
export function defineAlertSource(source: AlertSource): AlertSource {
  return source;
}
