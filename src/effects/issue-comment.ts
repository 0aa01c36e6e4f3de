import { publishComment } from './comment.ts';
import type { Executed, Execution } from './execution.ts';
import { withoutPost } from './post-history.ts';

/** Makes a comment under one of our issues real; without the issue's number it waits. */
export async function publishIssueComment(execution: Execution): Promise<Executed> {
  const { issueNumber, history, step, now } = execution;
  if (issueNumber !== undefined) return publishComment(execution, issueNumber);
  const nextAt = now + 5_000;
  return {
    outcome: { state: 'ready', nextAt, reason: 'its issue is not there yet' },
    history: withoutPost(history, step),
  };
}
