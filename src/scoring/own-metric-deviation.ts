import type { Case, CaseSeries } from '../investigation/case.ts';

const BEFORE_SECONDS = 1800;
const RATIO_UNIT = 5;

/**
 * The rule of the development cases' README: from the alert's period on against the half hour before, the largest log
 * ratio of the maxima of a service's average (or p95) latency or saturation, or fall of its success ratio (5 points count as 1).
 * Undefined where no service has such a series.
 */
export function ownMetricService(theCase: Case, among: ReadonlySet<string>): string | undefined {
  const from = theCase.alert.startedAt / 1000 - (theCase.alert.periodSeconds ?? 300);
  let best: string | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  for (const series of theCase.series ?? []) {
    if (!among.has(series.service) || series.peer !== undefined) continue;
    const deviation = deviationOf(series, from);
    if (deviation > highest) {
      highest = deviation;
      best = series.service;
    }
  }
  return best;
}

function deviationOf(series: CaseSeries, from: number): number {
  const { kind, statistic = 'Average' } = series;
  const before = valuesIn(series, from - BEFORE_SECONDS, from);
  const after = valuesIn(series, from, Number.POSITIVE_INFINITY);
  if (before.length === 0 || after.length === 0) return Number.NEGATIVE_INFINITY;
  if (kind === 'success_ratio') return (Math.min(...before) - Math.min(...after)) / RATIO_UNIT;
  if (kind === 'error_ratio') return (Math.max(...after) - Math.max(...before)) / RATIO_UNIT;
  const usable = kind === 'saturation' || (kind === 'latency' && /^(average|p95)$/i.test(statistic));
  return usable ? Math.log(Math.max(...after, 1e-9) / Math.max(...before, 1e-9)) : Number.NEGATIVE_INFINITY;
}

function valuesIn({ points }: CaseSeries, from: number, to: number): number[] {
  return points.filter(([at]) => at >= from && at < to).map(([, value]) => value);
}
