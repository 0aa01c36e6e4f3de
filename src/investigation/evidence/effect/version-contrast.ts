import type { CaseDeploy, CaseSeries } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import { disturbance } from '../location/series-move.ts';
import { lowerBound } from '../series/baseline.ts';
import { bucketSeries } from '../series/bucketed-series.ts';
import { median, robustSpread } from '../series/robust.ts';

/** How the new version of a service fared beside the old one, at the same minutes. */
export interface VersionContrast {
  readonly kind: 'errors' | 'latency';
  /** The new version over the old one since the onset, less what they differed by before. */
  readonly factor: number;
  /** ln of the likelihood ratio "the new version does the harm" to "both suffer alike". */
  readonly evidence: number;
}

const FEWEST_BUCKETS = 2;
const FEWEST_BEFORE = 5;
/** Two versions differ by a tenth without any harm. */
const FLOOR = 0.1;

/**
 * The canary case, as a ratio of ratios: while two versions run at once the old one is the best control there is, since
 * load, season and neighbours are the same. Errors count for each request where both are known. Null where no two
 * versions were seen side by side from the onset on.
 */
export function versionContrast(
  all: readonly CaseSeries[],
  { service, versions }: CaseDeploy,
  onset: EpochMs,
  askedAt: EpochMs,
): VersionContrast | null {
  if (versions?.new === undefined || versions.old === undefined || versions.new === versions.old) return null;
  const of = (kind: CaseSeries['kind'], version: string | undefined): CaseSeries | undefined =>
    all.find(
      (one) => one.service === service && one.version === version && one.kind === kind && one.peer === undefined,
    );
  const read = (kind: CaseSeries['kind']): Map<number, number>[] | null => {
    const pair = [of(kind, versions.new), of(kind, versions.old)];
    return pair.every((one) => one !== undefined) ? pair.map((one) => valuesOf(one as CaseSeries, askedAt)) : null;
  };
  const requests = read('requests');
  const contrasts = [
    contrast('latency', read('latency')?.map(aboveZero) ?? null, Math.log, onset),
    contrast('errors', perRequest(read('errors'), requests), Math.log, onset),
    contrast('errors', read('error_ratio'), (value) => Math.log(Math.max(value, 1e-4)), onset),
  ].filter((one) => one !== null);
  return contrasts.length === 0 ? null : contrasts.reduce((best, one) => (one.evidence > best.evidence ? one : best));
}

function valuesOf(series: CaseSeries, askedAt: EpochMs): Map<number, number> {
  const { starts, values } = bucketSeries(series, askedAt);
  return new Map([...starts].map((start, index) => [start, values[index] as number]));
}

/** No answer takes no time at all: where nobody asked, metrics may be written as zero. */
function aboveZero(values: Map<number, number>): Map<number, number> {
  return new Map([...values].filter(([, value]) => value > 0));
}

/**
 * Errors a request, half an error and one request added; a bucket without a point of errors had none, and one without a request tells
 * nothing: it may be written long before the version runs.
 */
function perRequest(
  errors: readonly Map<number, number>[] | null,
  requests: readonly Map<number, number>[] | null,
): Map<number, number>[] | null {
  if (errors === null || requests === null) return null;
  return requests.map(
    (known, version) =>
      new Map(
        [...known].flatMap(([at, count]) =>
          count > 0 ? [[at, ((errors[version]?.get(at) ?? 0) + 0.5) / (count + 1)] as const] : [],
        ),
      ),
  );
}

function contrast(
  kind: VersionContrast['kind'],
  pair: readonly Map<number, number>[] | null,
  scale: (value: number) => number,
  onset: EpochMs,
): VersionContrast | null {
  const [fresh, old] = pair ?? [];
  if (fresh === undefined || old === undefined) return null;
  const times = Float64Array.from([...fresh.keys()].filter((at) => old.has(at))).sort();
  const differences = times.map((at) => scale(fresh.get(at) as number) - scale(old.get(at) as number));
  const since = lowerBound(times, onset);
  const after = differences.subarray(since);
  if (after.length < FEWEST_BUCKETS) return null;
  const before = differences.subarray(0, since);
  const usual = before.length < FEWEST_BEFORE ? 0 : median(before);
  const shift = median(after) - usual;
  const scatter = Math.max(robustSpread(before.length < FEWEST_BEFORE ? after : before).scale, FLOOR);
  return {
    kind,
    factor: Math.exp(shift),
    evidence: disturbance((shift / scatter) * Math.sqrt(Math.min(after.length, 4))),
  };
}
