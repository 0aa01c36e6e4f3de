import type { Case, CaseAlert, CaseDeploy } from '../../case.ts';
import { type EpochMs, HOUR_MS, MINUTE_MS } from '../../time.ts';
import type { CallGraph } from '../location/call-graph.ts';
import { ruleLag } from '../onset/alert-rule.ts';
import { alertSeries } from '../onset/alert-series.ts';
import { bucketSeries } from '../series/bucketed-series.ts';

/** How often the rule of this alert broke before the incident with no deploy to explain it, as far as the case shows. */
export interface AlertHistory {
  /** Times that it broke, or that it sent an alert; one that came right after a deploy counts a third. */
  readonly episodes: number;
  readonly hours: number;
  /** Its service's alerts tell more than the watched series does: they need not be of the same rule. */
  readonly ofService?: true;
}

const HOURS_PER_WEEK = 168;
const LONGEST_MEMORY_HOURS = 7 * 24;

/**
 * How often the watched series broke the threshold for as long as the rule wants, or how many alerts of the service are
 * listed in the hour before, whichever tells more.
 */
export function alertHistory(theCase: Case, onset: EpochMs, graph: CallGraph): AlertHistory {
  const { alert } = theCase;
  const near = theCase.deploys.filter(({ service }) => graph.callersOf(service).has(alert.service));
  const told = earlierAlerts(theCase, onset, near);
  const shown = brokenBefore(theCase, onset, near);
  return {
    episodes: Math.max(told, shown?.episodes ?? 0),
    hours: Math.max(theCase.alerts === undefined ? 0 : 1, shown?.hours ?? 0),
    ...(told > (shown?.episodes ?? 0) && { ofService: true }),
  };
}

/** Alerts an hour: the weekly rate that is known (or assumed) counts as `priorHours` of history beside the case's own. */
export function alertRate({ episodes, hours }: AlertHistory, perWeek: number, priorHours: number): number {
  return ((perWeek / HOURS_PER_WEEK) * priorHours + episodes) / (priorHours + hours);
}

const EXPLAINED_MS = 12 * MINUTE_MS;
const EXPLAINED_COUNT = 1 / 3;

function earlierAlerts(theCase: Case, onset: EpochMs, near: readonly CaseDeploy[]): number {
  const { alert, alerts = [] } = theCase;
  return (
    alerts
      .filter(({ service, startedAt }) => service === alert.service && startedAt < onset)
      // What breaks in staging on its way to production is no sign of what breaks there by itself.
      .filter(({ environment = alert.environment }) => (alert.environment ?? environment) === environment)
      .reduce((sum, { startedAt }) => sum + episodeCount(alert, near, startedAt), 0)
  );
}

/** Trouble that a deploy brought is no sign of what comes without one. */
function episodeCount(alert: CaseAlert, near: readonly CaseDeploy[], at: EpochMs): number {
  const from = at - ruleLag(alert).ruleMs - EXPLAINED_MS;
  return near.some(({ startedAt }) => startedAt >= from && startedAt <= at) ? EXPLAINED_COUNT : 1;
}

function brokenBefore(
  theCase: Case,
  onset: EpochMs,
  near: readonly CaseDeploy[],
): { episodes: number; hours: number } | null {
  const { alert } = theCase;
  const series = alertSeries(theCase);
  if (series === null || alert.threshold === undefined || series.id !== alert.series) return null;
  const { starts, values, stepMs } = bucketSeries(series, onset);
  const first = starts[0];
  if (first === undefined || !plausible(values, alert.threshold, alert.comparison)) return null;
  const wanted = Math.max(1, Math.round(ruleLag(alert).ruleMs / stepMs));
  let episodes = 0;
  let run = 0;
  for (let i = 0; i < values.length && (starts[i] as number) + stepMs <= onset; i++) {
    run = breaks(values[i] as number, alert.threshold, alert.comparison) ? run + 1 : 0;
    if (run === wanted) episodes += episodeCount(alert, near, (starts[i] as number) + stepMs);
  }
  return { episodes, hours: Math.min(LONGEST_MEMORY_HOURS, (onset - first) / HOUR_MS) };
}

function breaks(value: number, threshold: number, comparison: 'above' | 'below' | undefined): boolean {
  return comparison === 'below' ? value < threshold : value > threshold;
}

/** A series in other units than its threshold would break it always or never: then most values lie on the bad side. */
function plausible(values: Float64Array, threshold: number, comparison: 'above' | 'below' | undefined): boolean {
  const bad = values.reduce((count, value) => count + (breaks(value, threshold, comparison) ? 1 : 0), 0);
  return bad < values.length / 2;
}
