import { expect, test } from '@jest/globals';
import { goldenIncidents } from '../../test/support/cases/golden-incidents.ts';
import type { Case, CaseSeries } from './case.ts';
import { investigate } from './investigate.ts';
import { plainText } from './sentence.ts';

type Rewritten = (series: CaseSeries) => Partial<CaseSeries>;
type Points = CaseSeries['points'];

const COUNTED = ['errors', 'requests'];

const times =
  (factor: number): ((points: Points) => Points) =>
  (points) =>
    points.map(([at, value]) => [at, value * factor]);

function total(points: Points): Points {
  let sum = 5_000;
  return points.map(([at, value]) => {
    sum += value;
    return [at, sum];
  });
}

/** Every probability, and every sentence. */
function told(theCase: Case): readonly (readonly [string, number, string[]])[] {
  return investigate(theCase).suspects.map(({ deploy, commit, probability, evidence }) => [
    `${deploy} ${commit}`,
    Number(probability.toFixed(6)),
    evidence.map(({ says }) => plainText(says)),
  ]);
}

function rewritten(theCase: Case, rewrite: Rewritten, thresholds: Readonly<Record<string, number>>): Case {
  const watched = theCase.series?.find(({ id }) => id === theCase.alert.series);
  const { threshold } = theCase.alert;
  return {
    ...theCase,
    alert: {
      ...theCase.alert,
      ...(threshold === undefined ? {} : { threshold: threshold * (thresholds[watched?.kind ?? ''] ?? 1) }),
    },
    ...(theCase.series && { series: theCase.series.map((one) => ({ ...one, ...rewrite(one) })) }),
  };
}

test.each<[string, Rewritten, Record<string, number>]>([
  [
    'microseconds',
    ({ kind, points }) => (kind === 'latency' ? { unit: 'us', points: times(1e6)(points) } : {}),
    { latency: 1e6 },
  ],
  [
    'rates a second',
    ({ kind = '', points }) => (COUNTED.includes(kind) ? { unit: '1/s', points: times(1 / 60)(points) } : {}),
    { errors: 1 / 60, requests: 1 / 60 },
  ],
  [
    'latencies of zero between the others',
    ({ kind, points }) => (kind === 'latency' ? { points: between(points) } : {}),
    {},
  ],
])('the same incident in %s has the same verdict, in the same words', (_, rewrite, thresholds) => {
  for (const theCase of goldenIncidents()) expect(told(rewritten(theCase, rewrite, thresholds))).toEqual(told(theCase));
});

test('the same incident in totals has the same verdict, but for its first minute', () => {
  for (const theCase of goldenIncidents()) {
    const later = rewritten(
      theCase,
      ({ kind = '', points }) => (COUNTED.includes(kind) ? { points: points.slice(1) } : {}),
      {},
    );
    const totals = rewritten(
      theCase,
      ({ kind = '', name = kind, points }) =>
        COUNTED.includes(kind) ? { name: `${name}_total`, points: total(points) } : {},
      {},
    );
    expect(told(totals)).toEqual(told(later));
  }
});

test('the same incident in series without a kind has the same verdict, as their names tell it', () => {
  for (const theCase of goldenIncidents()) {
    const series = theCase.series?.map(({ kind, ...one }) =>
      kind === 'latency' || COUNTED.includes(kind ?? '') ? { ...one, name: one.name ?? `${kind}` } : { kind, ...one },
    ) as CaseSeries[] | undefined;
    expect(told({ ...theCase, ...(series && { series }) })).toEqual(told(theCase));
  }
});

test('log lines whose level stands in the message point at the same services', () => {
  const logged = (theCase: Case) =>
    investigate(theCase).suspects.map(({ evidence }) => evidence.find(({ clue }) => clue === 'logs')?.weight);
  const withLogs = goldenIncidents().filter(({ logs = [] }) => logs.length > 0);
  expect(withLogs.flatMap(logged)).toContainEqual(expect.any(Number));
  for (const theCase of withLogs) {
    const bare = (theCase.logs ?? []).map(({ level = '', message, ...row }) => ({
      ...row,
      message: `${level.toUpperCase()} ${message}`,
    }));
    expect(logged({ ...theCase, logs: bare })).toEqual(logged(theCase));
  }
});

/** With a point of zero half a minute after each. */
function between(points: Points): Points {
  return points.flatMap(([at, value]) => [[at, value] as const, [at + 30, 0] as const]);
}
