import type { Excess } from '../series/excess.ts';
import { quantile } from '../series/robust.ts';

/**
 * For each bucket, ln of the Bayes factor that everything from it to the end is worse than usual, against that it is as
 * usual: one array per size of the effect.
 */
export interface SuffixEvidence {
  /** Sums of the bounded per-bucket evidence over [bucket, end), one array of length n + 1 per effect size. */
  readonly bySize: readonly Float64Array[];
}

/** Ranges of multipliers of a rate of errors, and shifts of a gauge in units of its scatter: a prior in steps, log-uniform. */
const MULTIPLIERS = [
  [1.25, 2],
  [2, 3.5],
  [3.5, 7],
  [7, 17],
  [17, 55],
  [55, 1e6],
] as const;
const SHIFTS = [1.5, 3, 6, 12, 24, 60] as const;
const MOST_FOR = 3;
const MOST_AGAINST = -4;
const OUTLIERS = Math.exp(-MOST_FOR);
const FREEDOM = 4;
const SMALLEST_RATE = 1e-3;

/**
 * Counts: Poisson with a multiplier from a range. Ratios with known requests: binomial, the same on the share.
 * Everything else: Student-t with four degrees of freedom around a shift. Each bucket's evidence is divided by the
 * over-dispersion of the usual buckets (quasi-likelihood) and bounded by outliers that fit no size: an earlier incident
 * which is over cannot pull the onset back across the quiet after it, one wild bucket is no onset, and a storm of
 * errors says nothing for a small rise that began long before. The multipliers are above 1 and the shifts positive:
 * quiet never looks like a change.
 */
export function suffixEvidence(excess: Excess): SuffixEvidence {
  const perBucket =
    excess.noise === 'counts'
      ? countEvidence(excess)
      : excess.noise === 'ratio' && excess.exposure.every((n) => Number.isFinite(n) && n >= 0)
        ? ratioEvidence(excess)
        : gaugeEvidence(excess);
  return { bySize: perBucket.map(suffixSums) };
}

function countEvidence({ observed, expected, usualUntil }: Excess): Float64Array[] {
  const usual = expected.map((value) => Math.max(value, SMALLEST_RATE));
  const pearson = observed.map((value, i) => (value - (usual[i] as number)) ** 2 / ((usual[i] as number) + 0.5));
  const dispersion = overDispersion(pearson.subarray(0, usualUntil));
  return MULTIPLIERS.map(([least, most]) =>
    observed.map((count, i) => {
      const rate = usual[i] as number;
      const nats = (multiplier: number): number =>
        (count * Math.log(multiplier) - (multiplier - 1) * rate) / dispersion;
      const best = Math.max(count / rate, 1e-9);
      return contaminated(nats(Math.min(most, Math.max(least, best))), count === 0 ? rate / dispersion : nats(best));
    }),
  );
}

function ratioEvidence({ observed, expected, exposure, usualUntil }: Excess): Float64Array[] {
  const all = exposure.subarray(0, usualUntil).reduce((sum, n) => sum + n, 0);
  const smallest = 0.5 / (all + 1);
  const usual = expected.map((share) => Math.min(0.5, Math.max(share, smallest)));
  const pearson = observed.map((share, i) => {
    const n = exposure[i] as number;
    const p = usual[i] as number;
    return (n * share - n * p) ** 2 / (n * p * (1 - p) + 0.5);
  });
  const dispersion = overDispersion(pearson.subarray(0, usualUntil));
  return MULTIPLIERS.map(([least, most]) =>
    observed.map((share, i) => {
      const n = exposure[i] as number;
      const p = usual[i] as number;
      const nats = (of: number): number => {
        const worse = Math.min(0.999, Math.max(p * 1e-6, of));
        return (n * share * Math.log(worse / p) + n * (1 - share) * Math.log((1 - worse) / (1 - p))) / dispersion;
      };
      return contaminated(nats(Math.min(p * most, Math.max(p * least, share))), nats(share));
    }),
  );
}

function gaugeEvidence({ residual, usualUntil }: Excess): Float64Array[] {
  const dispersion = serialInflation(residual.subarray(0, usualUntil));
  return SHIFTS.map((shift) =>
    residual.map((z) =>
      bounded((studentLog((z - shift) / (1 + shift / 6)) - Math.log(1 + shift / 6) - studentLog(z)) / dispersion),
    ),
  );
}

/**
 * The evidence of one bucket where a share ε of all buckets is anything at all (ln ε = −3): what fits neither the usual
 * nor the size in question speaks for neither. `best` is the same evidence for the size that fits the bucket best.
 */
function contaminated(nats: number, best: number): number {
  // A count of 1e300 leaves the range of numbers, or their precision, on the way: such a bucket says nothing.
  if (!Number.isFinite(nats - best)) return 0;
  const fit = Math.exp(Math.min(0, nats - best));
  return Math.log((fit + OUTLIERS) / (Math.exp(-Math.max(0, best)) + OUTLIERS));
}

/** ln of Student's t density with four degrees of freedom, up to a constant. */
function studentLog(z: number): number {
  return (-(FREEDOM + 1) / 2) * Math.log(1 + (z * z) / FREEDOM);
}

function bounded(nats: number): number {
  return Math.min(MOST_FOR, Math.max(MOST_AGAINST, nats));
}

/**
 * How much wider than Poisson or binomial the bulk scatters: from the 75 % quantile of the squared Pearson residuals
 * (1.32 where they are normal), so that past incidents in up to a quarter of the buckets do not count; at least 1.
 */
function overDispersion(squared: Float64Array): number {
  if (squared.length === 0) return 1;
  return Math.max(1, quantile(squared, 0.75) / 1.32);
}

/** (1 + ρ) / (1 − ρ) of the lag-one correlation: how many fewer independent buckets a smooth series has, 1 to 4. */
function serialInflation(residual: Float64Array): number {
  if (residual.length < 8) return 1;
  const clipped = residual.map((value) => Math.min(4, Math.max(-4, value)));
  const middle = clipped.reduce((sum, value) => sum + value, 0) / clipped.length;
  let product = 0;
  let square = 0;
  for (let i = 0; i < clipped.length; i++) {
    const here = (clipped[i] as number) - middle;
    square += here * here;
    if (i > 0) product += here * ((clipped[i - 1] as number) - middle);
  }
  const correlation = square === 0 ? 0 : Math.max(0, product / square);
  return Math.min(4, (1 + correlation) / Math.max(1 - correlation, 1e-6));
}

function suffixSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = values.length - 1; i >= 0; i--) sums[i] = (sums[i + 1] as number) + (values[i] as number);
  return sums;
}
