import { publishComment } from './comment.ts';
import type { Executed, Execution } from './execution.ts';

/** Makes the comment on a suspect pull request real. GitHub keeps it where an issue's comments are. */
export async function publishPullRequestComment(execution: Execution): Promise<Executed> {
  const { on, history } = execution;
  if (on !== undefined) return publishComment(execution, on);
  return { outcome: { state: 'dead', reason: 'it names no pull request' }, history };
}
