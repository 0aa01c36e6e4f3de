import type { CaseSeries } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import { type BucketedSeries, bucketSeries } from './bucketed-series.ts';

/** Gives a series in its buckets. */
export type Bucketed = (series: CaseSeries) => BucketedSeries;

/** The same as `bucketSeries` for one moment, worked out once for each series: many deploys ask the same ones. */
export function bucketedOnce(until: EpochMs): Bucketed {
  const known = new Map<CaseSeries, BucketedSeries>();
  return (series) => {
    const found = known.get(series) ?? bucketSeries(series, until);
    known.set(series, found);
    return found;
  };
}
