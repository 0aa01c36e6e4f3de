import { describe, expect, test } from '@jest/globals';
import { answer, scriptedGitHub } from '../../../test/support/github/scripted-github.ts';
import { A, B, INSTALLED, open } from '../../../test/support/github/scripted-repository.ts';
import { OperationalError } from '../../platform/errors.ts';
import { openRepository } from './open-repository.ts';

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
    [401, true],
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
