import { logMeanExp } from '../../log-sum.ts';
import { MINUTE_MS } from '../../time.ts';
import type { Excess } from '../series/excess.ts';

/**
 * How well a bucket fits an onset that left `share` of it (0 to 1) to the trouble, as ln of the likelihood over that of the
 * share that fits best: 0 at that one, negative at others.
 */
export type ShareLikelihood = (share: number) => number;

/** Buckets after it whose mean is taken for the full effect. */
const FOLLOWING = 2;
/** In units of the usual scatter: of a smaller effect no share can be told. */
const SMALLEST_EFFECT = 1;
/** How much an effect varies from bucket to bucket by itself, as a share of it. */
const VARIES = 0.3;
/** What a change broke shows fully only when caches, retries and pools have given way: this late, each as likely. */
const DELAYS_MS = [0, 0.5, 1, 1.5, 2].map((minutes) => minutes * MINUTE_MS);
const SHARES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const LEAST = -5;
const FREEDOM = 4;

/**
 * The first bucket of trouble tells when in it the trouble began: where two minutes of five were bad, an average, a ratio and a count
 * show two fifths of what the next buckets show. Null where that cannot be told: no bucket follows, no effect is to be
 * seen, buckets are no longer than effects take to build up, or the series is a percentile, which a twentieth of the
 * requests can move fully.
 */
export function shareOfBucket(excess: Excess, bucket: number): ShareLikelihood | null {
  const { series, noise, scale, expected, bucketed } = excess;
  if (bucketed.stepMs <= Math.max(...DELAYS_MS)) return null;
  if (noise === 'gauge' && !/^(av|mean)/i.test(series.statistic ?? '')) return null;
  const following = Array.from({ length: FOLLOWING }, (_, i) => bucket + 1 + i).filter((i) => i < expected.length);
  const effect = following.reduce((sum, i) => sum + effectAt(excess, i), 0) / Math.max(1, following.length);
  // The scatter of a latency is one of its logarithm.
  const scatter = series.kind === 'latency' ? scale * Math.exp(expected[bucket] as number) : scale;
  if (!Number.isFinite(effect) || effect < SMALLEST_EFFECT * scatter) return null;
  const seen = effectAt(excess, bucket) / effect;
  const likelihood = (share: number): number =>
    logMeanExp(DELAYS_MS.map((delay) => density(seen, Math.max(0, share - delay / bucketed.stepMs), scatter / effect)));
  const best = Math.max(...SHARES.map(likelihood));
  return (share) => Math.max(LEAST, Math.min(0, likelihood(share) - best));
}

/** What a bucket has beyond the usual, in the series' own unit: shares of time mix there, not in logarithms. */
function effectAt({ series, observed, expected, residual, scale }: Excess, i: number): number {
  if (series.kind === 'latency') return Math.exp(observed[i] as number) - Math.exp(expected[i] as number);
  return (residual[i] as number) * scale;
}

/** ln of Student's t density, up to a constant. */
function density(seen: number, share: number, noise: number): number {
  const scatter = Math.hypot(noise, VARIES * Math.max(share, SHARES[1] as number));
  const z = (seen - share) / scatter;
  return (-(FREEDOM + 1) / 2) * Math.log(1 + (z * z) / FREEDOM) - Math.log(scatter);
}
