import type { Octokit } from '@octokit/rest';
import type { EpochMs } from '../investigation/time.ts';
import type { GitHubAccess } from '../platform/github-access.ts';
import type { ClaimedEffect, EffectOutcome } from '../storage/contract.ts';
import type { AppIdentity } from './app-identity.ts';
import type { Marker } from './marker.ts';
import type { PostHistory, Step } from './post-history.ts';

/** One attempt to make an effect real. */
export interface Execution {
  readonly effect: ClaimedEffect;
  readonly step: Step;
  readonly history: PostHistory;
  readonly octokit: Octokit;
  /** For reading another repository of the installation. */
  readonly access: GitHubAccess;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly marker: Marker;
  readonly app: () => Promise<AppIdentity>;
  /** What a comment belongs under: the number of the issue or pull request. For a reaction: the id of the comment. */
  readonly on?: number;
  readonly now: EpochMs;
}

/** What came of an attempt, and the history to keep for the next one. */
export interface Executed {
  readonly outcome: EffectOutcome;
  readonly history: PostHistory;
  /** Nothing was sent, so that nothing of the write budget is spent. */
  readonly isUnsent?: true;
}

/** Makes one kind of effect real; throws only for bugs. */
export type Executor = (execution: Execution) => Promise<Executed>;
