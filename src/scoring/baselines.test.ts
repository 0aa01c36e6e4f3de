import { describe, expect, test } from '@jest/globals';
import type { Case, CaseCommit, CaseDeploy } from '../investigation/case.ts';
import { BASELINES } from './baselines.ts';

const NOON = Date.parse('2026-11-25T12:00:00Z');
const MINUTE = 60_000;
const deploy = (id: string, minutesBefore: number, more: Partial<CaseDeploy> = {}): CaseDeploy => ({
  id,
  service: 'shop',
  startedAt: NOON - minutesBefore * MINUTE,
  ...more,
});
const incident = (more: Partial<Case>): Case => ({
  id: 'c',
  askedAt: NOON + 5 * MINUTE,
  alert: { service: 'shop', startedAt: NOON },
  deploys: [],
  ...more,
});
function answersOf(rule: string, ...cases: Case[]) {
  const found = BASELINES.find(({ name }) => name === rule);
  if (found === undefined) throw new Error(`there is no rule ${rule}`);
  return found.answer(cases);
}
const named = (rule: string, theCase: Case) => answersOf(rule, theCase)[0]?.suspects.map((one) => one.deploy);
const commitsOf = (rule: string, theCase: Case) => answersOf(rule, theCase)[0]?.suspects.map((one) => one.commit);

describe('rules on deploys', () => {
  test('what began at or after the alert is innocent, in whatever order deploys are listed', () => {
    const deploys = [deploy('now', 0), deploy('b', 5), deploy('later', -1), deploy('a', 30)];
    expect(named('latest deploy', incident({ deploys }))).toEqual(['b']);
    expect(named('second latest deploy', incident({ deploys }))).toEqual(['a']);
  });

  test('a case without a deploy before it is "no change", with certainty', () => {
    const [said] = answersOf('latest deploy', incident({ deploys: [deploy('later', -1)] }));
    expect(said).toMatchObject({ noChangeProbability: 1, suspects: [] });
    expect(answersOf('latest deploy, if within 15 min', incident({}))[0]?.noChangeProbability).toBe(1);
  });

  test('a quarter of an hour is still within', () => {
    const within = (minutes: number) =>
      named('latest deploy, if within 15 min', incident({ deploys: [deploy('a', minutes)] }));
    expect(within(15)).toEqual(['a']);
    expect(within(16)).toEqual([]);
  });

  test('the alerting service comes before what is newer elsewhere', () => {
    const deploys = [deploy('own', 30), deploy('other', 5, { service: 'cart' })];
    expect(named('latest deploy on the alerting service', incident({ deploys }))).toEqual(['own']);
  });

  test('do not apply where only the commit is asked for', () => {
    const one = { deploys: [deploy('a', 5)], commits: [] };
    expect(answersOf('latest deploy', incident(one))).toEqual([null]);
    expect(answersOf('latest deploy', incident({ ...one, series: [] }))[0]).not.toBeNull();
    expect(answersOf('latest deploy', incident({ deploys: one.deploys }))[0]).not.toBeNull();
  });
});

describe('the largest own-metric deviation', () => {
  const RULE = 'largest own-metric deviation';
  const series = (service: string, after: number) => ({
    id: service,
    service,
    kind: 'latency' as const,
    points: [
      [NOON / 1000 - 3600, 1],
      [NOON / 1000 - 1800, 1.1],
      [NOON / 1000 + 60, after],
    ] as const,
  });

  test('needs two services to compare', () => {
    expect(answersOf(RULE, incident({ series: [series('shop', 9)] }), incident({}))).toEqual([null, null]);
  });

  test('names the last deploy on the service that moved most', () => {
    const deploys = [deploy('old', 90, { service: 'cart' }), deploy('new', 10, { service: 'cart' }), deploy('shop', 5)];
    expect(named(RULE, incident({ deploys, series: [series('shop', 1.2), series('cart', 50)] }))).toEqual(['new']);
  });
});

describe('rules on commits', () => {
  const commit = (sha: string, message?: string, files?: CaseCommit['files']): CaseCommit => ({
    sha,
    ...(message === undefined ? {} : { message }),
    ...(files === undefined ? {} : { files }),
  });
  const deploys = [deploy('d1', 30, { commits: ['a', 'b'] }), deploy('d2', 5, { commits: ['c'] }), deploy('d3', 1)];

  test('the newest is the last that a deploy brought; a commit that none brought is left out', () => {
    const [said] = answersOf(
      'newest commit',
      incident({ deploys, commits: ['c', 'x', 'a', 'b'].map((sha) => commit(sha)) }),
    );
    expect(said?.suspects.map((one) => [one.deploy, one.commit])).toEqual([
      ['d2', 'c'],
      ['d1', 'b'],
      ['d1', 'a'],
    ]);
    expect(said?.suspects.map(({ probability }) => probability)).toEqual([3 / 6, 2 / 6, 1 / 6]);
  });

  test('do not apply where commits were not read; none at all is "no change"', () => {
    const [unread, none] = answersOf('newest commit', incident({ deploys }), incident({ deploys, commits: [] }));
    expect(unread).toBeNull();
    expect(none).toMatchObject({ noChangeProbability: 1, suspects: [] });
  });

  const commits = [
    commit('a', 'Raise the pool', [{ path: 'src/pool.ts', patch: '+maxConnections = 5' }, { path: 'logo.png' }]),
    commit('b', 'Tidy'),
    commit('c'),
  ];
  const alerted = (more: Partial<Case['alert']>, logs?: Case['logs']) =>
    incident({
      deploys,
      commits,
      alert: { service: 'shop', startedAt: NOON, ...more },
      ...(logs === undefined ? {} : { logs }),
    });
  const line = (message: string, level?: string) => ({
    at: NOON,
    service: 'shop',
    message,
    ...(level === undefined ? {} : { level }),
  });

  test.each([
    ['the title of the alert', alerted({ title: 'tidy shop' }), 'b'],
    ['its description', alerted({ labels: { description: 'The pool is empty' } }), 'a'],
    ['a loud line of a log', alerted({}, [line('maxConnections reached', 'ERROR')]), 'a'],
    ['only loud lines', alerted({ title: 'tidy' }, [line('pool pool', 'info'), line('pool')]), 'b'],
  ])('words are those of %s', (_, theCase, first) => {
    expect(commitsOf('BM25 over title and diff', theCase)?.[0]).toBe(first);
  });

  test('age decides where no word is shared, and words where one is', () => {
    expect(commitsOf('BM25 with recency', alerted({ title: 'nothing alike' }))).toEqual(['c', 'b', 'a']);
    expect(commitsOf('BM25 with recency', alerted({ title: 'pool' }))?.[0]).toBe('a');
  });
});
