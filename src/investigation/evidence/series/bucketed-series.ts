import type { CaseSeries, SeriesKind } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import { inTime } from './in-time.ts';
import { stepSeconds } from './step-seconds.ts';

/** A series in which each value knows the stretch of time that it covers: [start, start + step). */
export interface BucketedSeries {
  /** Ascending and unique. */
  readonly starts: Float64Array;
  readonly values: Float64Array;
  readonly stepMs: number;
}

const SHORTEST_BUCKET_MS = 30_000;
const FEWEST_JOINED = 16;

/**
 * The finite points of a series up to `until`, in order of time, each with the bucket that it covers: a point stamped
 * "start" covers [t, t + step), one stamped "end" (t - step, t]. Of two points with one time the later in the list counts.
 * A latency of zero is no point: no answer takes no time, and where nobody asked metrics may be written as zero. Steps of up to 15 s
 * are joined to half a minute where that leaves sixteen buckets.
 */
export function bucketSeries(series: CaseSeries, until: EpochMs): BucketedSeries {
  const least = series.kind === 'latency' ? Number.MIN_VALUE : Number.NEGATIVE_INFINITY;
  const ordered = inTime(series.points.filter(([, value]) => value >= least));
  const step = stepSeconds({ ...series, points: ordered });
  const shift = series.stamp === 'end' ? step : 0;
  const known = ordered.filter(([at]) => (at - shift) * 1000 < until);
  const starts = new Float64Array(known.length);
  const values = new Float64Array(known.length);
  known.forEach(([at, value], index) => {
    starts[index] = (at - shift) * 1000;
    values[index] = value;
  });
  return joinSeconds({ starts, values, stepMs: step * 1000 }, until, series.kind);
}

/**
 * Buckets of seconds are joined into ones of half a minute that end at `until`, where that leaves enough of them: a rollout
 * takes longer, and one second of errors or of a latency is mostly noise. Counts add up, everything else is averaged over the
 * points that there are.
 */
function joinSeconds(fine: BucketedSeries, until: EpochMs, kind: SeriesKind | undefined): BucketedSeries {
  const joined = Math.floor(SHORTEST_BUCKET_MS / fine.stepMs);
  if (joined < 2) return fine;
  const stepMs = joined * fine.stepMs;
  const groups = new Map<EpochMs, { total: number; points: number }>();
  fine.starts.forEach((start, index) => {
    const at = until - Math.ceil((until - start) / stepMs) * stepMs;
    const { total, points } = groups.get(at) ?? { total: 0, points: 0 };
    groups.set(at, { total: total + (fine.values[index] as number), points: points + 1 });
  });
  if (groups.size < FEWEST_JOINED) return fine;
  const counted = kind === 'errors' || kind === 'requests' || kind === 'throughput';
  return {
    starts: Float64Array.from(groups.keys()),
    values: Float64Array.from(groups.values(), ({ total, points }) => (counted ? total : total / points)),
    stepMs,
  };
}
