import { publishComment } from './comment.ts';
import type { Executed, Execution } from './execution.ts';
import { withoutPost } from './post-history.ts';

/** Makes a comment under one of our issues real; without the issue's number it waits. */
export async function publishIssueComment(execution: Execution): Promise<Executed> {
  const { on, history, step, now } = execution;
  if (on !== undefined) return publishComment(execution, on);
  const nextAt = now + 5_000;
  return {
    outcome: { state: 'ready', nextAt, reason: 'its issue is not there yet' },
    history: withoutPost(history, step),
  };
}
