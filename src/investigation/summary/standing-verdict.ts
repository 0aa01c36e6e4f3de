import type { Feedback } from '../commands/feedback.ts';
import type { EpochMs } from '../time.ts';
import type { Verdict } from '../verdict/verdict.ts';

/**
 * The verdict as people met it: the last one before the first of them answered, since a later one is weighed without what
 * they ruled out. Undefined where there was none.
 */
export function standingVerdict(
  rounds: readonly { readonly at: EpochMs; readonly verdict: Verdict }[],
  feedback: readonly Feedback[],
): Verdict | undefined {
  const answers = feedback.filter(({ source }) => source !== 'reaction').map(({ at }) => at);
  const first = Math.min(Number.POSITIVE_INFINITY, ...answers);
  return (rounds.findLast(({ at }) => at < first) ?? rounds[0])?.verdict;
}
