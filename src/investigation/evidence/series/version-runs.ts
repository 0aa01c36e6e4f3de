import type { CaseSeries, SeriesKind } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import { bucketSeries } from './bucketed-series.ts';

/** A stretch of time in which a version ran, and how much it did; 1 where only that it ran is known. */
export interface VersionRun {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly amount: number;
}

/** What is above zero only where somebody asked, most telling first. */
const WORK: readonly SeriesKind[] = ['requests', 'throughput', 'latency'];

/**
 * When each version of a service ran, oldest first: where its requests, else its throughput, else its latency are above zero, since
 * metrics may be written as zero before a version runs. Where none of these is known every point counts: no errors say nothing.
 */
export function versionRuns(
  all: readonly CaseSeries[],
  service: string,
  askedAt: EpochMs,
): ReadonlyMap<string, readonly VersionRun[]> {
  const own = all.filter((one) => one.service === service && one.version !== undefined && one.peer === undefined);
  const work = WORK.find((kind) => own.some((one) => one.kind === kind));
  const told = work === undefined ? own : own.filter(({ kind }) => kind === work);
  const runs = Map.groupBy(told, ({ version }) => version as string);
  return new Map([...runs].map(([version, series]) => [version, series.flatMap(runsOf).sort(byTime)]));

  function runsOf(series: CaseSeries): VersionRun[] {
    const { starts, values, stepMs } = bucketSeries(series, askedAt);
    return Array.from(starts, (from, index) => {
      const value = values[index] as number;
      const amount = work === undefined || work === 'latency' ? 1 : value;
      return { from, to: from + stepMs, amount: work === undefined || value > 0 ? amount : 0 };
    }).filter(({ amount }) => amount > 0);
  }
}

function byTime(one: VersionRun, other: VersionRun): number {
  return one.from - other.from;
}
