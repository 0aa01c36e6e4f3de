import type { Band } from './verdict.ts';

/**
 * The band from the most probable deploy (or commit), the runner-up and the probability that no deploy is to blame.
 * Gates of `research/engine.md`, recipe c: act at 0.9 with a runner-up of at most 0.05, comment from 0.5.
 */
export function bandOf(first: number, second: number, noDeploy: number): Band {
  if (noDeploy >= first) return 'none';
  if (first >= 0.9 && second <= 0.05) return 'strong';
  return first >= 0.5 ? 'plausible' : 'weak';
}
