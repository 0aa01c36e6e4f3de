import type { CaseSeries } from '../../case.ts';

const SPARSE_SHARE = 0.5;

/**
 * Many vendors send no point where a counter of errors did not move. Where the requests of the same service are known
 * for far more buckets than the errors, the buckets without a point had no error; gaps of the requests stay gaps.
 */
export function fillQuietBuckets(errors: CaseSeries, requests: CaseSeries | undefined): CaseSeries {
  if (errors.kind !== 'errors' || requests === undefined) return errors;
  if (errors.points.length >= SPARSE_SHARE * requests.points.length) return errors;
  const known = new Map(errors.points.map((point) => [point[0], point]));
  for (const [at] of requests.points) if (!known.has(at)) known.set(at, [at, 0]);
  return { ...errors, points: [...known.values()].sort((a, b) => a[0] - b[0]) };
}
