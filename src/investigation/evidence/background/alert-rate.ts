import type { Case } from '../../case.ts';
import { type EpochMs, HOUR_MS } from '../../time.ts';
import { ruleLag } from '../onset/alert-rule.ts';
import { alertSeries } from '../onset/alert-series.ts';
import { bucketSeries } from '../series/bucketed-series.ts';

/** How often the rule of this alert breaks by itself. */
export interface AlertRate {
  readonly perHour: number;
  /** Times that it broke, or that it sent an alert, before this incident, and the hours in which it could. */
  readonly episodes: number;
  readonly hours: number;
}

const HOURS_PER_WEEK = 168;
const LONGEST_MEMORY_HOURS = 7 * 24;

/**
 * The alert rate of the service: the weekly rate that is known (or assumed) counts as `priorHours` of history, and the
 * history that the case itself shows is added: how often the watched series broke the threshold for as long as the rule
 * wants, or how many alerts of the service are listed in the hour before, whichever tells more.
 */
export function alertRate(theCase: Case, onset: EpochMs, assumedPerWeek: number, priorHours: number): AlertRate {
  const perHour = (theCase.priors?.alertsPerWeek ?? assumedPerWeek) / HOURS_PER_WEEK;
  const told = earlierAlerts(theCase, onset);
  const shown = brokenBefore(theCase, onset);
  const hours = Math.max(theCase.alerts === undefined ? 0 : 1, shown?.hours ?? 0);
  const episodes = Math.max(told, shown?.episodes ?? 0);
  return { perHour: (perHour * priorHours + episodes) / (priorHours + hours), episodes, hours };
}

function earlierAlerts({ alert, alerts = [] }: Case, onset: EpochMs): number {
  return alerts.filter(({ service, startedAt }) => service === alert.service && startedAt < onset).length;
}

function brokenBefore(theCase: Case, onset: EpochMs): { episodes: number; hours: number } | null {
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
    if (run === wanted) episodes++;
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
