import { byDeploy } from './by-deploy.ts';
import type { Band, Suspect } from './verdict.ts';

/**
 * The band from the suspects, most probable first, and the probability that no deploy is to blame. Whether a deploy
 * explains the trouble is judged by the sum over its commits, which share its blame; only a single change is safe to act on.
 * Gates of `research/engine.md`, recipe c: act at 0.9 with a runner-up of at most 0.05, comment from 0.5.
 */
export function bandOf(suspects: readonly Suspect[], noDeploy: number): Band {
  const leading = byDeploy(suspects)[0]?.probability ?? 0;
  if (noDeploy >= leading) return 'none';
  const [first, second] = suspects;
  if ((first?.probability ?? 0) >= 0.9 && (second?.probability ?? 0) <= 0.05) return 'strong';
  return leading >= 0.5 ? 'plausible' : 'weak';
}
