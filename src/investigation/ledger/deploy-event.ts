import type { EpochMs } from '../time.ts';

/** The ledger's key: sibling services of one environment never end each other's windows. */
export interface LedgerKey {
  readonly repositoryId: number;
  readonly service: string;
  readonly environment: string;
}

/** One thing that a deploy source said about one attempt. Events may arrive late, twice and in any order. */
export interface DeployEvent extends LedgerKey {
  /** Unique: the source and its own id of this statement, such as `github:deployment_status:42`. */
  readonly eventId: string;
  /** The attempt that it speaks of, such as `github:deployment:7`. */
  readonly attempt: string;
  readonly source: string;
  readonly state: AttemptState;
  /** The source's own time of the statement. */
  readonly at: EpochMs;
  readonly sha: string;
  /** What was live before, by the source's own word; the ledger's own record goes before it. */
  readonly previousSha?: string;
  readonly ref?: string;
  readonly url?: string;
  readonly actor?: string;
  readonly production?: boolean;
  readonly transient?: boolean;
  /** What the source itself says, where it does (CDEvents `rolledback`). */
  readonly kind?: 'rollback' | 'config';
  /** Of a failure: what rolled out took it back, so that the version before it serves. */
  readonly takenBack?: true;
}

export type AttemptState = 'requested' | 'waiting' | 'in_progress' | 'success' | 'failure' | 'inactive';
