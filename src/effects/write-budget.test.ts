import { describe, expect, test } from '@jest/globals';
import { type Cost, type LetOut, stillCounting, waitForRoom } from './write-budget.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const NOW = 1_800_000_000_000;
const LIMITS = { writesPerMinute: 5, writesPerHour: 50, newIssuesPerMinute: 2, newIssuesPerHour: 3 };
const COMMENT: Cost = { calls: 1, opensIssue: false, isAskedFor: false };
const ISSUE: Cost = { ...COMMENT, opensIssue: true };
const ANSWER: Cost = { ...COMMENT, isAskedFor: true };

const went = (ago: number, cost: Cost): LetOut => ({ ...cost, effectId: 'e', fence: 1, at: NOW - ago });
const times = (count: number, ago: number, cost: Cost) => Array.from({ length: count }, () => went(ago, cost));
const wait = (letOut: readonly LetOut[], cost: Cost, limits = LIMITS) => waitForRoom(letOut, cost, limits, NOW);

describe('what may be written', () => {
  test('goes while there is room, and then waits until the oldest that is in its way leaves the window', () => {
    expect(wait([went(30 * SECOND, ISSUE)], ISSUE)).toBeUndefined();
    expect(wait([went(30 * SECOND, ISSUE), went(10 * SECOND, ISSUE)], ISSUE)).toEqual({
      limit: 'newIssuesPerMinute',
      until: NOW + 30 * SECOND,
    });
    expect(wait([went(MINUTE, ISSUE), went(10 * SECOND, ISSUE)], ISSUE)).toBeUndefined();
  });

  test('waits for the limit that takes longest', () => {
    const letOut = [...times(1, 50 * MINUTE, ISSUE), ...times(2, 10 * SECOND, ISSUE)];
    expect(wait(letOut, ISSUE)).toEqual({ limit: 'newIssuesPerHour', until: NOW + 10 * MINUTE });
    expect(wait(letOut, COMMENT)).toBeUndefined();
  });

  test('leaves a fifth to people, who may use all of it, and no more than is left', () => {
    const four = times(4, 20 * SECOND, COMMENT);
    expect(wait(four, COMMENT)).toEqual({ limit: 'writesPerMinute', until: NOW + 40 * SECOND });
    expect(wait(four, ANSWER)).toBeUndefined();
    expect(wait([...four, went(SECOND, ANSWER)], ANSWER)).toEqual({
      limit: 'writesPerMinute',
      until: NOW + 40 * SECOND,
    });
    const people = times(3, 20 * SECOND, ANSWER);
    expect(wait([...people, went(SECOND, COMMENT)], COMMENT)).toBeUndefined();
    expect(wait([...people, ...times(2, SECOND, COMMENT)], COMMENT)).toEqual({
      limit: 'writesPerMinute',
      until: NOW + 40 * SECOND,
    });
  });

  test('that is at work counts whatever the time, and is looked at again within a window', () => {
    const atWork = times(2, -2 * MINUTE, ISSUE);
    expect(wait(atWork, ISSUE)).toEqual({ limit: 'newIssuesPerMinute', until: NOW + MINUTE });
  });

  test('waits for as much room as it needs; what is larger than a limit goes alone', () => {
    const revert = { ...ANSWER, calls: 4 };
    const letOut = [went(50 * SECOND, COMMENT), went(20 * SECOND, COMMENT), went(10 * SECOND, COMMENT)];
    expect(wait(letOut, revert)).toEqual({ limit: 'writesPerMinute', until: NOW + 40 * SECOND });
    expect(wait([], { ...revert, calls: 9 })).toBeUndefined();
    expect(wait([went(SECOND, COMMENT)], { ...revert, calls: 9 })).toEqual({
      limit: 'writesPerMinute',
      until: NOW + 59 * SECOND,
    });
  });

  test('is nothing with a limit of 0, and with a limit of 1 one, whoever wants it', () => {
    expect(wait([], ISSUE, { ...LIMITS, newIssuesPerHour: 0 })).toEqual({
      limit: 'newIssuesPerHour',
      until: NOW + HOUR,
    });
    expect(wait([], COMMENT, { ...LIMITS, writesPerMinute: 1 })).toBeUndefined();
    expect(wait([went(SECOND, ANSWER)], COMMENT, { ...LIMITS, writesPerMinute: 1 })).toBeDefined();
  });

  test('is forgotten after an hour', () => {
    expect(stillCounting([went(HOUR, ISSUE), went(HOUR - 1, COMMENT)], NOW)).toEqual([went(HOUR - 1, COMMENT)]);
  });
});
