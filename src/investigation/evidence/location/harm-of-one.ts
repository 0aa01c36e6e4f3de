import type { CaseSeries } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import { lowerBound } from '../series/baseline.ts';
import { bucketSeries } from '../series/bucketed-series.ts';
import { quantile } from '../series/robust.ts';

/** What is as bad in one bucket of twenty is usual. */
const USUAL = 0.95;
const FEWEST_BUCKETS = 2;
const TIMES_AS_MUCH = 3;

/** Whether at least half of the buckets from `from` on, and two, are worse than nearly all before: no passing burst. */
export function isLasting(series: CaseSeries, from: EpochMs, askedAt: EpochMs): boolean {
  const { starts, values } = bucketSeries(series, askedAt);
  const bad = values.map((value) => (series.kind === 'success_ratio' ? -value : value));
  const start = lowerBound(starts, from);
  const usual = quantile(bad.subarray(0, start), USUAL);
  const after = bad.subarray(start);
  const worse = after.filter((value) => value > usual).length;
  return worse >= FEWEST_BUCKETS && 2 * worse >= after.length;
}

/**
 * Whether the errors of some instances grew at least three times as much as those of the others: where one has most of the requests,
 * it has most of the errors too, before as after.
 */
export function grewMore(
  some: readonly CaseSeries[],
  others: readonly CaseSeries[],
  from: EpochMs,
  askedAt: EpochMs,
): boolean {
  return growth(some, from, askedAt) >= TIMES_AS_MUCH * growth(others, from, askedAt);
}

/** Errors an instance after over before; one is added to those before. */
function growth(all: readonly CaseSeries[], from: EpochMs, askedAt: EpochMs): number {
  let before = 0;
  let after = 0;
  for (const series of all) {
    const { starts, values } = bucketSeries(series, askedAt);
    values.forEach((value, index) => {
      if ((starts[index] as number) < from) before += value;
      else after += value;
    });
  }
  return after / (before + all.length);
}
