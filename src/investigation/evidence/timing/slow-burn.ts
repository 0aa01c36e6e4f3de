import type { CaseSeries } from '../../case.ts';
import { type EpochMs, HOUR_MS, MINUTE_MS } from '../../time.ts';
import { lowerBound } from '../series/baseline.ts';
import { bucketSeries } from '../series/bucketed-series.ts';
import { robustSpread } from '../series/robust.ts';

/** A metric that has climbed steadily ever since a deploy, and had not before. */
export interface SlowBurn {
  readonly series: CaseSeries;
  readonly from: number;
  readonly to: number;
}

const SHORTEST_MS = 15 * MINUTE_MS;
const LONGEST_BEFORE_MS = 2 * HOUR_MS;
const FEWEST_BUCKETS = 10;
const STEADY = 0.85;
const CALM = 0.5;
const CLEAR_RISE = 6;

/**
 * Looks for a leak: between a deploy and an onset at least 15 minutes later some metric of the service follows a straight
 * line (correlation with time at least 0.85) up by at least six of its scatters before the deploy, while before it did not
 * rise (correlation below 0.5). Null where none does.
 */
export function slowBurn(all: readonly CaseSeries[], service: string, live: EpochMs, onset: EpochMs): SlowBurn | null {
  if (onset - live < SHORTEST_MS) return null;
  let best: SlowBurn | null = null;
  let steepest = CLEAR_RISE;
  for (const series of all) {
    if (
      series.service !== service ||
      series.peer !== undefined ||
      series.kind === 'requests' ||
      series.kind === 'throughput'
    )
      continue;
    const { starts, values } = bucketSeries(series, onset);
    const sign = series.kind === 'success_ratio' ? -1 : 1;
    const first = lowerBound(starts, live - LONGEST_BEFORE_MS);
    const middle = lowerBound(starts, live);
    const before = values.subarray(first, middle);
    const after = values.subarray(middle, lowerBound(starts, onset));
    if (before.length < FEWEST_BUCKETS || after.length < FEWEST_BUCKETS) continue;
    if (sign * trend(after) < STEADY || sign * trend(before) > CALM) continue;
    const { scale, median } = robustSpread(before);
    const end = robustSpread(after.subarray(-Math.max(3, Math.floor(after.length / 10)))).median;
    const rise = (sign * (end - median)) / Math.max(scale, 0.01 * Math.abs(median), 1e-9);
    if (rise > steepest) {
      steepest = rise;
      best = { series, from: median, to: end };
    }
  }
  return best;
}

/** Pearson's correlation of the values with their place; 0 where they do not vary. */
function trend(values: Float64Array): number {
  const n = values.length;
  const middle = (n - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  let together = 0;
  let spread = 0;
  let time = 0;
  for (let i = 0; i < n; i++) {
    const away = (values[i] as number) - mean;
    together += away * (i - middle);
    spread += away * away;
    time += (i - middle) ** 2;
  }
  return spread === 0 ? 0 : together / Math.sqrt(spread * time);
}
