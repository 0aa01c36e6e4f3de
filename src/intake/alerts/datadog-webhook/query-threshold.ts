import type { Alert } from '../../../investigation/incident/alert.ts';

type Rule = Pick<Alert, 'threshold' | 'comparison' | 'periodSeconds' | 'periods'>;

const MONITOR = /^\s*\w{1,20}\(last_(\d{1,4})([mhdw])\):.*?(>=?|<=?)\s*(-?\d{1,15}(?:\.\d{1,15})?)\s*$/s;
/** The threshold of these is none of the metric: a share of unusual points, a change, a distance. */
const JUDGED = /:\s*(?:anomalies|outliers|forecast)\(/;
const UNIT_SECONDS: Readonly<Record<string, number | undefined>> = { m: 60, h: 3_600, d: 86_400, w: 604_800 };

/**
 * Reads threshold, direction and window of a metric monitor's query, such as
 * `avg(last_5m):sum:http.errors{service:checkout} > 25`. Nothing is made up for a query of another kind.
 */
export function queryThreshold(query: string): Rule {
  const [, amount, unit = '', comparison = '', threshold] = MONITOR.exec(query.slice(0, 4_000)) ?? [];
  const seconds = UNIT_SECONDS[unit];
  if (amount === undefined || seconds === undefined || JUDGED.test(query)) return {};
  return {
    threshold: Number(threshold),
    comparison: comparison.startsWith('>') ? 'above' : 'below',
    periodSeconds: Number(amount) * seconds,
    periods: 1,
  };
}
