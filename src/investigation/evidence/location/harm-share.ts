import type { Case, CaseSeries } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import { type Bucketed, bucketedOnce } from '../series/bucketed-once.ts';
import type { BucketedSeries } from '../series/bucketed-series.ts';
import { isPercent } from '../series/is-percent.ts';
import { secondsIn } from '../series/seconds-in.ts';
import { stepChange } from '../series/step-change.ts';

/** How much of the alerting service's harm a service's own harm would account for; 1 where all of it. */
export type HarmShares = ReadonlyMap<string, number>;

/**
 * Trouble that begins in a callee has to be large enough to be felt above: the extra seconds (or failed requests) per
 * minute of a service over those of the alerting service. A service that slows from 1 to 3 ms moves by many of its own
 * scatters and still explains nothing of an extra second. Rates are weighted with the requests where both are
 * known. What callers feel on the edge to a service counts as its own.
 * Only for alerts on latency or on errors, and for services that have a series of the same kind.
 */
export function harmShares(
  theCase: Case,
  watched: CaseSeries | null,
  from: EpochMs,
  bucketed = bucketedOnce(theCase.askedAt),
): HarmShares {
  const family = familyOf(watched);
  const shares = new Map<string, number>();
  if (watched === null || family === null) return shares;
  const series = theCase.series ?? [];
  const requests = new Map<string, number>();
  for (const one of series) {
    if (one.kind !== 'requests' || one.peer !== undefined || one.version !== undefined) continue;
    const rate = perMinuteAfter(bucketed(one), from);
    if (rate !== null) requests.set(one.service, (requests.get(one.service) ?? 0) + rate);
  }
  const alerting = harmOf(watched, family, from, theCase.askedAt, bucketed);
  if (alerting === null || !(alerting > 0)) return shares;
  const alertingRequests = requests.get(watched.service);
  for (const one of series) {
    const felt = one.peer !== undefined;
    const service = one.peer ?? one.service;
    if (familyOf(one) !== family || service === watched.service || one.version !== undefined) continue;
    if (
      !felt &&
      one.statistic !== undefined &&
      watched.statistic !== undefined &&
      !alike(one.statistic, watched.statistic)
    )
      continue;
    const harm = harmOf(one, family, from, theCase.askedAt, bucketed);
    if (harm === null) continue;
    const own = requests.get(service);
    const weighted =
      !felt && one.kind !== 'errors' && own !== undefined && alertingRequests !== undefined && alertingRequests > 0;
    if (!weighted && (one.kind === 'errors') !== (watched.kind === 'errors')) continue;
    const share = (harm / alerting) * (weighted && watched.kind !== 'errors' ? own / alertingRequests : 1);
    shares.set(service, Math.max(shares.get(service) ?? 0, share));
  }
  return shares;
}

/** Beyond these a share means no more than they do, and the densities would vanish. */
const SMALLEST_SHARE = 1e-3;
const LARGEST_SHARE = 1e3;

/** A normal density on the logarithm of the share, and how often it is the one that holds. */
interface Part {
  readonly share: number;
  readonly centre: number;
  readonly width: number;
}

/** Where trouble begins the share is about 1 in most cases; in some, harm is of another kind than what is measured. */
const HERE: readonly Part[] = [
  { share: 0.6, centre: 0, width: 0.5 },
  { share: 0.4, centre: -2, width: 2.5 },
];
/** Elsewhere it is mostly nothing; it comes near 1 by chance in one or two of a hundred services. */
const ELSEWHERE: readonly Part[] = [
  { share: 0.03, centre: 0, width: 1 },
  { share: 0.97, centre: -5, width: 2 },
];

/** ln of the likelihood ratio of a share: shares of 1, 0.1 and 0.001 give 2.5, −0.6 and −2.3 nats. */
export function shareEvidence(share: number): number {
  const log = Math.log(Math.min(LARGEST_SHARE, Math.max(share, SMALLEST_SHARE)));
  return Math.log(density(HERE, log) / density(ELSEWHERE, log));
}

function density(parts: readonly Part[], at: number): number {
  return parts.reduce(
    (sum, { share, centre, width }) => sum + (share / width) * Math.exp(-(((at - centre) / width) ** 2) / 2),
    0,
  );
}

function familyOf(series: CaseSeries | null): 'latency' | 'errors' | null {
  if (series?.kind === 'latency') return 'latency';
  return series?.kind === 'errors' || series?.kind === 'error_ratio' || series?.kind === 'success_ratio'
    ? 'errors'
    : null;
}

/** Extra seconds a request, share of bad answers, or errors a minute. */
function harmOf(
  series: CaseSeries,
  family: 'latency' | 'errors',
  from: EpochMs,
  askedAt: EpochMs,
  bucketed: Bucketed,
): number | null {
  const known = bucketed(series);
  const change = stepChange(known, from, askedAt, 1, series.kind === 'success_ratio' ? -1 : 1);
  if (change === null) return null;
  if (family === 'latency') return change.move * secondsIn(series.unit);
  if (series.kind === 'errors') return (change.move * 60_000) / known.stepMs;
  return Math.abs(change.move) / (isPercent(series) ? 100 : 1);
}

function perMinuteAfter({ starts, values, stepMs }: BucketedSeries, from: EpochMs): number | null {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if ((starts[i] as number) < from) continue;
    sum += values[i] as number;
    count++;
  }
  return count === 0 ? null : (sum / count) * (60_000 / stepMs);
}

function alike(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
