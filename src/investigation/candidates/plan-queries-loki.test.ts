import { expect, test } from '@jest/globals';
import { planLokiQueries } from './plan-queries-loki.ts';
import type { QueryPlanInput } from './query-language.ts';

function input(labels: Readonly<Record<string, string>>, service = 'cart'): QueryPlanInput {
  const alert = { key: 'a', source: 'grafana', status: 'firing', startsAt: 0, title: 'Errors', labels } as const;
  return { alert, service, map: { services: [] }, connections: [], now: 0 };
}

const linesOf = (labels: Readonly<Record<string, string>>, service?: string) =>
  planLokiQueries.once(input(labels, service), 60).map(({ query }) => query.replace(/ \|~.*/, ''));

test.each<[Readonly<Record<string, string>>, string]>([
  [{}, '{service_name="cart"}'],
  [{ service: 'cart-v2' }, '{service_name="cart-v2"}'],
  [{ app: 'shop-cart', service: '' }, '{app="shop-cart"}'],
  [{ container: 'c', service_name: 'n' }, '{service_name="n"}'],
])('lines are looked for under the label that the alert carries: %o', (labels, selector) => {
  expect(linesOf(labels)).toEqual([selector]);
});

test('a name that may stand in no query asks nothing, neither lines nor their number', () => {
  const endless = 'a'.repeat(300);
  expect(linesOf({}, endless)).toEqual([]);
  expect(planLokiQueries.ofService(input({}, endless), endless, 60)).toEqual([]);
});

test('of another service its own name is asked, under the label of the alert', () => {
  const [question] = planLokiQueries.ofService(input({ app: 'shop-cart' }), 'search', 30);
  expect(question?.query).toMatch(/^sum\(count_over_time\({app="search"} .* \[30s\]\)\)$/);
  expect(planLokiQueries.ofAlert(input({}))).toEqual([]);
});
