import { describe, expect, test } from '@jest/globals';
import { buildCase, type CaseMaterial } from './build-case.ts';
import type { CaseSeries } from './case.ts';
import type { Alert } from './incident/alert.ts';
import { investigate } from './investigate.ts';
import type { LedgerDeploy } from './ledger/ledger-deploy.ts';
import { plainText } from './sentence.ts';
import { MINUTE_MS } from './time.ts';

const ASKED = Date.UTC(2026, 2, 2, 14, 10);
const at = (minutes: number): number => ASKED + minutes * MINUTE_MS;
const ALERT: Alert = {
  key: 'a',
  source: 'alertmanager',
  status: 'firing',
  startsAt: at(-8),
  title: 'Errors',
  labels: {},
};
const DEPLOY: LedgerDeploy = {
  repositoryId: 1,
  service: 'cart',
  environment: 'production',
  id: 'd',
  source: 'github',
  sha: 'a'.repeat(40),
  startedAt: at(-20),
  outcome: 'success',
  kind: 'deploy',
};

function material(more: Partial<CaseMaterial> = {}): CaseMaterial {
  return {
    askedAt: ASKED,
    incident: {
      id: 'i',
      installationId: 1,
      repositoryId: 1,
      service: 'cart',
      environment: 'production',
      state: 'open',
      openedAt: at(-7),
      lastSignalAt: at(-7),
    },
    alerts: [ALERT],
    otherAlerts: [],
    deploys: [],
    commits: [],
    changes: [],
    topology: [],
    series: [],
    logs: [],
    serviceMap: { services: [] },
    repositoryNames: new Map(),
    priors: {},
    ...more,
  };
}

test('the least: what was not read is not there, which is not the same as none', () => {
  const built = buildCase(material());
  expect(built).toEqual({
    id: 'i',
    askedAt: ASKED,
    alert: { service: 'cart', environment: 'production', title: 'Errors', labels: {}, startedAt: at(-8) },
    deploys: [],
    changes: [],
    commits: [],
    alerts: [],
    priors: {},
  });
});

test('an incident without an alert is a bug, and says whose', () => {
  expect(() => buildCase(material({ alerts: [] }))).toThrow('incident i has no alert');
});

test('the alert with everything that its source told, frames as a stack trace, and the series that it watches', () => {
  const alert: Alert = {
    ...ALERT,
    description: 'too many',
    severity: 'critical',
    threshold: 5,
    observed: 9,
    comparison: 'above',
    periodSeconds: 60,
    periods: 2,
    frames: [{ path: 'a.ts', line: 3, function: 'f' }, { path: 'b.ts' }],
  };
  const series = [
    { id: 'alert{service="search"}', service: 'search', points: [] },
    { id: 'alert{service="cart"}', service: 'cart', points: [] },
  ];
  expect(buildCase(material({ alerts: [alert], series })).alert).toEqual({
    service: 'cart',
    environment: 'production',
    title: 'Errors',
    severity: 'critical',
    labels: { description: 'too many', stacktrace: 'at f (a.ts:3)\nat b.ts' },
    startedAt: at(-8),
    threshold: 5,
    observed: 9,
    comparison: 'above',
    periodSeconds: 60,
    periods: 2,
    series: 'alert{service="cart"}',
  });
});

test('nothing later than the moment of asking gets in, and no deploy whose commit is not of its repository', () => {
  const built = buildCase(
    material({
      deploys: [
        { ...DEPLOY, liveAt: at(-18), endedAt: at(5) },
        { ...DEPLOY, id: 'later', startedAt: at(1) },
        { ...DEPLOY, id: 'foreign', verified: false },
        { ...DEPLOY, id: 'over', liveAt: at(-19), endedAt: at(-1), previousSha: 'b', repositoryId: 2 },
        { ...DEPLOY, id: 'running', liveAt: at(2) },
      ],
      changes: [
        { id: 'c', kind: 'flag', at: at(-1) },
        { id: 'c2', kind: 'flag', at: at(1) },
      ],
      logs: [
        { at: at(-1), service: 'cart', message: 'x' },
        { at: at(1), service: 'cart', message: 'y' },
      ],
      otherAlerts: [
        { ...ALERT, service: 'search' },
        { ...ALERT, environment: 'staging' },
        { ...ALERT, startsAt: at(1) },
      ],
      alerts: [ALERT, { ...ALERT, title: 'More errors' }],
      topology: [{ from: 'web', to: 'cart' }],
      repositoryNames: new Map([[1, 'acme/shop']]),
    }),
  );
  expect(
    built.deploys.map(({ id, repository, liveAt, endedAt, previousSha }) => [
      id,
      repository,
      liveAt,
      endedAt,
      previousSha,
    ]),
  ).toEqual([
    ['d', 'acme/shop', at(-18), undefined, undefined],
    ['over', undefined, at(-19), at(-1), 'b'],
    ['running', 'acme/shop', undefined, undefined, undefined],
  ]);
  expect(built.changes).toHaveLength(1);
  expect(built.logs?.map(({ message }) => message)).toEqual(['x']);
  expect(built.alerts?.map(({ service, environment, title }) => [service, environment, title])).toEqual([
    ['cart', 'production', 'More errors'],
    ['search', undefined, 'Errors'],
    ['unmapped', 'staging', 'Errors'],
  ]);
  expect(built.topology).toHaveLength(1);
});

test('what alerted more than an hour before the alert that is asked about is left out', () => {
  const other = (key: string, minutes: number): Alert => ({ ...ALERT, key, title: key, startsAt: at(minutes) });
  const alerts = [ALERT, other('old', -69), other('late', -67), other('later', -3)];
  expect(buildCase(material({ alerts })).alerts?.map(({ title }) => title)).toEqual(['late', 'later']);
});

test('the release that a vendor saw fail is a label, before a Helm release of that name', () => {
  const release = (more: Partial<Alert>) =>
    buildCase(material({ alerts: [{ ...ALERT, ...more }] })).alert.labels?.release;
  expect(release({ release: '9f2c1e7' })).toBe('9f2c1e7');
  expect(release({ release: '9f2c1e7', labels: { release: 'prometheus' } })).toBe('9f2c1e7');
  expect(release({})).toBeUndefined();
});

test('of several services in a repository each deploy carries its own paths, and commits of which no file is known', () => {
  const commits = [
    { sha: 'own', files: [{ path: 'services/cart/a.ts' }] },
    { sha: 'other', files: [{ path: 'services/search/a.ts' }] },
    { sha: 'empty', files: [] },
  ];
  const deploys = [{ ...DEPLOY, commits: ['own', 'other', 'empty', 'unread'] }];
  const services = [{ service: 'cart', repositoryId: 1, repository: 'acme/shop', from: 'configuration' as const }];
  const carried = (paths?: readonly string[]) =>
    buildCase(
      material({
        commits,
        deploys,
        serviceMap: { services: services.map((one) => (paths ? { ...one, paths } : one)) },
      }),
    ).deploys[0]?.commits;
  expect(carried(['services/cart/**'])).toEqual(['own', 'empty', 'unread']);
  expect(carried()).toEqual(['own', 'other', 'empty', 'unread']);
});

test('a range that was cut is one to the verdict too', () => {
  const deploys = [{ ...DEPLOY, commits: ['own'], truncated: true }, DEPLOY];
  expect(buildCase(material({ deploys })).deploys.map(({ truncated }) => truncated)).toEqual([true, undefined]);
});

test('what ships a whole repository has all of its commits where none is of the service: it may break that all the same', () => {
  const entry = { service: 'cart', repositoryId: 1, repository: 'acme/shop', from: 'configuration' as const };
  const whole = { ...entry, paths: ['services/cart/**'], shippedWith: 'shop' };
  const carried = (paths: readonly string[]) =>
    buildCase(
      material({
        commits: paths.map((path) => ({ sha: path, files: [{ path }] })),
        deploys: [{ ...DEPLOY, commits: paths }],
        serviceMap: { services: [whole] },
      }),
    ).deploys[0]?.commits;
  expect(carried(['services/cart/a.ts', 'package.json'])).toEqual(['services/cart/a.ts']);
  expect(carried(['services/search/a.ts', 'package.json'])).toEqual(['services/search/a.ts', 'package.json']);
});

describe('a canary', () => {
  const MINUTES = 120;
  /** Each minute of two hours, the last ten of them the trouble; the rollout began a quarter of an hour before that. */
  function measured(
    kind: 'errors' | 'requests',
    version: string | undefined,
    usual: number,
    bad: number,
    since = 0,
  ): CaseSeries {
    const points = Array.from({ length: MINUTES }, (_, minute) => {
      const level = minute < MINUTES - 10 ? usual : bad;
      return [(at(minute - MINUTES) / MINUTE_MS) * 60, level + (minute % 3)] as const;
    });
    const name = version === undefined ? {} : { version };
    const id = version === undefined ? kind : `${kind}-by-version{version="${version}"}`;
    return { id, service: 'cart', kind, stepSeconds: 60, points: points.slice(since), ...name };
  }
  const whole = [measured('errors', undefined, 3, 30), measured('requests', undefined, 2400, 2400)];
  const errors = (now: string, was: string) => [measured('errors', was, 3, 3), measured('errors', now, 0, 27, 96)];
  const requests = (now: string, was: string) => [
    measured('requests', was, 2200, 2000),
    measured('requests', now, 240, 240, 96),
  ];
  const deploys = [{ ...DEPLOY, startedAt: at(-25), liveAt: at(-23) }];
  const asked = (series: readonly CaseSeries[]) => {
    const theCase = buildCase(material({ series: [...whole, ...series], deploys }));
    const said = investigate(theCase).suspects.flatMap(({ evidence }) => evidence);
    return { versions: theCase.deploys[0]?.versions, canary: said.find(({ clue }) => clue === 'canary') };
  };

  test.each([
    ['2.1', '2.0'],
    [DEPLOY.sha.slice(0, 7), 'b'.repeat(7)],
  ])('what is stored and measured tells that %s fails more often than %s', (now, was) => {
    const { versions, canary } = asked([...errors(now, was), ...requests(now, was)]);
    expect(versions).toEqual({ new: now, old: was });
    expect(canary?.weight).toBeGreaterThan(2);
    expect(plainText(canary?.says ?? [])).toContain(`${now} against ${was} at the same minutes`);
  });

  test('without requests of each version nobody knows which fails more often', () => {
    expect(asked(errors('2.1', '2.0')).canary).toBeUndefined();
  });
});

test('an alert that reached us is no question of which commit it was: documents of six hours before explain nothing', () => {
  const sha = 'd'.repeat(40);
  const readme = { sha, message: 'Explain the cart', files: [{ path: 'README.md', patch: '@@ -1 +1 @@\n+The cart.' }] };
  const deploy = { ...DEPLOY, sha, startedAt: at(-360), liveAt: at(-358), commits: [sha] };
  const sent = { ...ALERT, receivedAt: at(-7) };
  const built = buildCase(material({ alerts: [sent], deploys: [deploy], commits: [readme] }));
  expect(built.alert.firedAt).toBe(at(-7));
  const { band, suspects } = investigate(built);
  expect([band, (suspects[0]?.probability ?? 1) < 0.2]).toEqual(['none', true]);
});
