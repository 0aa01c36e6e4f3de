import type { HistogramEntry, TimeSeriesServiceStatistics } from '@aws-sdk/client-xray';
import type { ServiceStatistic } from './xray-question.ts';

const PERCENTILE = 0.95;

/** One statistic of everything that X-Ray told of a step; NaN where it told nothing of it. */
export function statisticOf(statistic: ServiceStatistic, all: readonly TimeSeriesServiceStatistics[]): number {
  if (statistic === 'latency')
    return percentile(all.flatMap(({ ResponseTimeHistogram = [] }) => ResponseTimeHistogram));
  const counts = all.flatMap(({ ServiceSummaryStatistics: of }) => {
    if (of === undefined) return [];
    const { TotalCount, FaultStatistics, ErrorStatistics } = of;
    const told = {
      requests: TotalCount,
      faults: FaultStatistics?.TotalCount,
      errors: ErrorStatistics?.TotalCount,
      throttles: ErrorStatistics?.ThrottleCount,
    }[statistic];
    return told === undefined ? [] : [told];
  });
  return counts.length === 0 ? Number.NaN : counts.reduce((sum, count) => sum + count, 0);
}

function percentile(histogram: readonly HistogramEntry[]): number {
  const sorted = histogram
    .map(({ Value = Number.NaN, Count = 0 }) => ({ value: Value, count: Count }))
    .sort((a, b) => a.value - b.value);
  const wanted = PERCENTILE * sorted.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  for (const { value, count } of sorted) {
    seen += count;
    if (count > 0 && seen >= wanted) return value;
  }
  return Number.NaN;
}
