import { describe, expect, test } from '@jest/globals';
import { noneSample, strongSample, weakSample } from '../../../test/support/cases/report-samples.ts';
import { sharedSample } from '../../../test/support/cases/shared-sample.ts';
import { emptyWeek, fullWeek, said, WEEK, weekDeploy, weekIncident } from '../../../test/support/cases/week-samples.ts';
import { DAY_MS } from '../time.ts';
import { judgeAnswers } from './judge-answers.ts';
import { standingVerdict } from './standing-verdict.ts';
import { isEmptyWeek, summariseWeek } from './summarise-week.ts';
import type { WeekMaterial } from './week-material.ts';

const of = (changes: Partial<WeekMaterial>) => summariseWeek({ ...emptyWeek, ...changes });

test('incidents are counted by band, with those without a verdict, beside the week before', () => {
  const { counts, before } = summariseWeek({
    ...fullWeek,
    leftOut: [...Array(6).fill({ state: 'resolved' }), { state: 'open' }],
  });
  expect(counts).toEqual({ total: 12, strong: 1, plausible: 1, weak: 1, none: 1, undecided: 1, leftOut: 7, open: 2 });
  expect(before).toMatchObject({ total: 3, strong: 1, none: 1, undecided: 1, open: 1 });
});

test('an incident is told with its verdict, how it ended and what people said', () => {
  const { incidents } = summariseWeek(fullWeek);
  const [e, , c, b, a] = incidents;
  expect(e).toMatchObject({ id: 'e', ended: 'open', said: [] });
  expect(e).not.toHaveProperty('verdict');
  expect(c).toMatchObject({ verdict: { band: 'none', probability: expect.closeTo(0.95) }, ended: 'over' });
  expect(c?.said).toEqual([{ label: 'it-was', source: 'command', about: 'no-change' }]);
  expect(b).toMatchObject({ ended: 'over', thumbs: { up: 2, down: 1 }, verdict: { named: { pullRequest: 4821 } } });
  expect(b?.said).toMatchObject([
    { label: 'not-it', about: 'named' },
    { label: 'it-was', about: 'other', sha: expect.stringMatching(/^c0ffee/) },
  ]);
  expect(a).toMatchObject({ ended: 'reverted', lastedMs: 35 * 60_000, verdict: { band: 'strong', probability: 0.91 } });
});

describe('how right it was', () => {
  const strong = strongSample.verdict;
  const judge = (verdict: typeof strong, ...feedback: ReturnType<typeof said>[]) =>
    judgeAnswers([{ ...weekIncident('x', 1), verdict, feedback }]);
  const elsewhere = (label: 'it-was' | 'not-it') => ({ ...said('x', label), deploy: 'd9', commit: 'f'.repeat(40) });
  const [right, wrong, unsaid] = [
    { answered: 1, right: 1 },
    { answered: 1, right: 0 },
    { answered: 0, right: 0 },
  ];

  test.each([
    ['the first was it', strong, [said('x', 'it-was')], right],
    ['the first was not it', strong, [said('x', 'not-it')], wrong],
    ['another was it', strong, [said('x', 'it-was', 'other')], wrong],
    ['that another was not it says nothing of the first', strong, [said('x', 'not-it', 'other')], unsaid],
    ['nothing was said', strong, [], unsaid],
    ['it was no change, and none was named', noneSample.verdict, [said('x', 'it-was', 'none')], right],
    ['it was a change, and none was named', noneSample.verdict, [said('x', 'it-was')], wrong],
    ['it was no change, and one was named', weakSample.verdict, [said('x', 'it-was', 'none')], wrong],
    ['a change is ruled out where none was named', noneSample.verdict, [said('x', 'not-it')], unsaid],
    ['a thumb is no answer', strong, [{ ...said('x', 'it-was'), source: 'reaction' as never }], unsaid],
    [
      'the whole deploy that carries the first was taken back',
      strong,
      [{ ...said('x', 'it-was'), commit: null }],
      right,
    ],
    [
      'a deploy is named and one of its changes was it',
      sharedSample.verdict,
      [{ ...said('x', 'it-was', 'other'), deploy: 'a later one' }],
      right,
    ],
    ['a deploy is named and it was another change', sharedSample.verdict, [elsewhere('it-was')], wrong],
    ['one of the changes of the named deploy was not it', sharedSample.verdict, [said('x', 'not-it')], unsaid],
    [
      'none of the changes of the named deploy was it',
      sharedSample.verdict,
      [said('x', 'not-it'), said('x', 'not-it', 'other')],
      wrong,
    ],
    ['the deploy that is named was not it', sharedSample.verdict, [{ ...said('x', 'not-it'), commit: null }], wrong],
  ])('%s', (_, verdict, feedback, judged) => {
    expect(judge(verdict, ...feedback)).toEqual(judged);
  });

  test('without a verdict nothing can be right', () => {
    expect(judgeAnswers([{ feedback: [said('x', 'it-was')] }])).toEqual(unsaid);
  });

  test('the verdict is the one that people met: later ones know what they said', () => {
    const rounds = [strong, weakSample.verdict, noneSample.verdict].map((verdict, day) => ({
      at: WEEK.from + day * DAY_MS,
      verdict,
    }));
    const answer = { ...said('x', 'not-it'), at: WEEK.from + 1.5 * DAY_MS };
    expect(standingVerdict(rounds, [answer])).toBe(weakSample.verdict);
    expect(standingVerdict(rounds, [{ ...answer, source: 'reaction' as never }])).toBe(noneSample.verdict);
    expect(standingVerdict(rounds, [{ ...answer, at: 0 }])).toBe(strong);
    expect(standingVerdict([], [])).toBeUndefined();
  });
});

test('deploys are counted for each service, with those that an incident names; previews and other weeks are not', () => {
  expect(summariseWeek(fullWeek).deploys).toEqual([
    { service: 'checkout', environment: 'production', live: 3, named: 1, failed: 1, rollbacks: 1 },
    { service: 'search', environment: 'production', live: 1, named: 0, failed: 0, rollbacks: 0 },
    { service: 'search', environment: 'staging', live: 1, named: 0, failed: 0, rollbacks: 0 },
  ]);
  expect(of({ deploys: [weekDeploy('at-the-end', 7 * 24)] }).deploys).toEqual([]);
});

test('what telemetry lacked is told once, with the services, the most concerned first', () => {
  const { of: looked, findings } = summariseWeek(fullWeek).telemetry;
  expect(looked).toBe(4);
  const marks = findings.map(({ mark }) => mark);
  expect(new Set(marks).size).toBe(marks.length);
  const service = findings.find(({ mark }) => mark === 'alert-without-service');
  expect(service?.services).toEqual([
    { service: 'checkout', incidents: 3, of: 3 },
    { service: 'search', incidents: 1, of: 1 },
  ]);
  expect(service?.add).toContain('service: checkout');
});

test('alerts without a service are counted by title; where not everybody may read them, only counted', () => {
  expect(summariseWeek(fullWeek).unmapped).toEqual({
    count: 3,
    titles: [
      { title: 'DiskFull', count: 2, mapping: expect.stringContaining('alertname') },
      { title: 'CertExpires', count: 1 },
    ],
  });
  expect(summariseWeek({ ...fullWeek, showsUnmapped: false }).unmapped).toEqual({ count: 3, titles: [] });
});

test.each<[string, Partial<WeekMaterial>, boolean]>([
  ['nothing', {}, true],
  ['deploys alone', { deploys: fullWeek.deploys }, true],
  ['a dead job alone', { dead: [{ kind: 'job', of: 'publish', count: 1 }] }, true],
  ['an incident', { incidents: [weekIncident('x', 1)] }, false],
  ['an alert that maps to nothing', { unmapped: [{ title: 'x' }] }, false],
  ['a dead delivery', { dead: [{ kind: 'delivery', of: 'x', count: 1 }] }, false],
])('a week with %s is empty: %s', (_, changes, empty) => {
  expect(isEmptyWeek(of(changes))).toBe(empty);
});

test('a deploy that is named as a whole is told as one, and a word about one of its changes says which', () => {
  const { incidents } = of({
    incidents: [
      weekIncident('s', 5, {
        verdict: sharedSample.verdict,
        named: { sha: 'b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f80', repository: 'acme/shop', isDeploy: true },
        feedback: [said('s', 'not-it'), { ...said('s', 'it-was'), commit: null }],
      }),
    ],
  });
  expect(incidents).toMatchObject([
    {
      verdict: { band: 'plausible', probability: expect.closeTo(0.62), named: { isDeploy: true } },
      said: [
        { about: 'other', sha: expect.stringMatching(/^b7c8/) },
        { label: 'it-was', about: 'named' },
      ],
    },
  ]);
});
