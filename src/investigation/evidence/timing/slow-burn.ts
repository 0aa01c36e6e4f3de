import type { CaseSeries } from '../../case.ts';
import { type EpochMs, HOUR_MS } from '../../time.ts';
import { lowerBound } from '../series/baseline.ts';
import { type Bucketed, bucketedOnce } from '../series/bucketed-once.ts';
import type { BucketedSeries } from '../series/bucketed-series.ts';
import { median } from '../series/robust.ts';
import { badDirections } from './bad-directions.ts';
import { type Climb, climb } from './climb.ts';

/** A metric that has climbed steadily ever since a deploy, and had not before. */
export interface SlowBurn extends Climb {
  readonly series: CaseSeries;
}

const LOAD_BEFORE_MS = 2 * HOUR_MS;
/** Requests that grew by this much explain what grew by up to three times as much. */
const MORE_REQUESTS = 0.1;
const EXPLAINED = 3;

/**
 * Looks for a leak: between a deploy and an onset at least 15 minutes later some metric of this service (its own, or that of
 * something that it fills) runs in a line towards the bad side, which it had not before. Not where requests to it grew as
 * well and explain it, and not a metric that counts work. Of several the one that moved most of its scatters; null where none does.
 */
export function slowBurn(
  all: readonly CaseSeries[],
  service: string,
  live: EpochMs,
  onset: EpochMs,
  { from = live, bucketed = bucketedOnce(onset) }: { from?: EpochMs; bucketed?: Bucketed } = {},
): SlowBurn | null {
  const own = all.filter((series) => series.service === service && series.peer === undefined);
  const climbs = own.flatMap((series) =>
    badDirections(series).flatMap((sign) => {
      const found = climb(series, sign, { from, live, onset, bucketed });
      return found === null ? [] : [{ ...found, series }];
    }),
  );
  const load = Math.max(
    0,
    // What one version is asked grows with its rollout, whatever the service is asked.
    ...own
      .filter(({ kind, version }) => kind === 'requests' && version === undefined)
      .map((one) => growth(bucketed(one), from, onset)),
  );
  return climbs
    .filter(({ from, to }) => load < MORE_REQUESTS || Math.abs(to - from) > EXPLAINED * load * Math.abs(from))
    .reduce<SlowBurn | null>((best, one) => (best === null || one.rise > best.rise ? one : best), null);
}

/** By what share of their level of two hours before the deploy requests grew until the onset. */
function growth({ starts, values }: BucketedSeries, from: EpochMs, onset: EpochMs): number {
  const middle = lowerBound(starts, from);
  const before = median(values.subarray(lowerBound(starts, from - LOAD_BEFORE_MS), middle));
  const after = values.subarray(middle, lowerBound(starts, onset));
  const end = median(after.subarray(-Math.max(3, Math.floor(after.length / 10))));
  return before > 0 && end > before ? end / before - 1 : 0;
}
