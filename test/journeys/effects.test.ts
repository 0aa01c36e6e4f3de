import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appIdentity } from '../../src/effects/app-identity.ts';
import type { EffectKind, Wanted } from '../../src/effects/contract.ts';
import { createMarker } from '../../src/effects/marker.ts';
import { ownObjects } from '../../src/effects/own-objects.ts';
import { type PublishDependencies, publish } from '../../src/jobs/publish.ts';
import { type SweepDuplicates, sweepDuplicates } from '../../src/jobs/sweep-duplicates.ts';
import { sweepEffects } from '../../src/jobs/sweep-effects.ts';
import { createGitHubAccess } from '../../src/platform/create-github-access.ts';
import type { Storage } from '../../src/storage/contract.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { smallGitHub, testKey } from '../support/small-github.ts';
import { waitingJobs } from '../support/waiting-jobs.ts';

const INSTALLATION = 1;
const REPOSITORY = 22;
const SECOND = 1_000;

/** Storage and the outbox on a clock that the test moves, before a small GitHub. */
async function world(database: FreshDatabase) {
  let now = Date.UTC(2026, 10, 23, 3, 0);
  const clock = { now: () => now };
  const opened = await openStorage({ databaseUrl: database.url, dataFolder: '/nowhere', clock, poolSize: 3 });
  const github = smallGitHub(() => now);
  const own = ownObjects();
  const access = createGitHubAccess({
    appId: 7,
    privateKey: testKey,
    isOurs: own.has,
    betweenWritesMs: 0,
    fetch: github.fetch,
  });
  const deps: PublishDependencies = {
    storage: opened.storage,
    access,
    clock,
    marker: createMarker('secret'),
    app: appIdentity(access),
    own,
  };
  const want = (wanted: Wanted, kind: EffectKind = 'issue', naturalKey = 'inc-1') =>
    opened.storage.transaction((tx) =>
      tx.effects.want(INSTALLATION, { kind, naturalKey, repositoryId: REPOSITORY, wanted }),
    );
  const effect = (kind: EffectKind = 'issue', naturalKey = 'inc-1') =>
    opened.storage.transaction((tx) => tx.effects.find(INSTALLATION, kind, naturalKey));
  /** What the job runner would do for this effect now. */
  const run = async (kind: EffectKind = 'issue', over: Partial<PublishDependencies> = {}) => {
    const found = await effect(kind);
    if (found === undefined) throw new Error('no effect');
    await publish({ ...deps, ...over }, { installationId: INSTALLATION, effectId: found.id });
    return effect(kind);
  };
  return {
    ...opened,
    github,
    deps,
    want,
    effect,
    run,
    pass: (ms: number) => {
      now += ms;
    },
    now: () => now,
  };
}

let database: FreshDatabase;
let it: Awaited<ReturnType<typeof world>>;

beforeEach(async () => {
  database = await freshDatabase();
  it = await world(database);
});

afterEach(async () => {
  await it.close();
  await database.drop();
});

const ISSUE: Wanted = { title: 'checkout is failing', body: 'Since 02:55 UTC.', state: 'open' };
const creations = () => it.github.writes().filter((call) => call === 'POST /repos/shop/checkout/issues').length;

/** A storage whose process dies before the given transaction. */
function dyingAt(storage: Storage, transaction: number): Storage {
  let begun = 0;
  return {
    ...storage,
    transaction: (work) => {
      begun += 1;
      return begun === transaction ? Promise.reject(new Error('the process died')) : storage.transaction(work);
    },
  };
}

describe('an issue', () => {
  test('is opened once, marked, and known by its number', async () => {
    await it.want(ISSUE);
    const done = await it.run();
    expect(done).toMatchObject({ state: 'done', githubNumber: 1, appliedHash: done?.wantedHash });
    expect(it.github.issues).toHaveLength(1);
    expect(it.github.issues[0]?.body).toMatch(/^Since 02:55 UTC\.\n<!-- whatchanged:id v1 [0-9a-f]{32} -->$/);
    await it.run();
    expect(creations()).toBe(1);
  });

  test('whose answer was lost is found by listing and not opened again', async () => {
    await it.want(ISSUE);
    it.github.fault({ match: /^POST .*\/issues$/, gives: 'lost' });
    expect(await it.run()).toMatchObject({ state: 'unknown', nextAt: it.now() + 15 * SECOND });
    it.pass(15 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'done', githubNumber: 1 });
    expect(creations()).toBe(1);
  });

  test('whose answer was cut in the middle is in doubt, not failed', async () => {
    await it.want(ISSUE);
    it.github.fault({ match: /^POST .*\/issues$/, gives: 'cut' });
    expect(await it.run()).toMatchObject({ state: 'unknown' });
    it.pass(15 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'done', githubNumber: 1 });
    expect(creations()).toBe(1);
  });

  test('that a list does not show yet is waited for', async () => {
    await it.want(ISSUE);
    it.github.fault({ match: /^POST .*\/issues$/, gives: { status: 502 } });
    it.github.hideNew(true);
    await it.run();
    it.github.fault({ match: /^POST .*\/issues$/, gives: 'lost' });
    it.pass(15 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'unknown', reason: 'looked for and not there yet' });
    expect(creations()).toBe(1);
    it.pass(45 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'ready' });
    expect(await it.run()).toMatchObject({ state: 'unknown' });
    expect(creations()).toBe(2);
    it.pass(15 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'unknown' });
    it.github.hideNew(false);
    it.pass(45 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'done' });
    expect(it.github.issues).toHaveLength(1);
  });

  test('that was opened twice, because a list lagged for long, is closed later with a pointer to the one that is known', async () => {
    await it.want(ISSUE);
    it.github.hideNew(true);
    it.github.fault({ match: /^POST .*\/issues$/, gives: 'lost' });
    await it.run();
    for (const wait of [15, 45]) {
      it.pass(wait * SECOND);
      await it.run();
    }
    const done = await it.run();
    expect(done).toMatchObject({ state: 'done', githubNumber: 2 });
    expect(it.github.issues).toHaveLength(2);
    it.github.hideNew(false);

    const closed: number[][] = [];
    const deps: SweepDuplicates = { ...it.deps, onDuplicate: (number, of) => closed.push([number, of]) };
    const payload = { installationId: INSTALLATION, effectId: done?.id ?? '' };
    await sweepDuplicates({ ...deps, isReadOnly: true }, payload);
    expect(closed).toEqual([]);
    it.github.fault({ match: /^PATCH /, gives: 'lost' });
    await expect(sweepDuplicates(deps, payload)).rejects.toMatchObject({ retryable: true });
    await sweepDuplicates(deps, payload);
    await sweepDuplicates(deps, payload);
    expect(it.github.issues).toMatchObject([
      { state: 'closed', state_reason: 'duplicate', body: expect.stringContaining('#2 tells about it') },
      { state: 'open', body: expect.stringContaining('Since 02:55 UTC.') },
    ]);
    expect(it.github.writes().filter((call) => call.startsWith('PATCH'))).toHaveLength(1);
  });

  test('of somebody who copied our text is not closed', async () => {
    await it.want(ISSUE);
    const done = await it.run();
    const [ours] = it.github.issues;
    if (ours === undefined) throw new Error('no issue');
    it.github.issues.push({ ...ours, number: 2, user: { login: 'eve', type: 'User' } });
    it.github.issues.push({ ...ours, number: 3, body: 'Since 02:55 UTC.' });
    await sweepDuplicates(it.deps, { installationId: INSTALLATION, effectId: done?.id ?? '' });
    expect(it.github.issues.map(({ state }) => state)).toEqual(['open', 'open', 'open']);
  });

  test('is looked for again ten minutes and a day after it was opened', async () => {
    await it.want(ISSUE);
    await it.run();
    await it.run();
    const waits = (await waitingJobs(database.url, 'sweep-duplicates')).map(({ inMs }) => inMs);
    expect(waits).toHaveLength(2);
    expect(Math.max(...waits) - Math.min(...waits)).toBeCloseTo((86_400 - 600) * SECOND, -2);
  });

  test('is sent three times a day at most', async () => {
    await it.want(ISSUE);
    for (let round = 0; round < 3; round += 1) {
      it.github.fault({ match: /^POST .*\/issues$/, gives: 'reset' });
      expect(await it.run()).toMatchObject({ state: 'unknown' });
      it.pass(60 * SECOND);
      expect(await it.run()).toMatchObject({ state: 'unknown' });
      it.pass(15 * SECOND);
      expect(await it.run()).toMatchObject({ state: 'ready' });
    }
    const dead = await it.run();
    expect(dead).toMatchObject({ state: 'dead', reason: 'was sent 3 times within a day and is still not there' });
    expect(creations()).toBe(3);
  });

  test('survives a crash between the POST and its record', async () => {
    await it.want(ISSUE);
    const dying = it.run('issue', { storage: dyingAt(it.storage, 2) });
    await expect(dying).rejects.toThrow('the process died');
    expect(await it.effect()).toMatchObject({ state: 'posting' });
    expect(it.github.issues).toHaveLength(1);
    await it.run();
    expect(await it.effect()).toMatchObject({ state: 'posting' });
    it.pass(121 * SECOND);
    expect(await sweepEffects(it.deps)).toBe(1);
    expect(await it.run()).toMatchObject({ state: 'done', githubNumber: 1 });
    expect(creations()).toBe(1);
  });

  test('survives a crash between the claim and the POST', async () => {
    await it.want(ISSUE);
    const access = { ...it.deps.access, forRepository: () => Promise.reject(new Error('the process died')) };
    await expect(it.run('issue', { access })).rejects.toThrow('the process died');
    it.pass(121 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'unknown' });
    it.pass(15 * SECOND);
    await it.run();
    expect(await it.run()).toMatchObject({ state: 'done' });
    expect(creations()).toBe(1);
  });

  test('waits as long as a secondary limit says', async () => {
    await it.want(ISSUE);
    const body = { message: 'You have exceeded a secondary rate limit.' };
    it.github.fault({ match: /^POST .*\/issues$/, gives: { status: 403, body, headers: { 'retry-after': '90' } } });
    expect(await it.run()).toMatchObject({ state: 'ready', nextAt: it.now() + 90 * SECOND });
    it.pass(89 * SECOND);
    await it.run();
    expect(creations()).toBe(1);
    it.pass(1 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'done' });
    expect(it.github.issues).toHaveLength(1);
  });

  test('that GitHub put off again and again is not given up', async () => {
    await it.want(ISSUE);
    const headers = { 'retry-after': '60' };
    for (let round = 0; round < 20; round += 1) {
      it.github.fault({ match: /^POST .*\/issues$/, gives: { status: 429, headers } });
      expect(await it.run()).toMatchObject({ state: 'ready' });
      it.pass(60 * SECOND);
    }
    expect(await it.run()).toMatchObject({ state: 'done' });
  });

  test('that is not allowed is dead with the reason, and new content tries again', async () => {
    await it.want(ISSUE);
    it.github.fault({
      match: /^POST .*\/issues$/,
      gives: { status: 403, body: { message: 'Resource not accessible' } },
    });
    expect(await it.run()).toMatchObject({ state: 'dead', reason: expect.stringContaining('403') });
    await it.want({ ...ISSUE, body: 'More is known.' });
    expect(await it.run()).toMatchObject({ state: 'done' });
  });

  test('is edited in place, closed and opened again by PATCH', async () => {
    await it.want(ISSUE);
    await it.run();
    await it.want({ ...ISSUE, body: 'Over.', state: 'closed' });
    expect(await it.run()).toMatchObject({ state: 'done' });
    expect(it.github.issues[0]).toMatchObject({ state: 'closed', body: expect.stringMatching(/^Over\./) });
    await it.want({ ...ISSUE, body: 'It is back.', state: 'open' });
    await it.run();
    expect(it.github.issues[0]).toMatchObject({ state: 'open', body: expect.stringMatching(/^It is back\./) });
    const number = '/repos/shop/checkout/issues';
    expect(it.github.writes()).toEqual([`POST ${number}`, `PATCH ${number}/1`, `PATCH ${number}/1`]);
  });

  test('that people closed stays closed when its text changes', async () => {
    await it.want(ISSUE);
    await it.run();
    Object.assign(it.github.issues[0] ?? {}, { state: 'closed' });
    await it.want({ ...ISSUE, body: 'More is known.' });
    await it.run();
    expect(it.github.issues[0]).toMatchObject({ state: 'closed', body: expect.stringMatching(/^More is known\./) });
  });

  test('of an incident that is over before it could be opened is opened and closed', async () => {
    await it.want({ ...ISSUE, state: 'closed' });
    await it.run();
    expect(await it.run()).toMatchObject({ state: 'done' });
    expect(it.github.issues).toMatchObject([{ state: 'closed' }]);
  });

  test('that people deleted is not made again only to be closed', async () => {
    await it.want(ISSUE);
    await it.run();
    it.github.delete(1);
    await it.want({ ...ISSUE, state: 'closed' });
    expect(await it.run()).toMatchObject({ state: 'done' });
    expect(creations()).toBe(1);
  });

  test('that people deleted is made again once, and then left alone', async () => {
    await it.want(ISSUE);
    await it.run();
    it.github.delete(1);
    await it.want({ ...ISSUE, body: 'second' });
    expect(await it.run()).toMatchObject({ state: 'ready', reason: 'it was deleted' });
    it.github.issues.push({ number: 1, comments: [] } as never);
    expect(await it.run()).toMatchObject({ state: 'done', githubNumber: 2 });
    it.github.delete(2);
    await it.want({ ...ISSUE, body: 'third' });
    expect(await it.run()).toMatchObject({ state: 'dead', reason: expect.stringContaining('deleted twice') });
    expect(creations()).toBe(2);
  });

  test('with the marker of another incident or a forged author is not adopted', async () => {
    await it.want(ISSUE);
    it.github.fault({ match: /^POST .*\/issues$/, gives: 'lost' });
    await it.run();
    const [real] = it.github.issues;
    if (real === undefined) throw new Error('no issue');
    const strangers = [
      { login: 'whatchanged[bot]', type: 'User' },
      { login: 'other[bot]', type: 'Bot' },
    ];
    it.github.issues.splice(0, 1, { ...real, number: 2, body: 'no marker' });
    it.github.issues.push(...strangers.map((user) => ({ ...real, user })));
    it.pass(15 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'unknown', reason: 'looked for and not there yet' });
  });

  test('goes to where the repository is called now', async () => {
    it.github.rename('shop/till');
    await it.want(ISSUE);
    expect(await it.run()).toMatchObject({ state: 'done', url: 'https://github.com/shop/till/issues/1' });
  });

  test('is not written twice by two workers at once', async () => {
    await it.want(ISSUE);
    await Promise.all([it.run(), it.run(), it.run()]);
    expect(creations()).toBe(1);
  });

  test('whose token cannot be had stays ready', async () => {
    await it.want(ISSUE);
    it.github.fault({ match: /access_tokens$/, gives: { status: 503 } });
    expect(await it.run()).toMatchObject({ state: 'ready', nextAt: expect.any(Number) });
    it.pass(60 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'done' });
  });
});

describe('a comment', () => {
  test('on our issue waits for the issue, is posted once and then edited', async () => {
    const on = { issueOf: 'inc-1' };
    await it.want({ body: 'timeline 1', on }, 'issue-comment');
    expect(await it.run('issue-comment')).toMatchObject({ state: 'ready', reason: 'its issue is not there yet' });
    for (let wait = 0; wait < 4; wait += 1) {
      it.pass(5 * SECOND);
      await it.run('issue-comment');
    }
    await it.want(ISSUE);
    await it.run();
    it.pass(5 * SECOND);
    expect(await it.run('issue-comment')).toMatchObject({ state: 'done', githubNumber: 1 });
    await it.want({ body: 'timeline 2', on }, 'issue-comment');
    expect(await it.run('issue-comment')).toMatchObject({ state: 'done' });
    expect(it.github.issues[0]?.comments.map(({ body }) => body.split('\n')[0])).toEqual(['timeline 2']);
  });

  test('whose answer was lost is found by listing', async () => {
    await it.want(ISSUE);
    await it.run();
    await it.want({ body: 'look at this', on: { number: 1 } }, 'pull-request-comment');
    it.github.fault({ match: /^POST .*\/comments$/, gives: 'lost' });
    expect(await it.run('pull-request-comment')).toMatchObject({ state: 'unknown' });
    it.pass(15 * SECOND);
    expect(await it.run('pull-request-comment')).toMatchObject({ state: 'done', githubId: expect.any(Number) });
    expect(it.github.issues[0]?.comments).toHaveLength(1);
  });
});

describe('tokens', () => {
  test('are minted for one repository with only what the effect needs', async () => {
    await it.want(ISSUE);
    await it.run();
    await it.want({ body: 'x', on: { number: 1 } }, 'pull-request-comment');
    await it.run('pull-request-comment');
    const minted = it.github.requests.filter(({ call }) => call.endsWith('access_tokens')).map(({ body }) => body);
    expect(minted).toEqual([
      { repository_ids: [REPOSITORY], permissions: { metadata: 'read', issues: 'write' } },
      { repository_ids: [REPOSITORY], permissions: { metadata: 'read', pull_requests: 'write' } },
    ]);
  });

  test('are kept for the next write and never appear in what is stored', async () => {
    await it.want(ISSUE);
    it.github.fault({ match: /^POST .*\/issues$/, gives: { status: 422, body: { message: 'Validation Failed' } } });
    const dead = await it.run();
    await it.want({ ...ISSUE, body: 'again' });
    await it.run();
    expect(it.github.requests.filter(({ call }) => call.endsWith('access_tokens'))).toHaveLength(1);
    expect(JSON.stringify(dead)).not.toMatch(/ghs_/);
  });
});
