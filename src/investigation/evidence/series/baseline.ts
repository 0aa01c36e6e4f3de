import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS } from '../../time.ts';
import type { BucketedSeries } from './bucketed-series.ts';
import { median, quantile } from './robust.ts';

/** What a series usually is: the expected value of any bucket. */
export interface Baseline {
  expected(start: EpochMs): number;
  /** How many buckets it was learned from. */
  readonly buckets: number;
  /** Days of history that the season was learned from; 0 where there is no season. */
  readonly days: number;
}

/**
 * The median for gauges; the mean for counts and for shares of known numbers of requests, whose median is 0 where errors are
 * sparse. Large values are winsorised, but never below `oneEvent`, what a single error amounts to.
 */
export type Level = 'median' | { readonly oneEvent: number };

const SEASON_HALF_WIDTH_MS = 10 * MINUTE_MS;
const MOST_DAYS = 14;
const FEWEST_RECENT_BUCKETS = 8;

/**
 * The expected value from the buckets before `until`: the level of the last hour (of all history where an hour holds
 * fewer than eight buckets), shrunk towards the same time of day ±10 minutes on up to 14 earlier days with the weight
 * days / (days + 2). Null where nothing is known before `until`. In short: a seasonal median, shrunk to the recent
 * level.
 */
export function learnBaseline(series: BucketedSeries, until: EpochMs, level: Level): Baseline | null {
  const end = lowerBound(series.starts, until - series.stepMs + 1);
  if (end === 0) return null;
  const first = series.starts[0] as number;
  const recentFrom = Math.min(lowerBound(series.starts, until - HOUR_MS), Math.max(0, end - FEWEST_RECENT_BUCKETS));
  const history = until - first < DAY_MS ? series.values.subarray(0, end) : series.values.subarray(recentFrom, end);
  const recent = levelOf(history, level);
  const days = Math.min(MOST_DAYS, Math.floor((until - first) / DAY_MS));
  const share = days / (days + 2);
  const seasonOf = (start: EpochMs): number => {
    const season: number[] = [];
    for (let day = 1; day <= days; day++) {
      const from = lowerBound(series.starts, start - day * DAY_MS - SEASON_HALF_WIDTH_MS);
      const to = Math.min(end, lowerBound(series.starts, start - day * DAY_MS + SEASON_HALF_WIDTH_MS + 1));
      for (let index = from; index < to; index++) season.push(series.values[index] as number);
    }
    return season.length === 0 ? recent : levelOf(season, level);
  };
  return {
    expected: (start) => (days === 0 ? recent : share * seasonOf(start) + (1 - share) * recent),
    buckets: end,
    days,
  };
}

/** The first index whose value is not below the wanted one. */
export function lowerBound(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function levelOf(values: ArrayLike<number>, level: Level): number {
  if (level === 'median') return median(values);
  const low = quantile(values, 0.25);
  const high = quantile(values, 0.75);
  // Three interquartile ranges keep ordinary days whole and past incidents out.
  const most = Math.max(level.oneEvent, high + 3 * (high - low));
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += Math.min(most, values[index] as number);
  return sum / values.length;
}
