import { describe, expect, test } from '@jest/globals';
import { answer, type Script, scriptedGitHub } from '../../../test/support/scripted-github.ts';
import { OperationalError } from '../../platform/errors.ts';
import { openRepository } from './open-repository.ts';

const listed = { total_count: 1, repositories: [{ id: 7, name: 'r', owner: { login: 'o' }, default_branch: 'main' }] };
const INSTALLED = { 'GET /installation/repositories': listed };
const [A, B] = ['a'.repeat(40), 'b'.repeat(40)];

async function open(script: Script) {
  const github = scriptedGitHub({ ...INSTALLED, ...script });
  const repository = await openRepository(github.access)(1, 7);
  return { repository, requests: github.requests };
}

const commits = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ sha: String(from + index).padStart(40, '0') }));
const compared = (status: string, total: number, listedCommits: readonly object[]) => ({
  status,
  total_commits: total,
  commits: listedCommits,
  files: [],
});

describe('opening', () => {
  test('finds the present name of the repository by its id', async () => {
    const { repository, requests } = await open({ 'GET /repos/o/r/contents/x': answer(404) });
    expect(await repository.file('x')).toBeUndefined();
    expect(requests).toEqual(['GET /installation/repositories?per_page=100', 'GET /repos/o/r/contents/x']);
  });

  test('says so where the installation does not cover it', async () => {
    const { access } = scriptedGitHub(INSTALLED);
    await expect(openRepository(access)(1, 8)).rejects.toMatchObject({ code: 'upstream-failed', retryable: false });
  });
});

describe('comparing', () => {
  const path = `GET /repos/o/r/compare/${A}...${B}`;

  test('gives the commits oldest first', async () => {
    const { repository } = await open({ [path]: compared('ahead', 2, commits(2)) });
    expect(await repository.compare(A, B)).toEqual({
      base: A,
      head: B,
      status: 'ahead',
      commits: commits(2).map(({ sha }) => sha),
      truncated: false,
    });
  });

  test('asks the other way round for what vanished', async () => {
    const { repository } = await open({
      [path]: compared('behind', 0, []),
      [`GET /repos/o/r/compare/${B}...${A}`]: compared('ahead', 3, commits(3)),
    });
    expect(await repository.compare(A, B)).toMatchObject({
      base: A,
      head: B,
      status: 'behind',
      commits: commits(3).map(({ sha }) => sha),
    });
  });

  test.each([
    ['250 commits are all', 250, false],
    ['251 are too many', 251, true],
  ])('%s', async (_, total, truncated) => {
    const pages = { 1: commits(100), 2: commits(100, 100), 3: commits(Math.min(100, total - 200), 200) };
    const script = Object.fromEntries(
      Object.entries(pages).map(([page, list]) => [
        `${path}?per_page=100&page=${page}`,
        compared('ahead', total, list),
      ]),
    );
    const { repository, requests } = await open(script);
    const comparison = await repository.compare(A, B);
    expect(comparison.commits).toHaveLength(250);
    expect(new Set(comparison.commits).size).toBe(250);
    expect(comparison.truncated).toBe(truncated);
    expect(requests).toHaveLength(4);
  });

  test('ends where a page comes back empty', async () => {
    const { repository } = await open({
      [`${path}?per_page=100&page=1`]: compared('diverged', 9, commits(2)),
      [`${path}?per_page=100&page=2`]: compared('diverged', 9, []),
    });
    expect(await repository.compare(A, B)).toMatchObject({ status: 'diverged', truncated: true });
  });

  test('says that it does not know what vanished', async () => {
    const { repository } = await open({ [path]: compared('behind', 0, []) });
    expect(await repository.compare(A, B)).toMatchObject({ status: 'behind', commits: [], truncated: true });
  });

  test('knows nothing of what is gone', async () => {
    const { repository } = await open({});
    expect(await repository.compare(A, B)).toMatchObject({ status: 'unknown', commits: [], truncated: false });
  });
});

describe('the pull request of a commit', () => {
  const pull = (number: number, more: object = {}) => ({
    number,
    title: `Pull ${number}`,
    merged_at: '2026-01-01T00:00:00Z',
    merge_commit_sha: B,
    base: { ref: 'main' },
    head: { sha: B },
    ...more,
  });
  const read = async (message: string, pulls: readonly object[], parents: readonly string[] = [B]) => {
    const { repository } = await open({
      [`GET /repos/o/r/commits/${A}`]: {
        sha: A,
        commit: { message, author: { name: 'Ada', date: '2026-01-01T00:00:00Z' }, committer: null },
        author: null,
        parents: parents.map((sha) => ({ sha })),
        files: [{ filename: 'a.ts', status: 'modified', additions: 1, deletions: 0 }],
      },
      [`GET /repos/o/r/commits/${A}/pulls`]: pulls,
    });
    return repository.commit(A);
  };

  test('is none although the message says so', async () => {
    expect(await read('Fix it (#9)', [])).toEqual({
      repositoryId: 7,
      sha: A,
      message: 'Fix it (#9)',
      author: 'Ada',
      committedAt: Date.UTC(2026, 0, 1),
      parents: [B],
      files: [{ path: 'a.ts', status: 'modified', additions: 1, deletions: 0 }],
      mergeKind: 'push',
    });
  });

  test('is none that was never merged', async () => {
    expect(await read('Fix', [pull(1, { merged_at: null })])).toMatchObject({ mergeKind: 'push' });
  });

  test.each([
    ['the one that became the commit', [pull(1), pull(2, { merge_commit_sha: A })], 'x (#1)', 2],
    ['the one into the default branch', [pull(1, { base: { ref: 'next' } }), pull(2)], 'x (#1)', 2],
    ['the one that the message names', [pull(1), pull(2)], 'x (#2)', 2],
    ['the first that was merged', [pull(1), pull(2, { merged_at: '2025-01-01T00:00:00Z' })], 'x', 2],
  ])('is %s', async (_, pulls, message, number) => {
    expect(await read(message, pulls)).toMatchObject({ pullRequest: number, pullRequestTitle: `Pull ${number}` });
  });

  test.each([
    ['squash', 'Fix it (#1)\n\nbody', [B], { merge_commit_sha: A }],
    ['merge', 'Merge pull request #1', [B, B], { merge_commit_sha: A }],
    ['merge', 'a commit of the branch itself', [B], { head: { sha: A } }],
    [undefined, 'Fix it', [B], { merge_commit_sha: A }],
    [undefined, 'a commit in the middle', [B], {}],
  ])('was merged by %s: %s', async (kind, message, parents, more) => {
    const commit = await read(message, [pull(1, more)], parents);
    expect(commit?.pullRequest).toBe(1);
    expect(commit?.mergeKind).toBe(kind);
  });

  test('into another branch does not say when the default branch got it', async () => {
    expect(await read('x', [pull(1, { base: { ref: 'next' } })])).not.toHaveProperty('mergedAt');
    expect(await read('x', [pull(1)])).toMatchObject({ mergedAt: Date.UTC(2026, 0, 1) });
  });
});

test.each([404, 409, 422])('a commit that GitHub answers %i for is not there', async (status) => {
  const { repository } = await open({ [`GET /repos/o/r/commits/${A}`]: answer(status) });
  expect(await repository.commit(A)).toBeUndefined();
});

describe('a SHA belongs to the repository', () => {
  const compare = (ref: string) => `GET /repos/o/r/compare/${ref}...${A}`;
  const HEADS = `GET /repos/o/r/commits/${A}/branches-where-head`;
  const elsewhere = {
    [compare('main')]: compared('diverged', 1, []),
    [HEADS]: [],
    'GET /repos/o/r/tags': [],
    'GET /repos/o/r/branches': [{ name: 'main' }],
  };

  test.each([
    ['the default branch holds it', { [compare('main')]: compared('behind', 0, []) }, 2],
    ['it is the default branch’s head', { [compare('main')]: compared('identical', 0, []) }, 2],
    ['it is another branch’s head', { ...elsewhere, [HEADS]: [{ name: 'next' }] }, 3],
    ['a tag stands for it', { ...elsewhere, 'GET /repos/o/r/tags': [{ commit: { sha: A } }] }, 4],
    [
      'another branch holds it',
      {
        ...elsewhere,
        'GET /repos/o/r/branches': [{ name: 'main' }, { name: 'topic' }, { name: 'release/1' }],
        [compare('release/1')]: compared('behind', 0, []),
      },
      6,
    ],
    [
      'a tag holds it',
      { ...elsewhere, 'GET /repos/o/r/tags': [{ commit: { sha: B } }], [compare(B)]: compared('behind', 0, []) },
      6,
    ],
  ])('where %s', async (_, script, requests) => {
    const opened = await open(script);
    expect(await opened.repository.isReachable(A)).toBe(true);
    expect(opened.requests).toHaveLength(requests);
  });

  test('not where no branch and no tag holds it, as for the commit of a fork', async () => {
    const { repository } = await open(elsewhere);
    expect(await repository.isReachable(A)).toBe(false);
  });

  test('not where GitHub has never heard of it', async () => {
    const { repository, requests } = await open({ [`GET /repos/o/r/commits/${A}`]: answer(422) });
    expect(await repository.isReachable(A)).toBe(false);
    expect(requests).toHaveLength(3);
  });

  test('although it shares no history with the default branch', async () => {
    const { repository } = await open({
      [`GET /repos/o/r/commits/${A}`]: { sha: A },
      [HEADS]: [{ name: 'gh-pages' }],
    });
    expect(await repository.isReachable(A)).toBe(true);
  });

  test('is not asked of a thousand branches', async () => {
    const names = Array.from({ length: 100 }, (_, index) => ({ name: `topic-${index}` }));
    const { repository, requests } = await open({ ...elsewhere, 'GET /repos/o/r/branches': names });
    expect(await repository.isReachable(A)).toBe(false);
    expect(requests.filter((request) => request.includes('/compare/')).length).toBeLessThanOrEqual(31);
  });
});

describe('a file', () => {
  const file = (bytes: Uint8Array | string, more: object = {}) => ({
    type: 'file',
    encoding: 'base64',
    content: Buffer.from(bytes).toString('base64'),
    ...more,
  });
  const read = async (content: unknown) => {
    const { repository } = await open({ 'GET /repos/o/r/contents/.github/whatchanged.yml': content });
    return repository.file('.github/whatchanged.yml');
  };

  test('is text', async () => {
    expect(await read(file('level: report # ü\n'))).toBe('level: report # ü\n');
    expect(await read(file(''))).toBe('');
  });

  test('is absent', async () => {
    expect(await read(answer(404))).toBeUndefined();
  });

  test.each([
    ['is a folder', []],
    ['is a link', { type: 'symlink', target: '/etc/passwd' }],
    ['is a submodule', { type: 'submodule' }],
    ['is larger than 1 MB', { type: 'file', encoding: 'none', content: '' }],
    ['is not UTF-8', file(Uint8Array.of(0xff))],
  ])('%s', async (why, content) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'upstream-failed',
      retryable: false,
      message: expect.stringContaining(`.github/whatchanged.yml ${why}`),
    });
  });
});

describe('trouble', () => {
  const failing = async (response: unknown): Promise<unknown> => {
    const { repository } = await open({ [`GET /repos/o/r/compare/${A}...${B}`]: response });
    return repository.compare(A, B).catch((error: unknown) => error);
  };
  const date = 'Thu, 01 Jan 2026 00:00:00 GMT';
  const reset = String(Date.UTC(2026, 0, 1, 0, 5) / 1000);

  test.each([
    ['429 with the time to wait', answer(429, {}, { 'retry-after': '17' }), 17_000],
    ['429 without it', answer(429, {}), 60_000],
    [
      'an empty allowance',
      answer(403, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset, date }),
      300_000,
    ],
    [
      'an empty allowance whose time has come',
      answer(403, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1', date }),
      1000,
    ],
    ['an empty allowance without a time', answer(403, {}, { 'x-ratelimit-remaining': '0' }), 60_000],
    ['the secondary limit', answer(403, { message: 'You have exceeded a secondary rate limit.' }), 60_000],
  ])('%s is waited for', async (_, response, retryAfterMs) => {
    expect(await failing(response)).toMatchObject({ code: 'upstream-rate-limited', retryable: true, retryAfterMs });
  });

  test.each([
    [401, false],
    [451, false],
    [301, true],
    [403, false],
    [500, true],
    [502, true],
  ])('%i is retried: %s', async (status, retryable) => {
    expect(await failing(answer(status))).toMatchObject({ code: 'upstream-failed', retryable, status });
  });

  test('a broken connection is tried again', async () => {
    expect(await failing(new TypeError('fetch failed'))).toMatchObject({ code: 'upstream-failed', retryable: true });
  });

  test.each(['TimeoutError', 'AbortError'])('a deadline (%s) is a deadline', async (name) => {
    expect(await failing(new DOMException('late', name))).toMatchObject({ code: 'upstream-timeout', retryable: true });
  });

  test('is told by every question', async () => {
    const broken = answer(500);
    const { repository } = await open({
      [`GET /repos/o/r/compare/main...${A}`]: answer(404),
      [`GET /repos/o/r/commits/${A}`]: broken,
      'GET /repos/o/r/contents/x': broken,
    });
    const asked = [() => repository.commit(A), () => repository.isReachable(A), () => repository.file('x')];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'upstream-failed', retryable: true });
  });

  test('with the pull requests of a commit is not taken for having none', async () => {
    const commit = { sha: A, commit: { message: 'x' }, author: { login: 'ada' }, parents: [] };
    const script = { [`GET /repos/o/r/commits/${A}`]: commit };
    const failed = await open({ ...script, [`GET /repos/o/r/commits/${A}/pulls`]: answer(500) });
    await expect(failed.repository.commit(A)).rejects.toMatchObject({ retryable: true });
    const none = await open(script);
    expect(await none.repository.commit(A)).toEqual({
      repositoryId: 7,
      sha: A,
      message: 'x',
      authorLogin: 'ada',
      parents: [],
      files: [],
      mergeKind: 'push',
    });
  });

  test('what the guard refused stays refused', async () => {
    const denied = new OperationalError('guard-denied', 'not on the list');
    expect(await failing(denied)).toBe(denied);
  });

  test('a bug stays a bug', async () => {
    const { repository } = await open({ [`GET /repos/o/r/compare/${A}...${B}`]: { status: 'ahead' } });
    await expect(repository.compare(A, B)).rejects.toBeInstanceOf(TypeError);
  });
});
