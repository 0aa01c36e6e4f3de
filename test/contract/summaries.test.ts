import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { writeCase } from '../../src/investigation/case-document.ts';
import type { Incident } from '../../src/investigation/incident/incident.ts';
import { weekNamed } from '../../src/investigation/summary/iso-week.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/investigation/time.ts';
import { type Summarize, summarize } from '../../src/jobs/summarize.ts';
import { turnSwitch, WHOLE_INSTANCE } from '../../src/jobs/switches.ts';
import { wantSummaries } from '../../src/jobs/want-summaries.ts';
import type { DeadJob } from '../../src/storage/dead-jobs.ts';
import { onServer } from '../support/prepare-template.ts';
import { strongSample } from '../support/report-samples.ts';
import { type StorageForTests, storageForTests } from '../support/storage-for-tests.ts';
import { waitingJobs } from '../support/waiting-jobs.ts';
import { weekDeploy } from '../support/week-samples.ts';

const weekAt = (name: string) => weekNamed(name) ?? { name, from: 0, to: 0 };
/** Monday 07:00 UTC after a week. */
const dueAt = (name: string) => weekAt(name).to + 7 * HOUR_MS;

let store: StorageForTests;
let installation = 100;
beforeAll(async () => {
  store = await storageForTests();
});
afterAll(() => store.close());
/** Each test has an installation of its own. */
beforeEach(async () => {
  await within((tx) => tx.installations.save({ ...INSTALLED, installationId: installation, removed: true }));
  await onServer(store.databaseUrl, 'delete from whatchanged_jobs.job');
  installation += 1;
  await within((tx) => tx.installations.save({ ...INSTALLED, installationId: installation }));
  await repository(11);
});

const INSTALLED = { account: 'acme', suspended: false, removed: false, permissions: {} };
const within = <T>(work: Parameters<typeof store.storage.transaction<T>>[0]) => store.storage.transaction(work);
const SOURCES: Summarize['deadJobs'] = async () => [];
const deps = (changes: Partial<Summarize> = {}): Summarize => ({
  storage: store.storage,
  clock: store.clock,
  webUrl: 'https://github.com',
  isReadOnly: false,
  deadJobs: SOURCES,
  ...changes,
});

async function repository(repositoryId: number, configuration: object = { summary: 'weekly' }, visibility = 'private') {
  await within(async (tx) => {
    await tx.repositories.save({
      installationId: installation,
      repositoryId,
      fullName: `acme/shop-${repositoryId}`,
      defaultBranch: 'main',
      visibility: visibility as 'private',
      removed: false,
    });
    const outcome = { kind: 'valid', configuration: { level: 'report', services: [], ...configuration } };
    await tx.cursors.set(installation, `configuration:${repositoryId}`, JSON.stringify(outcome));
  });
}

async function incident(id: string, openedAt: number, extra: Partial<Incident> = {}): Promise<Incident> {
  const one: Incident = {
    id: `${id}-${installation}`,
    installationId: installation,
    repositoryId: 11,
    service: 'checkout',
    environment: 'production',
    state: 'open',
    openedAt,
    lastSignalAt: openedAt,
    ...extra,
  };
  const { theCase, verdict } = strongSample;
  await within(async (tx) => {
    await tx.incidents.save(one);
    await tx.investigations.add(installation, { incidentId: one.id, at: openedAt, case: writeCase(theCase), verdict });
  });
  return one;
}

const wanted = async (week: string, repositoryId = 11) =>
  (await within((tx) => tx.effects.find(installation, 'issue', `summary:${repositoryId}:${week}`)))?.wanted;
const run = (week: string, changes: Partial<Summarize> = {}, repositoryId = 11) =>
  summarize(deps(changes), { installationId: installation, repositoryId, week });
const waiting = async () => (await waitingJobs(store.databaseUrl, 'summarize')).map(({ payload }) => payload);
const want = (isReadOnly = false) => wantSummaries({ storage: store.storage, clock: store.clock, isReadOnly });

describe('which summaries are wanted', () => {
  const W47 = weekAt('2026-W47');

  test.each([
    ['before Monday 07:00 UTC none', W47.to + 7 * HOUR_MS - 1, []],
    ['from then on that of the week that ended', W47.to + 7 * HOUR_MS, ['2026-W47']],
    ['late, after the instance was down, as well', W47.to + 6 * DAY_MS, ['2026-W47']],
    ['weeks later only the last', W47.to + 25 * DAY_MS, ['2026-W50']],
    ['over New Year too', Date.UTC(2027, 0, 4, 7), ['2026-W53']],
  ])('%s', async (_, now, weeks) => {
    store.clock.set(now);
    expect(await want()).toBe(weeks.length);
    await want();
    expect(await waiting()).toEqual(weeks.map((week) => ({ installationId: installation, repositoryId: 11, week })));
  });

  test.each([
    ['that does not ask', {}],
    ['at the level observe', { summary: 'weekly', level: 'observe' }],
  ])('not for a repository %s', async (_, configuration) => {
    await repository(11, { summary: undefined, ...configuration });
    store.clock.set(dueAt('2026-W47'));
    expect(await want()).toBe(0);
    await incident('i', W47.from);
    await run('2026-W47');
    expect(await wanted('2026-W47')).toBeUndefined();
  });

  test('not while nothing may be written; once it may, that of the last week alone', async () => {
    await incident('i', W47.from);
    await incident('j', weekAt('2026-W49').from);
    const turn = (to: 'on' | 'off') =>
      within((tx) => turnSwitch(tx, WHOLE_INSTANCE, 'writes', { to, by: 'ada', why: 'a test', at: 1 }));
    await turn('off');
    for (const week of ['2026-W47', '2026-W48', '2026-W49']) {
      store.clock.set(dueAt(week));
      expect(await want()).toBe(0);
      await run(week);
    }
    await turn('on');
    expect(await want(true)).toBe(0);
    await run('2026-W49', { isReadOnly: true });
    expect(await wanted('2026-W49')).toBeUndefined();
    expect(await want()).toBe(1);
    await run('2026-W49');
    expect([await wanted('2026-W47'), await wanted('2026-W48')]).toEqual([undefined, undefined]);
    expect(await wanted('2026-W49')).toMatchObject({ state: 'open' });
    expect(await want()).toBe(0);
  });
});

describe('a summary', () => {
  const W47 = weekAt('2026-W47');
  beforeEach(() => store.clock.set(dueAt('2026-W47')));

  test('is one issue, whoever runs it again or at once', async () => {
    await incident('i', W47.from + HOUR_MS);
    await Promise.all([run('2026-W47'), run('2026-W47'), run('2026-W47')]);
    const first = await wanted('2026-W47');
    expect(first).toMatchObject({ title: expect.stringMatching(/^Week 2026-W47 .*: 1 incident/), state: 'open' });
    await incident('late', W47.from + 2 * HOUR_MS);
    await run('2026-W47');
    expect(await wanted('2026-W47')).toEqual(first);
    expect(await within((tx) => tx.effects.due(store.clock.now(), 100))).toHaveLength(1);
    const { id, fence } = (await claimed('2026-W47')) ?? { id: '', fence: 0 };
    const done = { state: 'done' as const, githubNumber: 7, githubId: 7, appliedHash: 'x' };
    await within((tx) => tx.effects.settle(installation, id, fence, done));
  });

  test('closes the one before it, also over weeks in which nothing happened', async () => {
    await incident('i', W47.from);
    await run('2026-W47');
    store.clock.set(dueAt('2026-W48'));
    await run('2026-W48');
    expect(await wanted('2026-W48')).toBeUndefined();
    expect(await wanted('2026-W47')).toMatchObject({ state: 'open' });
    expect(await want()).toBe(0);
    await incident('j', weekAt('2026-W49').from);
    store.clock.set(dueAt('2026-W49'));
    await run('2026-W49');
    expect(await wanted('2026-W49')).toMatchObject({ state: 'open' });
    expect(await wanted('2026-W47')).toMatchObject({ state: 'closed', title: expect.stringContaining('2026-W47') });
  });

  test('that GitHub refused to open is not tried again only to be closed', async () => {
    await incident('i', W47.from);
    await run('2026-W47');
    const { id, fence } = (await claimed('2026-W47')) ?? { id: '', fence: 0 };
    await within((tx) => tx.effects.settle(installation, id, fence, { state: 'dead', reason: 'issues are off' }));
    await incident('j', weekAt('2026-W48').from);
    store.clock.set(dueAt('2026-W48'));
    await run('2026-W48');
    expect(await wanted('2026-W47')).toMatchObject({ state: 'open' });
    expect(await within((tx) => tx.effects.get(installation, id))).toMatchObject({ state: 'dead' });
  });

  test('of a week that is not the last any more, or of none, is not written', async () => {
    await incident('i', weekAt('2026-W46').from);
    for (const week of ['2026-W46', '2026-W48', '2026-W99', '']) await run(week);
    expect(await wanted('2026-W46')).toBeUndefined();
    await run('2026-W47', {}, 12);
    expect(await wanted('2026-W47', 12)).toBeUndefined();
  });

  test('holds what is of the repository and the week, and nothing else', async () => {
    await repository(12);
    const one = await incident('i', W47.from + HOUR_MS);
    await incident('before', W47.from - 1);
    await incident('after', W47.to);
    await incident('elsewhere', W47.from, { repositoryId: 12, service: 'search' });
    await within(async (tx) => {
      const place = { repositoryId: 11, service: 'checkout', environment: 'production' };
      await tx.ledger.saveDeploys(installation, place, [
        weekDeploy('github:deployment:991', 1, { sha: strongSample.verdict.suspects[0]?.commit ?? '' }),
      ]);
      const sha = strongSample.verdict.suspects[0]?.commit ?? '';
      await tx.commits.save(installation, { repositoryId: 11, sha, pullRequest: 4821 });
      await tx.effects.want(installation, {
        kind: 'issue',
        naturalKey: one.id,
        repositoryId: 11,
        wanted: { body: 'x' },
      });
      await tx.feedback.save(installation, {
        incidentId: one.id,
        label: 'not-it',
        deploy: 'github:deployment:991',
        commit: sha,
        at: W47.from + DAY_MS,
        source: 'command',
      });
      await tx.reverts.save(installation, {
        id: `r-${installation}`,
        incidentId: one.id,
        repositoryId: 11,
        issueNumber: 41,
        subject: { kind: 'commit', sha },
        deploy: null,
        by: { kind: 'automatic' },
        at: W47.from + DAY_MS,
        state: 'closed',
        plans: 0,
        draft: { number: 50, at: W47.from + DAY_MS },
      });
    });
    await run('2026-W47');
    const body = (await wanted('2026-W47'))?.body ?? '';
    expect(body).toContain(
      '**1 incident in 2026-W47**: 1 strong, 0 plausible, 0 weak, 0 that no deploy explains; 1 is',
    );
    expect(body).toContain('The week before: 1 (1 strong');
    expect(body).toContain('strong: [#4821](https://github.com/acme/shop-11/pull/4821) (91 %)');
    expect(body).toContain('it was not that');
    expect(body).toContain('was right in 0.');
    expect(body).toContain('| `checkout` | 1 | 1 | 0 | 0 |');
    expect(body).toContain('[#50](https://github.com/acme/shop-11/pull/50) closed by people');
    expect(body).toContain('### What your telemetry could have told');
    expect(body).not.toContain('search');
  });

  test('counts a deploy of Sunday night that an incident of Monday names, and a revert in the week in which it was asked for', async () => {
    const { id } = await incident('monday', W47.to + HOUR_MS);
    const place = { repositoryId: 11, service: 'checkout', environment: 'production' };
    const revert = {
      incidentId: id,
      repositoryId: 12,
      issueNumber: 41,
      subject: { kind: 'commit' as const, sha: 'a'.repeat(40) },
      deploy: null,
      by: { kind: 'automatic' as const },
      state: 'refused' as const,
      plans: 0,
    };
    await incident('in-the-week', W47.to - 1, { service: 'search' });
    await within(async (tx) => {
      await tx.ledger.saveDeploys(installation, place, [weekDeploy('github:deployment:991', 167)]);
      const moments = [W47.from - 1, W47.from, W47.to - 1, W47.to];
      for (const [index, at] of moments.entries()) {
        await tx.reverts.save(installation, { ...revert, id: `${index}-${installation}`, at, issueNumber: index + 1 });
      }
    });
    await run('2026-W47');
    const body = (await wanted('2026-W47'))?.body ?? '';
    expect(body).toContain('**1 incident in 2026-W47**');
    expect(body).toContain('| `checkout` | 1 | 1 | 0 | 0 |');
    expect(body).toContain('2 in this week: 0 drafted, 0 merged, 2 refused.');
    expect(body.match(/^- for \[#(\d)\]/gm)).toEqual(['- for [#2]', '- for [#3]']);
  });

  test('of a storm looks into 500 incidents, counts the others and says so', async () => {
    await within(async (tx) => {
      for (let index = 0; index < 510; index += 1) {
        const openedAt = W47.from + index * MINUTE_MS;
        const place = {
          service: 'checkout',
          environment: 'production',
          repositoryId: 11,
          installationId: installation,
        };
        const id = `storm-${index}-${installation}`;
        await tx.incidents.save({ ...place, id, state: 'open', openedAt, lastSignalAt: openedAt });
      }
    });
    await run('2026-W47');
    const { title = '', body = '' } = (await wanted('2026-W47')) ?? {};
    expect(title).toContain('510 incidents');
    expect(body).toContain('500 without a verdict, 10 that were too many to be looked into; 510 are open');
    expect(body).toContain('and 450 more: `whatchanged incidents` lists them.');
  });

  test('tells of alerts that map to nothing and of what failed for good; their reasons stay with the operator', async () => {
    const unmapped = {
      source: 'alertmanager',
      status: 'firing' as const,
      startsAt: W47.from + HOUR_MS,
      title: 'DiskFull',
      labels: {},
      receivedAt: W47.from,
      unmappedReason: 'No label. To map it:\nservices:\n  disk:\n',
    };
    await within(async (tx) => {
      await tx.alerts.save(installation, { ...unmapped, key: 'a' });
      await tx.alerts.save(installation, { ...unmapped, key: 'b', startsAt: W47.from - MINUTE_MS });
    });
    const dead = await delivery(W47.from + HOUR_MS);
    await delivery(W47.from - HOUR_MS);
    store.clock.set(dueAt('2026-W47'));
    const job = (name: string, changes: Partial<DeadJob> = {}): DeadJob => ({
      id: name,
      name: name as DeadJob['name'],
      payload: { installationId: installation },
      reason: 'secret-host refused',
      at: W47.from + DAY_MS,
      ...changes,
    });
    const jobs = [
      job('investigate'),
      job('process-delivery', { payload: { installationId: installation, deliveryId: dead } }),
      job('publish', { payload: { installationId: 1 } }),
      job('narrate', { at: W47.to }),
    ];
    await run('2026-W47', { deadJobs: async () => jobs });
    const { title = '', body = '' } = (await wanted('2026-W47')) ?? {};
    expect(title).toContain('no incident');
    expect(body).toContain('**1 alert belongs to no service of this installation**');
    expect(body).toContain('- `DiskFull`, 1 alert\n  ```text\n  services:\n    disk:\n  ```');
    expect(body).toContain(
      '- 1 delivery to `checkout-grafana` could not be read\n- 1 job `investigate` failed for good',
    );
    expect(body).not.toMatch(/secret-host|publish|narrate/);
  });

  test('of a public repository beside private ones counts the alerts of the installation and names none', async () => {
    await repository(11, { summary: 'weekly' }, 'public');
    await repository(12);
    const alert = {
      key: 'a',
      source: 'x',
      status: 'firing',
      startsAt: W47.from,
      title: 'SecretDisk',
      labels: {},
    } as const;
    await within((tx) => tx.alerts.save(installation, { ...alert, receivedAt: W47.from, unmappedReason: 'No label.' }));
    await run('2026-W47');
    expect((await wanted('2026-W47'))?.body).toContain('1 alert belongs to no service');
    expect((await wanted('2026-W47'))?.body).not.toContain('SecretDisk');
  });
});

async function claimed(week: string) {
  const effect = await within((tx) => tx.effects.find(installation, 'issue', `summary:11:${week}`));
  return effect && within((tx) => tx.effects.claim(installation, effect.id, store.clock.now()));
}

/** A delivery of an alert that could not be read. */
async function delivery(receivedAt: number): Promise<string> {
  store.clock.set(receivedAt);
  return within(async (tx) => {
    const { id } = await tx.inbox.add({
      installationId: installation,
      endpoint: 'checkout-grafana',
      source: 'grafana',
      kind: 'alert',
      dedupeKey: String(receivedAt),
      via: 'push',
      headers: {},
      body: Buffer.from('{}'),
    });
    await tx.inbox.finish(installation, id, { state: 'dead', reason: 'secret-host refused' });
    return id;
  });
}
