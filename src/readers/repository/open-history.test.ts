import { describe, expect, test } from '@jest/globals';
import { answer, type Script, scriptedGitHub } from '../../../test/support/github/scripted-github.ts';
import { openHistory } from './open-history.ts';

const SINCE = Date.parse('2026-11-01T00:00:00Z');
const SHA = 'a'.repeat(40);
const [NEW, OLD] = ['2026-11-20T00:00:00Z', '2026-10-01T00:00:00Z'];
const INSTALLED = {
  'GET /installation/repositories': {
    repositories: [{ id: 7, name: 'r', owner: { login: 'o' }, default_branch: 'main', private: false }],
  },
};
const DEPLOYMENTS = 'GET /repos/o/r/deployments?per_page=30&page=1';
const MERGES = 'GET /repos/o/r/pulls';
const RELEASES = 'GET /repos/o/r/releases';
const statusesOf = (id: number) => `GET /repos/o/r/deployments/${id}/statuses`;

function open(script: Script) {
  const { access, requests } = scriptedGitHub({ ...INSTALLED, ...script });
  return { history: openHistory(access)(1, 7), requests };
}

describe('deployments', () => {
  const made = (id: number, more: object = {}) => ({
    id,
    sha: SHA,
    ref: 'main',
    task: 'deploy',
    environment: 'production',
    created_at: NEW,
    creator: { login: 'ann', type: 'User' },
    ...more,
  });
  const status = (id: number, state: string, more: object = {}) => ({
    id,
    state,
    created_at: NEW,
    creator: null,
    ...more,
  });
  const read = async (script: Script, isWanted = () => true) => {
    const { history, requests } = open(script);
    return { ...(await history.deployments(1, SINCE, isWanted)), requests };
  };

  test('are told with their statuses; a state that is not known says nothing', async () => {
    const { found, last } = await read({
      [DEPLOYMENTS]: [made(1)],
      [statusesOf(1)]: [status(12, 'success'), status(11, 'unheard_of'), { id: 'no status' }],
    });
    expect(found.map(({ eventId, state }) => [eventId, state])).toEqual([
      ['github:deployment:1', 'requested'],
      ['github:deployment_status:12', 'success'],
    ]);
    expect(last).toBe(true);
  });

  test('a status that moves one to another environment is an attempt there; an empty name moves none', async () => {
    const { found } = await read({
      [DEPLOYMENTS]: [made(1)],
      [statusesOf(1)]: [
        status(12, 'success', { environment: 'staging' }),
        status(11, 'in_progress', { environment: '' }),
      ],
    });
    expect(found.map(({ environment, state }) => [environment, state])).toEqual([
      ['production', 'requested'],
      ['staging', 'success'],
      ['production', 'in_progress'],
    ]);
  });

  test('statuses of what nobody wants, or what is too old, are not asked for', async () => {
    const unwanted = await read({ [DEPLOYMENTS]: [made(1)] }, () => false);
    const old = await read({ [DEPLOYMENTS]: [made(1, { created_at: OLD }), { id: 'nonsense' }] });
    for (const { found, requests } of [unwanted, old]) {
      expect(found).toEqual([]);
      expect(requests.some((request) => request.includes('/statuses'))).toBe(false);
    }
  });

  test('a full page of recent ones is not the last; with an old one it is', async () => {
    const page = Array.from({ length: 30 }, (_, at) => made(at + 1));
    expect((await read({ [DEPLOYMENTS]: page }, () => false)).last).toBe(false);
    expect((await read({ [DEPLOYMENTS]: page.with(29, made(30, { created_at: OLD })) }, () => false)).last).toBe(true);
  });

  test('what is left of GitHub’s budget is that of the last answer, where it is told whole', async () => {
    const left = (remaining: number) => ({
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-limit': '5000',
      'x-ratelimit-reset': '1795608000',
    });
    const told = await read({
      [DEPLOYMENTS]: answer(200, [made(1)], left(90)),
      [statusesOf(1)]: answer(200, [], left(89)),
    });
    expect(told.budget).toEqual({ remaining: 89, limit: 5000, resetAt: 1_795_608_000_000 });
    const { 'x-ratelimit-limit': _, ...part } = left(90);
    expect(await read({ [DEPLOYMENTS]: answer(200, [], part) })).not.toHaveProperty('budget');
  });
});

describe('merges', () => {
  const pull = (number: number, more: object = {}) => ({
    number,
    title: `Change ${number}`,
    merged_at: NEW,
    updated_at: NEW,
    merge_commit_sha: SHA,
    base: { ref: 'main' },
    user: { login: 'ann' },
    ...more,
  });
  const read = (...pulls: object[]) => open({ [MERGES]: pulls }).history.merges(1, SINCE);

  test('are those to the default branch since then, with their author where GitHub still knows one', async () => {
    const { found } = await read(
      pull(1),
      pull(2, { user: null }),
      pull(3, { merged_at: null }),
      pull(4, { merged_at: OLD }),
      pull(5, { merge_commit_sha: null }),
      pull(6, { base: { ref: 'next' } }),
      { number: 'nonsense' },
    );
    const merge = { repositoryId: 7, sha: SHA, mergedAt: Date.parse(NEW) };
    expect(found).toEqual([
      { ...merge, pullRequest: 1, pullRequestTitle: 'Change 1', authorLogin: 'ann' },
      { ...merge, pullRequest: 2, pullRequestTitle: 'Change 2' },
    ]);
  });

  test('end with the first that was updated before; a late update of an old merge ends nothing', async () => {
    const page = (more: object) => read(...Array.from({ length: 100 }, (_, at) => pull(at + 1, at === 99 ? more : {})));
    expect((await page({})).last).toBe(false);
    expect((await page({ merged_at: OLD })).last).toBe(false);
    expect((await page({ updated_at: OLD, merged_at: OLD })).last).toBe(true);
    expect((await read(pull(1))).last).toBe(true);
  });
});

describe('releases', () => {
  const release = (id: number, more: object = {}) => ({
    id,
    tag_name: `v${id}`,
    draft: false,
    prerelease: false,
    published_at: NEW,
    html_url: `https://github.com/o/r/releases/v${id}`,
    author: { login: 'ann', type: 'User' },
    ...more,
  });
  const read = (...all: object[]) =>
    open({ [RELEASES]: all }).history.releases(1, SINCE, { environment: 'production', service: 'shop' });

  test('are deploys of what a rule names; drafts, pre-releases and older ones are none', async () => {
    const { found, last } = await read(
      release(1),
      release(2, { draft: true }),
      release(3, { prerelease: true }),
      release(4, { published_at: OLD }),
      release(5, { published_at: null }),
    );
    expect(found).toMatchObject([{ service: 'shop', environment: 'production', sha: 'tags/v1', state: 'success' }]);
    expect(found).toHaveLength(1);
    expect(last).toBe(true);
  });

  test('go on while a page is full and recent', async () => {
    const page = Array.from({ length: 100 }, (_, at) => release(at + 1));
    expect((await read(...page)).last).toBe(false);
    expect((await read(...page.with(99, release(100, { published_at: OLD })))).last).toBe(true);
  });
});

test('trouble is an OperationalError that says what was read', async () => {
  const { history } = open({ [MERGES]: answer(500) });
  await expect(history.merges(1, SINCE)).rejects.toMatchObject({
    code: 'upstream-failed',
    retryable: true,
    message: expect.stringMatching('^Reading merged pull requests: GitHub answered 500 '),
  });
});
