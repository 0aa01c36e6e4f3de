import { expect, test } from '@jest/globals';
import type { Case, LogRow } from '../../case.ts';
import { withLevels } from './with-levels.ts';

function levelsOf(...rows: Partial<LogRow>[]): (string | undefined)[] {
  const theCase: Case = {
    id: 'c',
    askedAt: 0,
    alert: { service: 'web', startedAt: 0 },
    deploys: [],
    logs: rows.map((row) => ({ at: 0, service: 'web', message: '', ...row })),
  };
  return withLevels(theCase).logs?.map(({ level }) => level) ?? [];
}

test.each([
  ['{"severity":"error","message":"INFO of no use"}', 'error'],
  ['{"ts":1,"log.level": "WARN","msg":"x"}', 'warn'],
  ['time=12:00 level=warning msg="slow"', 'warning'],
  ['2026-03-02 14:00:01.123  ERROR 1 --- [nio-8080] c.s.Cart : no such item', 'error'],
  ['[INFO] served an Error page', 'info'],
  ['2026/03/02 14:00:01 [error] 7#7: upstream timed out', 'error'],
  ['E0302 14:00:01.123456 1 main.go:7] no connection', 'error'],
  ['W0302 14:00:01.123456 1 main.go:7] slow', 'warn'],
  ['I0302 14:00:01.123456 1 main.go:7] got an Error', 'info'],
  ['Traceback (most recent call last):', 'error'],
  ['panic: runtime error: index out of range', 'error'],
  ['java.lang.NullPointerException: no order', 'error'],
  ['TypeError: price of undefined', 'error'],
  ['the cart has no error', undefined],
  ['no Exception: all is well', undefined],
  ['GET /cart 200', undefined],
])('%s', (message, level) => {
  expect(levelsOf({ message })).toEqual([level]);
});

test('a level that is given stays, and the same words mean the same', () => {
  const message = 'ERROR no item';
  expect(levelsOf({ message, level: 'notice' }, { message }, { message })).toEqual(['notice', 'error', 'error']);
});

test('a case without logs stays so', () => {
  const bare: Case = { id: 'c', askedAt: 0, alert: { service: 'web', startedAt: 0 }, deploys: [] };
  expect(withLevels(bare)).toBe(bare);
});
