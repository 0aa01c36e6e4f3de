import { describe, expect, test } from '@jest/globals';
import type { Case } from '../../case.ts';
import { serviceOwner } from './service-owner.ts';

const BARE: Case = { id: 'c', askedAt: 0, alert: { service: 'web', startedAt: 0 }, deploys: [] };

describe('whose part a service is', () => {
  const edges = (...pairs: string[]) =>
    pairs.map((pair) => {
      const [from = '', to = ''] = pair.split('>');
      return { from, to };
    });
  const ownerIn = (topology: readonly { from: string; to: string }[], service: string, more: Partial<Case> = {}) =>
    serviceOwner({ ...BARE, topology, ...more })(service);

  test.each(['course-cache', 'orders-db', 'jobs-queue', 'Redis', 'readings.topic', 'search-index', 'cart_table'])(
    '%s is a part of the one that alone calls it',
    (part) => {
      expect(ownerIn(edges(`cart>${part}`), part)).toBe('cart');
    },
  );

  test('not with two callers or none, calls of its own, a deploy or an alert of its own, nor by any other name', () => {
    expect(ownerIn(edges('cart>db', 'web>db'), 'db')).toBe('db');
    expect(ownerIn([], 'db')).toBe('db');
    expect(ownerIn(edges('cart>db', 'db>bank'), 'db')).toBe('db');
    expect(ownerIn(edges('cart>db'), 'db', { deploys: [{ id: 'd', service: 'db', startedAt: 0 }] })).toBe('db');
    expect(ownerIn(edges('cart>db'), 'db', { alert: { service: 'db', startedAt: 0 } })).toBe('db');
    expect(ownerIn(edges('cart>payments'), 'payments')).toBe('payments');
    expect(ownerIn(edges('cart>dbproxy'), 'dbproxy')).toBe('dbproxy');
    expect(serviceOwner(BARE)('db')).toBe('db');
  });
});
