import { byDeploy } from './by-deploy.ts';
import type { Band, Suspect } from './verdict.ts';

/** Where the bands begin: sure enough to act from 0.9 with a runner-up of at most 0.05, to comment from 0.5. */
export const BAND_LIMITS = { strong: 0.9, strongRunnerUp: 0.05, plausible: 0.5 } as const;

/**
 * The band from the suspects, most probable first, and the probability that no deploy is to blame. Whether a deploy
 * explains the trouble is judged by the sum over its commits, which share its blame; only a single change is safe to act on.
 */
export function bandOf(suspects: readonly Suspect[], noDeploy: number): Band {
  const leading = byDeploy(suspects)[0]?.probability ?? 0;
  if (noDeploy >= leading) return 'none';
  if (isSafeToActOn(suspects)) return 'strong';
  return leading >= BAND_LIMITS.plausible ? 'plausible' : 'weak';
}

/** Whether the first of the suspects, most probable first, is sure enough, and far enough from the next. */
export function isSafeToActOn([first, second]: readonly Suspect[]): boolean {
  if ((second?.probability ?? 0) > BAND_LIMITS.strongRunnerUp) return false;
  return (first?.probability ?? 0) >= BAND_LIMITS.strong;
}
