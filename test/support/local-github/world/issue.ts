import type { Account } from './account.ts';
import type { App } from './app.ts';

export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

export interface Reaction {
  readonly id: number;
  readonly user: Account;
  readonly content: string;
  readonly createdAt: number;
}

/** An issue; a pull request is an issue with `pull`. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'not_planned' | 'reopened' | 'duplicate' | null;
  locked: boolean;
  readonly user: Account;
  readonly viaApp: App | undefined;
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | undefined;
  closedBy: Account | undefined;
  readonly labels: Set<string>;
  readonly reactions: Reaction[];
  readonly pull: PullRequest | undefined;
}

export interface PullRequest {
  readonly id: number;
  draft: boolean;
  readonly head: { readonly ref: string; sha: string };
  readonly base: { readonly ref: string; sha: string };
  merged: Merged | undefined;
}

export interface Merged {
  readonly at: number;
  readonly by: Account;
  readonly method: 'merge' | 'squash' | 'rebase';
  /** The commit that the base branch points at afterwards. */
  readonly sha: string;
  /** Every commit that the merge brought to the base branch. */
  readonly shas: ReadonlySet<string>;
}

export interface Comment {
  readonly id: number;
  readonly issueNumber: number;
  body: string;
  readonly user: Account;
  readonly viaApp: App | undefined;
  readonly createdAt: number;
  updatedAt: number;
  readonly reactions: Reaction[];
}
