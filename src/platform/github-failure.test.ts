import { describe, expect, test } from '@jest/globals';
import { OperationalError } from './errors.ts';
import { githubFailure, guardRefusal, type RequestFailure, rateLimitOf } from './github-failure.ts';

const NOW = 1_000_000;

/** What Octokit throws. */
function failure(status: number, headers?: Record<string, string>, message = 'no'): RequestFailure {
  const response = headers === undefined ? {} : { response: { headers, data: {} } };
  return Object.assign(new Error(message), { name: 'HttpError', status, ...response });
}

describe('a rate limit', () => {
  test.each<[string, RequestFailure, number | undefined]>([
    ['by retry-after', failure(403, { 'retry-after': '90' }), 90_000],
    ['by its reset', failure(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1060' }), 60_000],
    ['whose reset is past', failure(429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }), 1_000],
    ['by its words', failure(403, {}, 'You have exceeded a secondary rate limit'), 60_000],
    ['of a bare 429', failure(429, {}), 60_000],
    ['is not a 403 for lack of permission', failure(403, { 'x-ratelimit-remaining': '4999' }), undefined],
    ['is not a 502', failure(502, { 'retry-after': '1' }), undefined],
    ['is not a cut connection', failure(403), undefined],
  ])('%s', (_, error, wait) => {
    expect(rateLimitOf(error, NOW)?.retryAfterMs).toBe(wait);
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

  test('a bug stays a bug', () => {
    const bug = new TypeError('undefined is not a function');
    expect(githubFailure(bug, 'x')).toBe(bug);
    expect(guardRefusal(bug)).toBeUndefined();
  });
});
