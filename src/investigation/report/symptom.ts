import type { Case, CaseSeries, SeriesKind } from '../case.ts';
import { type EpochMs, MINUTE_MS, SECOND_MS } from '../time.ts';
import { plainNumber } from './format-number.ts';
import { type Own, own } from './markdown/tree.ts';

/** What hurts, as one metric: its level before the onset and since. */
export interface Symptom {
  readonly series: CaseSeries;
  /** `errors`, `latency`: our own word for the series' kind. */
  readonly what: Own;
  readonly before?: Level;
  readonly since?: Level;
  /** Multiplies a point into the unit that is shown. */
  readonly scale: number;
  readonly unit: Own;
}

export interface Level {
  /** The median, in the unit that is shown. */
  readonly value: number;
  readonly points: number;
}

/** What a symptom is read from. */
export interface SymptomInput {
  readonly theCase: Case;
  readonly verdict: { readonly onset: { readonly at: EpochMs } };
  readonly incident: { readonly resolvedAt?: EpochMs };
}

const WORDS: Readonly<Record<SeriesKind, Own>> = {
  errors: own('errors'),
  requests: own('requests'),
  error_ratio: own('failing requests'),
  success_ratio: own('successful requests'),
  latency: own('latency'),
  saturation: own('saturation'),
  throughput: own('throughput'),
  other: own('the watched metric'),
};
const BY_USE: readonly SeriesKind[] = ['error_ratio', 'success_ratio', 'errors', 'latency', 'saturation', 'throughput'];
const UNITS: Readonly<Record<string, Own>> = {
  s: own(' s'),
  seconds: own(' s'),
  ms: own(' ms'),
  milliseconds: own(' ms'),
  percent: own(' %'),
  '%': own(' %'),
  'per second': own('/s'),
  rps: own('/s'),
};

/** The metric that the alert watches, else the most telling one of the service; undefined without telemetry. */
export function symptomOf(input: SymptomInput): Symptom | undefined {
  const series = watched(input);
  if (series === undefined) return undefined;
  const ratio =
    (series.kind === 'error_ratio' || series.kind === 'success_ratio') &&
    series.points.every(([, value]) => Math.abs(value) <= 1);
  const scale = ratio ? 100 : 1;
  const onset = input.verdict.onset.at;
  const before = level(series, scale, (at) => at < onset && at >= onset - 60 * MINUTE_MS);
  const since = level(series, scale, (at) => at >= onset && at < (input.incident.resolvedAt ?? Infinity));
  return {
    series,
    what: WORDS[series.kind ?? 'other'],
    scale,
    unit: ratio ? own(' %') : (UNITS[series.unit ?? ''] ?? own('')),
    ...(before === undefined ? {} : { before }),
    ...(since === undefined ? {} : { since }),
  };
}

/** The level of a symptom in [from, to); undefined where no point lies in it. */
export function levelBetween({ series, scale }: Symptom, from: EpochMs, to: EpochMs): Level | undefined {
  return level(series, scale, (at) => at >= from && at < to);
}

/** A level with its unit: `9.7 %`. */
export function shownLevel(symptom: Symptom, level: Level): Own {
  // A third digit behind a unit tells nobody anything, and a fourth digit at all only looks exact.
  const digits = Math.abs(level.value) >= 1 ? 3 : 2;
  const rounded = Number(level.value.toPrecision(digits));
  const shown = Math.abs(rounded) >= 1 ? Math.round(rounded * 10) / 10 : rounded;
  return own(`${plainNumber(shown)}${symptom.unit}`);
}

function watched(input: Pick<SymptomInput, 'theCase'>): CaseSeries | undefined {
  const all = (input.theCase.series ?? []).filter((one) => one.points.length > 0);
  const alerted = all.find((one) => one.id === input.theCase.alert.series);
  if (alerted !== undefined) return alerted;
  const whole = all.filter(
    (one) =>
      one.service === input.theCase.alert.service &&
      one.peer === undefined &&
      one.version === undefined &&
      one.instance === undefined,
  );
  return BY_USE.map((kind) => whole.find((one) => one.kind === kind)).find((one) => one !== undefined);
}

function level(series: CaseSeries, scale: number, within: (at: number) => boolean): Level | undefined {
  const values = series.points
    .filter(([seconds, value]) => Number.isFinite(value) && within(seconds * SECOND_MS))
    .map(([, value]) => value * scale)
    .sort((one, other) => one - other);
  const middle = values.length >> 1;
  const high = values[middle];
  const low = values[values.length % 2 === 0 ? middle - 1 : middle];
  return high === undefined || low === undefined ? undefined : { value: (high + low) / 2, points: values.length };
}
