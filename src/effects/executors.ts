import type { EffectKind } from './contract.ts';
import type { Executor } from './execution.ts';
import { publishIssue } from './issue.ts';
import { publishIssueComment } from './issue-comment.ts';
import { publishPullRequestComment } from './pull-request-comment.ts';
import { publishReaction } from './reaction.ts';
import { publishRevertPullRequest } from './revert-pull-request.ts';

/** What makes each kind of effect real. A kind without an executor is settled as dead, with the reason. */
export type Executors = Readonly<Partial<Record<EffectKind, Executor>>>;

export const EXECUTORS: Executors = {
  issue: publishIssue,
  'issue-comment': publishIssueComment,
  'pull-request-comment': publishPullRequestComment,
  'revert-pull-request': publishRevertPullRequest,
  reaction: publishReaction,
};
