import { expect, test } from '@jest/globals';
import type { Case } from '../case.ts';
import { inOrder } from './in-order.ts';

const row = (at: number, message: string, count?: number) => ({
  at,
  service: 'shop',
  message,
  ...(count === undefined ? {} : { count }),
});
const series = (id: string) => ({ id, service: 'shop', points: [] });
const full: Case = {
  id: 'c',
  askedAt: 9,
  alert: { service: 'shop', startedAt: 5 },
  deploys: [
    { id: 'd1', service: 'shop', startedAt: 2 },
    { id: 'd2', service: 'shop', startedAt: 1 },
  ],
  series: [series('a'), series('b')],
  logs: [row(1, 'b'), row(2, 'a', 2), row(2, 'a', 10), { ...row(2, 'a'), level: 'WARN' }, row(10, 'a')],
  commits: [
    { sha: 'aa', message: 'z' },
    { sha: 'ab', message: 'y' },
  ],
  topology: [
    { from: 'a', to: 'b' },
    { from: 'a', to: 'c' },
  ],
  alerts: [
    { service: 'shop', startedAt: 1, title: 'z' },
    { service: 'shop', startedAt: 2 },
    { service: 'shop', startedAt: 2, title: 'a' },
  ],
  changes: [
    { kind: 'flag', at: 2 },
    { kind: 'flag', at: 1 },
  ],
};

test('every list by what names it, and by number where that is a time or a count', () => {
  const turned: Case = {
    ...full,
    deploys: full.deploys.toReversed(),
    series: full.series?.toReversed() ?? [],
    logs: full.logs?.toReversed() ?? [],
    commits: full.commits?.toReversed() ?? [],
    topology: full.topology?.toReversed() ?? [],
    alerts: full.alerts?.toReversed() ?? [],
  };
  expect(inOrder(turned)).toEqual(full);
  expect(inOrder(full)).toEqual(full);
});

test('what is not known stays unknown', () => {
  const { id, askedAt, alert } = full;
  const bare: Case = { id, askedAt, alert, deploys: [] };
  expect(Object.keys(inOrder(bare)).sort()).toEqual(Object.keys(bare).sort());
});
