import { describe, expect, test } from '@jest/globals';
import { changed, commit, found, heard, logged, QUIET } from '../../../../../test/support/cases/commit-incident.ts';
import type { CaseCommit } from '../../../case.ts';
import { tellingNumbers } from '../text/telling-numbers.ts';
import { numberClue } from './number-clue.ts';

describe('numbers that tell one limit from another', () => {
  test.each([
    ['1048576', [1048576]],
    ['1_048_576', [1048576]],
    ['1 << 20', [1048576]],
    ['1<<20', [1048576]],
    ['25 * 1024', [25_600]],
    ['5*1024*1024', [5_242_880]],
    ['30s', [30, 30_000]],
    ['30 sec', [30, 30_000]],
    ['30 seconds', [30, 30_000]],
    ['700 ms', [700]],
    ['640KB', [640, 640_000]],
    ['640MB', [640, 640_000_000]],
    ['640 GB', [640, 640_000_000_000]],
    ['640Ki', [640, 655_360]],
    ['640KiB', [640, 655_360]],
    ['640Mi', [640, 640 * 2 ** 20]],
    ['640mib', [640, 640 * 2 ** 20]],
    ['640Gi', [640, 640 * 2 ** 30]],
    ['640 GiB', [640, 640 * 2 ** 30]],
    ['(3841423 vs. 1048576)', [3841423, 1048576]],
    ['16 and 15', [16]],
    ['99, 100, 599 and 600', [99, 600]],
    ['1969, 1970, 2099 and 2100', [1969, 2100]],
    ['80, 443, 1000, 8080 and 81', [81]],
    ['v2048 x-2048 #2048 4.2048 2048x', []],
    [`${'9'.repeat(16)} ${' '.repeat(20_000)} 2048`, []],
  ])('%j', (text, numbers) => {
    expect([...tellingNumbers(text)]).toEqual(numbers);
  });
});

describe('a number that the incident names', () => {
  const says = '1 its changed lines hold 1048576, a number that the incident names';
  const limit = (sha: string, line: string) => commit(sha, 'x', changed('a.ts', line));
  const logs = { logs: heard('message larger than max (3841423 vs. 1048576)') };

  test('in what was added or removed, in whatever spelling, and not in what stayed', () => {
    expect(found(numberClue, [limit('x', 'MAX = 1 << 20'), QUIET], logs)).toEqual([says, null]);
    expect(found(numberClue, [commit('x', 'x', changed('a.ts', 'y', 'max: 1Mi')), QUIET], logs)[0]).toBe(says);
    const beside: CaseCommit = commit('x', 'x', { path: 'a.ts', patch: '@@ -1 +1 @@\n 1048576\n+y' });
    expect(found(numberClue, [beside, QUIET], logs)[0]).toBeNull();
    expect(found(numberClue, [limit('x', 'MAX = 1048577'), QUIET], logs)[0]).toBeNull();
    expect(found(numberClue, [{ sha: 'bare' }, { sha: 'dark', files: [{ path: 'a' }] }], logs)).toEqual([null, null]);
  });

  test('one of two digits counts half, since many lines hold it', () => {
    const small = found(numberClue, [limit('x', 'POOL = 24'), QUIET], { logs: heard('all 24 are in use') });
    expect(small[0]).toBe('0.5 its changed lines hold 24, a number that the incident names');
    const hundred = found(numberClue, [limit('x', 'POOL = 700'), QUIET], { logs: heard('all 700 are in use') });
    expect(hundred[0]).toContain('1 its changed lines hold 700');
  });

  test('of several the greatest is told; those of more than two commits are no limit of one place', () => {
    expect(found(numberClue, [limit('x', '1048576 3841423'), QUIET], logs)[0]).toContain('3841423');
    const shared = ['a', 'b', 'c'].map((sha) => limit(sha, '1048576'));
    expect(found(numberClue, shared.slice(0, 2), logs)).toEqual([says, says]);
    expect(found(numberClue, shared, logs)).toEqual([null, null, null]);
    expect(found(numberClue, [...shared.slice(0, 2), limit('d', '1048576 3841423')], logs)).toEqual([
      null,
      null,
      '1 its changed lines hold 3841423, a number that the incident names',
    ]);
  });

  test('a text that was there before names none, and only the beginning of a patch and of a line is read', () => {
    const old = logged('limit 1048576').flatMap((row) => [row, { ...row, at: row.at - 3_600_000, count: 900 }]);
    expect(found(numberClue, [limit('x', '1048576'), QUIET], { logs: old })).toEqual([null, null]);
    expect(found(numberClue, [limit('x', `${' '.repeat(500)}1048576`), QUIET], logs)[0]).toBeNull();
    expect(found(numberClue, [limit('x', `${'y\n'.repeat(10_000)}1048576`), QUIET], logs)[0]).toBeNull();
    expect(found(numberClue, [limit('x', '1048576'), QUIET])).toEqual([null, null]);
  });
});
