import { expect, test } from '@jest/globals';
import type { Case, CaseSeries } from '../../case.ts';
import { withKinds } from './with-kinds.ts';

function kindOf(more: Partial<CaseSeries>): string | undefined {
  const theCase: Case = {
    id: 'c',
    askedAt: 0,
    alert: { service: 'web', startedAt: 0 },
    deploys: [],
    series: [{ id: 's', service: 'web', points: [], ...more }],
  };
  return withKinds(theCase).series?.[0]?.kind;
}

test.each([
  ['error-ratio', 'error_ratio'],
  ['success rate', 'success_ratio'],
  ['latency-90', 'latency'],
  ['response time', 'latency'],
  ['sum(rate(http_requests_total{code=~"5.."}[1m]))', 'errors'],
  ['requests', 'requests'],
  ['node.memory', 'saturation'],
  ['orders', 'other'],
])('%s is of the kind %s where none is given', (name, kind) => {
  expect(kindOf({ name })).toBe(kind);
  expect(kindOf({ id: name })).toBe(kind);
  expect(kindOf({ name, kind: 'other' })).toBe('other');
});

test('a case without series stays so', () => {
  const bare: Case = { id: 'c', askedAt: 0, alert: { service: 'web', startedAt: 0 }, deploys: [] };
  expect(withKinds(bare)).toEqual(bare);
});
