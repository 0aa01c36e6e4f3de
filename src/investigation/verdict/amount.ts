import type { CaseSeries } from '../case.ts';
import { isPercent } from '../evidence/series/is-percent.ts';
import { secondsIn } from '../evidence/series/seconds-in.ts';

/** A value of a series for people, in three digits and with its unit where that is one that everybody knows. */
export function amount(value: number, series: CaseSeries): string {
  const { kind, unit = '', stepSeconds } = series;
  if (kind === 'latency') return duration(value * secondsIn(unit));
  if (kind === 'error_ratio' || kind === 'success_ratio') return `${digits(isPercent(series) ? value : 100 * value)} %`;
  const percent = /percent|%/i.test(unit);
  if (kind === 'errors') return stepSeconds === 60 ? `${digits(value)} per min` : digits(value);
  return percent ? `${digits(value)} %` : digits(value);
}

function duration(seconds: number): string {
  return Math.abs(seconds) < 1 ? `${digits(1000 * seconds)} ms` : `${digits(seconds)} s`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
