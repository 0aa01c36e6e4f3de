import type { DeployKind, DeployOutcome } from '../case.ts';
import type { EpochMs } from '../time.ts';
import type { LedgerKey } from './deploy-event.ts';

/** One attempt as the ledger knows it: when it began, when it was live, what it brought. */
export interface LedgerDeploy extends LedgerKey {
  /** The attempt's id, stable for ever. */
  readonly id: string;
  readonly source: string;
  readonly sha: string;
  readonly ref?: string;
  /** The SHA that was live before; absent for the first deploy ever seen, which has no range. */
  readonly previousSha?: string;
  readonly startedAt: EpochMs;
  /** `created_at` of the first success. */
  readonly liveAt?: EpochMs;
  /** When the next success in the same key began to be live. */
  readonly endedAt?: EpochMs;
  /** When what rolled it out took it back before it was live, so that the version before it serves. */
  readonly takenBackAt?: EpochMs;
  readonly outcome: DeployOutcome;
  readonly kind: DeployKind;
  /** SHAs of the range, newest last; for a rollback those that vanished; absent while not yet compared. */
  readonly commits?: readonly string[];
  /** The range is longer than what could be read. */
  readonly truncated?: boolean;
  /** False where the SHA is not reachable from a branch or tag of the repository: never a suspect. */
  readonly verified?: boolean;
  readonly url?: string;
  readonly actor?: string;
  readonly production?: boolean;
  readonly transient?: boolean;
}

/** What `compare(base, head)` of the repository said: immutable for two full SHAs. */
export interface Comparison {
  readonly base: string;
  readonly head: string;
  readonly status: 'ahead' | 'behind' | 'identical' | 'diverged' | 'unknown';
  /** Commits that head has and base has not, newest last; for `behind` those that base has and head has not. */
  readonly commits: readonly string[];
  readonly truncated: boolean;
}
