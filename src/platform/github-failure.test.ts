import { describe, expect, test } from '@jest/globals';
import { OperationalError } from './errors.ts';
import { failureStatus, githubFailure, guardRefusal, type RequestFailure, rateLimitOf } from './github-failure.ts';

/** GitHub's clock when it answered; ours is not asked. */
const date = new Date(1_000_000).toUTCString();

/** What Octokit throws. */
function failure(status: number, headers?: Record<string, string>, message = 'no'): RequestFailure {
  const response = headers === undefined ? {} : { response: { headers, data: {} } };
  return Object.assign(new Error(message), { name: 'HttpError', status, ...response });
}

describe('a rate limit', () => {
  test.each<[string, RequestFailure, number | undefined]>([
    ['by retry-after', failure(403, { 'retry-after': '90' }), 90_000],
    ['by its reset', failure(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1060', date }), 60_000],
    ['whose reset is past', failure(429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1', date }), 1_000],
    [
      'by its reset, where no date came',
      failure(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1060' }),
      60_000,
    ],
    ['by its words', failure(403, {}, 'You have exceeded a secondary rate limit'), 60_000],
    ['of a bare 429', failure(429, {}), 60_000],
    ['is not a 403 for lack of permission', failure(403, { 'x-ratelimit-remaining': '4999' }), undefined],
    ['is not a 502', failure(502, { 'retry-after': '1' }), undefined],
    ['is not a cut connection', failure(403), undefined],
  ])('%s', (_, error, wait) => {
    expect(rateLimitOf(error)?.retryAfterMs).toBe(wait);
  });
});

describe('as an OperationalError', () => {
  test('a cut connection and a deadline may be tried again', () => {
    expect(githubFailure(failure(500), 'x')).toMatchObject({
      code: 'upstream-failed',
      retryable: true,
      status: undefined,
    });
    expect(githubFailure(failure(500, undefined, 'The operation was aborted due to timeout'), 'x')).toMatchObject({
      code: 'upstream-timeout',
      retryable: true,
    });
  });

  test('the guard’s own refusal is given back, however deep it stands', () => {
    const refusal = new OperationalError('guard-denied', 'no');
    const wrapped = Object.assign(failure(500), { cause: Object.assign(new Error('fetch'), { cause: refusal }) });
    expect(guardRefusal(wrapped)).toBe(refusal);
    expect(githubFailure(wrapped, 'x')).toBe(refusal);
  });

  test('a deadline may be of any class', () => {
    const late = { code: 'upstream-timeout', retryable: true };
    expect(githubFailure(new DOMException('late', 'TimeoutError'), 'x')).toMatchObject(late);
    const cause = new DOMException('late', 'AbortError');
    expect(githubFailure(Object.assign(failure(500), { cause }), 'x')).toMatchObject(late);
  });

  test.each([
    [401, true],
    [403, false],
    [404, false],
    [422, false],
    [500, true],
    [503, true],
  ])('%i may be tried again: %s', (status, retryable) => {
    const told = githubFailure(failure(status, {}, 'Bad credentials\nmore'), 'Reading a commit');
    const message = `Reading a commit: GitHub answered ${status} (Bad credentials).`;
    expect(told).toMatchObject({ code: 'upstream-failed', retryable, status, message });
    // What Octokit threw holds the request with its token.
    expect(told).not.toHaveProperty('cause');
  });

  test('a limit says how long', () => {
    const told = githubFailure(failure(429, { 'retry-after': '90' }), 'Reading a commit');
    const message = 'Reading a commit: GitHub asks to wait 90 s.';
    expect(told).toMatchObject({ code: 'upstream-rate-limited', retryable: true, retryAfterMs: 90_000, message });
  });

  test('the status is one that was answered, not one that was made up', () => {
    expect(failureStatus(failure(404, {}))).toBe(404);
    expect(failureStatus(failure(500))).toBeUndefined();
    expect(failureStatus(new Error('no'))).toBeUndefined();
  });

  test('a bug stays a bug', () => {
    const bug = new TypeError('undefined is not a function');
    expect(githubFailure(bug, 'x')).toBe(bug);
    expect(guardRefusal(bug)).toBeUndefined();
  });
});
