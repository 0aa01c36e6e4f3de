import { describe, expect, test } from '@jest/globals';
import { ISSUE, outboxPerTest, REPOSITORY } from '../support/github/outbox-per-test.ts';

const SECOND = 1_000;

const it = outboxPerTest();

describe('an issue', () => {
  test('is opened once, marked, and known by its number', async () => {
    await it.want(ISSUE);
    const done = await it.run();
    expect(done).toMatchObject({ state: 'done', githubNumber: 1, appliedHash: done?.wantedHash });
    expect(it.github.issues).toHaveLength(1);
    expect(it.github.issues[0]?.body).toMatch(/^Since 02:55 UTC\.\n<!-- whatchanged:id v1 [0-9a-f]{32} -->$/);
    await it.run();
    expect(it.creations()).toBe(1);
  });

  test('waits as long as a secondary limit says', async () => {
    await it.want(ISSUE);
    const body = { message: 'You have exceeded a secondary rate limit.' };
    it.github.fault({ match: /^POST .*\/issues$/, gives: { status: 403, body, headers: { 'retry-after': '90' } } });
    expect(await it.run()).toMatchObject({ state: 'ready', nextAt: it.now() + 90 * SECOND });
    it.pass(89 * SECOND);
    await it.run();
    expect(it.creations()).toBe(1);
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
    expect(it.creations()).toBe(1);
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
    expect(it.creations()).toBe(2);
  });

  test('goes to where the repository is called now', async () => {
    it.github.rename('shop/till');
    await it.want(ISSUE);
    expect(await it.run()).toMatchObject({ state: 'done', url: 'https://github.com/shop/till/issues/1' });
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
