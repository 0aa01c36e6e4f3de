import { isAnswersKey } from './answers-key.ts';
import type { Effect } from './contract.ts';
import type { Step } from './post-history.ts';
import type { Cost } from './write-budget.ts';

/** What a revert creates besides its blobs: tree, commit, branch, pull request. */
const CALLS_OF_REVERT = 4;

/** What a step may cost at most. Looking and editing create nothing; `on` is the issue that a comment belongs under. */
export function costOfStep(effect: Effect, step: Step, on: number | undefined): Cost {
  const calls = callsOf(effect, step, on);
  return { calls, opensIssue: effect.kind === 'issue' && calls > 0, isAskedFor: isAskedFor(effect) };
}

function callsOf({ kind, wanted }: Effect, step: Step, on: number | undefined): number {
  if (step.kind === 'give-up') return 0;
  switch (kind) {
    case 'issue':
      return step.kind === 'create' ? 1 : 0;
    case 'issue-comment':
    case 'pull-request-comment':
      return step.kind === 'create' && on !== undefined ? 1 : 0;
    case 'reaction':
      // Whatever the step, it is sent: GitHub keeps one of a kind.
      return 1;
    case 'revert-pull-request':
      return step.kind === 'update' ? 0 : (wanted.revert?.blobs.length ?? 0) + CALLS_OF_REVERT;
  }
}

function isAskedFor({ kind, naturalKey, wanted }: Effect): boolean {
  if (kind === 'revert-pull-request') return wanted.revert?.asked !== undefined;
  return kind === 'reaction' || (kind === 'issue-comment' && isAnswersKey(naturalKey));
}
