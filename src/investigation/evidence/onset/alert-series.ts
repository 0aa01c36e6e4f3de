import type { Case, CaseSeries, SeriesKind } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { seriesMove } from '../location/series-move.ts';
import { bucketSeries } from '../series/bucketed-series.ts';
import { type Excess, measureExcess } from '../series/excess.ts';
import { fillQuietBuckets } from '../series/fill-quiet-buckets.ts';
import { ruleLag } from './alert-rule.ts';

/** So long before the rule began to hold the trouble may have begun: no part of what is usual, but of a short history no more than a quarter. */
const SETTLING_MS = 5 * MINUTE_MS;
const MOST_SETTLING = 0.25;
const BY_TITLE: readonly (readonly [SeriesKind, RegExp])[] = [
  ['latency', /latency|slow|duration|p9\d|p50|response.?time/i],
  ['errors', /error|5xx|fail|exception/i],
  ['error_ratio', /ratio|rate|percent|%/i],
  ['success_ratio', /availab|success/i],
  ['saturation', /cpu|memory|disk|saturat/i],
];

/**
 * The series that the alert watches: the one it names, else the alerting service's own that fits the words of its title; where they
 * tell nothing, one of what clients feel. Of several the one that clearly moved when the rule broke, since something did.
 */
export function alertSeries(theCase: Case): CaseSeries | null {
  const { alert, askedAt, series = [] } = theCase;
  const named = series.find(({ id }) => id === alert.series);
  if (named !== undefined) return named;
  const own = series.filter(
    ({ service, peer, version, kind }) =>
      service === alert.service &&
      peer === undefined &&
      version === undefined &&
      kind !== 'requests' &&
      kind !== 'throughput',
  );
  const title = alert.title ?? '';
  const rank = (kind: SeriesKind | undefined): number => {
    const at = BY_TITLE.findIndex(([of, words]) => of === kind && words.test(title));
    if (at !== -1) return at;
    return isUpwardBad(kind) ? BY_TITLE.length : BY_TITLE.length + 1;
  };
  const best = Math.min(...own.map(({ kind }) => rank(kind)));
  const since = alert.startedAt - ruleLag(alert).ruleMs;
  const fitting = own
    .filter(({ kind }) => rank(kind) === best)
    .map((one) => ({ one, moved: seriesMove(one, since, askedAt)?.evidence ?? Number.NEGATIVE_INFINITY }));
  return fitting.sort((a, b) => b.moved - a.moved || (a.one.id < b.one.id ? -1 : 1))[0]?.one ?? null;
}

/** The alert's series as its distance from the usual; null where it has too little past to tell what is usual. */
export function alertExcess(theCase: Case): Excess | null {
  const watched = alertSeries(theCase);
  if (watched === null) return null;
  const { alert, askedAt } = theCase;
  const denominator = denominatorOf(theCase, watched);
  const requests = denominator === undefined ? undefined : bucketSeries(denominator, askedAt);
  const series = fillQuietBuckets(watched, denominator);
  const direction = isUpwardBad(series.kind) ? 1 : alert.comparison === 'below' ? -1 : 1;
  const ruleStart = alert.startedAt - ruleLag(alert).ruleMs;
  const measured = (until: number): Excess | null => {
    const excess = measureExcess(series, until, askedAt, requests, direction);
    return excess !== null && excess.usualUntil < excess.residual.length ? excess : null;
  };
  const [first = ruleStart] = bucketSeries(series, askedAt).starts;
  const settling = Math.min(SETTLING_MS, MOST_SETTLING * Math.max(0, ruleStart - first));
  return measured(ruleStart - settling) ?? measured(ruleStart);
}

/** Ratios are turned into shares of bad answers, so for them and for errors more is always worse. */
function isUpwardBad(kind: SeriesKind | undefined): boolean {
  return kind === 'errors' || kind === 'error_ratio' || kind === 'success_ratio' || kind === 'latency';
}

function denominatorOf({ series = [] }: Case, of: CaseSeries): CaseSeries | undefined {
  if (of.kind !== 'errors' && of.kind !== 'error_ratio' && of.kind !== 'success_ratio') return undefined;
  return series.find(
    ({ kind, service, peer, instance, version }) =>
      kind === 'requests' &&
      service === of.service &&
      peer === of.peer &&
      instance === of.instance &&
      version === of.version,
  );
}
