import { publishComment } from './comment.ts';
import type { Executed, Execution } from './execution.ts';

/** Makes the comment on a suspect pull request real. GitHub keeps it where an issue's comments are. */
export async function publishPullRequestComment(execution: Execution): Promise<Executed> {
  const { issueNumber, history } = execution;
  if (issueNumber !== undefined) return publishComment(execution, issueNumber);
  return { outcome: { state: 'dead', reason: 'it names no pull request' }, history };
}
