import type { EpochMs } from '../investigation/time.ts';
import type { RevertWork } from './revert-work.ts';

/**
 * One thing that we want the world to show, by a natural key, with what is wanted and how far it is true.
 * `ready` to write; `posting` while a worker writes; `done` as wanted; `unknown` after an unclear answer: reconciled
 * by listing before anything is written again; `dead` refused for good, with the reason.
 */
export interface Effect {
  readonly installationId: number;
  readonly id: string;
  readonly kind: EffectKind;
  readonly naturalKey: string;
  readonly repositoryId: number;
  readonly wanted: Wanted;
  readonly wantedHash: string;
  readonly appliedHash?: string;
  readonly state: 'ready' | 'posting' | 'done' | 'unknown' | 'dead';
  readonly fence: number;
  readonly attempts: number;
  readonly firstPostAt?: EpochMs;
  readonly lastPostAt?: EpochMs;
  readonly nextAt?: EpochMs;
  readonly githubId?: number;
  readonly githubNumber?: number;
  readonly url?: string;
  readonly reason?: string;
}

export type EffectKind = 'issue' | 'issue-comment' | 'pull-request-comment' | 'revert-pull-request' | 'reaction';

/** The wanted state; which keys are in use depends on the kind. */
export interface Wanted {
  readonly title?: string;
  readonly body: string;
  readonly state?: 'open' | 'closed';
  /**
   * For comments: the number of the issue or pull request, or the natural key of our own issue effect. For a reaction:
   * the id of the comment (in `number`).
   */
  readonly on?: { readonly number: number } | { readonly issueOf: string };
  /** For a revert: its plan. */
  readonly revert?: RevertWork;
}
