import type { CaseChange } from '../../investigation/case.ts';
import type { DeployEvent } from '../../investigation/ledger/deploy-event.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { EndpointSecrets, IncomingRequest } from '../alerts/contract.ts';

/**
 * A deploy source outside GitHub's own events, in the order of events: who are you, is this known already, what does it
 * mean. Pure, like the alert sources. One file a source plus one captured payload; the registry is generated.
 */
export interface DeploySource {
  /** The file's name; the `:source` of its address, and the ledger's word for who said it. */
  readonly id: string;
  readonly name: string;
  readonly docs: string;
  /** How to connect it, in Markdown: shown in the reference and by `doctor`. */
  readonly setup: string;
  /** Header names (lower case) that are stored with the delivery. Never one that carries a secret. */
  readonly keepHeaders: readonly string[];
  /**
   * The source says the same again and again while nothing changes, as a reconciler does: an unchanged SHA then goes on
   * with the attempt before it, and only another one begins a new attempt.
   */
  readonly repeats?: true;
  /** Answers the validation handshake of CloudEvents at its addresses. */
  readonly handshake?: true;
  authenticate(request: IncomingRequest, endpoint: EndpointSecrets): boolean;
  /** The headers that a sender holding the secret adds: for `doctor`, `report-deploy` and the contract suite. */
  sign(body: Uint8Array, secret: string, now: EpochMs): Readonly<Record<string, string>>;
  /** The transport's dedupe key. The body may be anything here: it is authenticated, not parsed. */
  dedupeKey(request: IncomingRequest, receivedAt: EpochMs): string;
  /** Reads a stored delivery. Unknown shapes are told apart from broken ones; neither is thrown away. */
  read(body: unknown, headers: Readonly<Record<string, string>>, receivedAt: EpochMs): DeployReading;
}

export type DeployReading =
  | { readonly kind: 'deploys'; readonly events: readonly SeenDeploy[] }
  /** Something went live that is not known by a commit of a repository: a flag, a setting, an image. */
  | { readonly kind: 'changes'; readonly changes: readonly SeenChange[] }
  | { readonly kind: 'unmapped'; readonly reason: string }
  | { readonly kind: 'ignored'; readonly reason: string };

/** One statement about one attempt, before it is known which repository of the installation it is about. */
export interface SeenDeploy
  extends Pick<DeployEvent, 'state' | 'sha' | 'ref' | 'url' | 'actor' | 'production' | 'transient' | 'kind'> {
  /** The attempt by the source's own id; unique for one service of one environment. */
  readonly attempt: string;
  /** Which statement about the attempt this is; the same one again changes nothing. */
  readonly statement: string;
  /** The source's own time; absent where it tells none, and the arrival stands in. */
  readonly at?: EpochMs;
  /** `owner/name`; absent where only the service is known. */
  readonly repository?: string;
  readonly service?: string;
  readonly environment?: string;
  /** What was live before, by the source's word: used only where the ledger does not know. */
  readonly previousSha?: string;
  /** The rollout was taken back: what was live before it is live again, whatever other sources say. */
  readonly restoresPrevious?: true;
}

export interface SeenChange extends Required<Pick<CaseChange, 'id' | 'kind' | 'at' | 'title'>> {
  readonly service?: string;
  readonly actor?: string;
  /** Told by few sources. A change to another environment than production is none for the ledger. */
  readonly environment?: string;
}

/** Marks a file's export as a deploy source. */
export function defineDeploySource(source: DeploySource): DeploySource {
  return source;
}
