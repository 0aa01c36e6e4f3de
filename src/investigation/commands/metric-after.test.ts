import { expect, test } from '@jest/globals';
import type { Case, CaseSeries } from '../case.ts';
import { plainText } from '../sentence.ts';
import { MINUTE_MS, SECOND_MS } from '../time.ts';
import { metricAfter } from './metric-after.ts';

const ONSET = Date.UTC(2026, 2, 2, 3, 0);
const LIVE = ONSET + 20 * MINUTE_MS;
const onset = { at: ONSET, from: ONSET, to: ONSET, source: 'series' } as never;
const caseWith = (series: readonly CaseSeries[]) =>
  ({
    id: 'i',
    askedAt: LIVE,
    alert: { service: 'checkout', startedAt: ONSET, series: 'e' },
    deploys: [],
    series,
  }) as unknown as Case;
const errors = (valueAt: (minute: number) => number | undefined): CaseSeries => ({
  id: 'e',
  service: 'checkout',
  kind: 'error_ratio',
  stepSeconds: 60,
  points: Array.from({ length: 60 }, (_, index) => index - 20).flatMap((minute) => {
    const value = valueAt(minute);
    return value === undefined ? [] : [[(ONSET + minute * MINUTE_MS) / SECOND_MS, value] as const];
  }),
});
const said = (series: readonly CaseSeries[]) => {
  const says = metricAfter(caseWith(series), { onset }, LIVE);
  return says && plainText(says);
};

test('the metric that hurt is told before, until and since the revert was live', () => {
  const series = errors((minute) => (minute < 0 ? 0.01 : minute < 21 ? 0.42 : 0.02));
  expect(said([series])).toBe(
    'failing requests of checkout: 42 % until it was live, 2 % since (1 % before the problem began)',
  );
});

test('one that did not come back is told as it is', () => {
  expect(said([errors((minute) => (minute < 0 ? undefined : 0.42))])).toBe(
    'failing requests of checkout: 42 % until it was live, 42 % since',
  );
});

test.each<[string, readonly CaseSeries[]]>([
  ['no metric', []],
  ['nothing since it was live', [errors((minute) => (minute < 22 ? 0.4 : undefined))]],
  ['nothing before it was live', [errors((minute) => (minute < 20 ? undefined : 0))]],
])('%s: nothing is said', (_, series) => {
  expect(said(series)).toBeUndefined();
});
