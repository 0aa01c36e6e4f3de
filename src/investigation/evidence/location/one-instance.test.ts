import { expect, test } from '@jest/globals';
import { listCandidates } from '../../candidates/list-candidates.ts';
import type { Case, CaseDeploy, CaseSeries } from '../../case.ts';
import { plainText } from '../../sentence.ts';
import { MINUTE_MS } from '../../time.ts';
import { justDeployed } from '../timing/just-deployed.ts';
import { callGraph } from './call-graph.ts';
import { oneInstance } from './one-instance.ts';
import { seriesMove } from './series-move.ts';

const BEFORE = 30;
const FROM = BEFORE * MINUTE_MS;
const ASKED = FROM + 10 * MINUTE_MS;

/** Thirty quiet minutes at one level, then ten at another. */
function measured(instance: string, usual: number, since: number, more: Partial<CaseSeries> = {}): CaseSeries {
  const points = Array.from({ length: 40 }, (_, minute) => [minute * 60, minute < BEFORE ? usual : since] as const);
  return {
    ...{ id: `${instance}/${more.service}`, service: 'cart', name: 'seconds', kind: 'latency', stepSeconds: 60 },
    ...{ instance, points },
    ...more,
  };
}

function onInstances(levels: readonly number[], more: Partial<CaseSeries> = {}): CaseSeries[] {
  return levels.map((level, index) => measured(`host-${index + 1}`, 1, level, more));
}

const ROLLED_OUT: CaseDeploy = {
  id: 'd1',
  service: 'cart',
  startedAt: FROM - 9 * MINUTE_MS,
  liveAt: FROM - 5 * MINUTE_MS,
};

function found(series: readonly CaseSeries[], deploys: readonly CaseDeploy[] = [ROLLED_OUT], more: Partial<Case> = {}) {
  const theCase: Case = {
    ...{ id: 'c', askedAt: ASKED, alert: { service: 'cart', startedAt: FROM }, series, deploys },
    topology: [
      { from: 'cart', to: 'stock' },
      { from: 'web', to: 'search' },
    ],
    ...more,
  };
  const moves = series.flatMap((one) => seriesMove(one, FROM, ASKED) ?? []);
  const one = oneInstance(moves, {
    ...{ series, deploys: listCandidates(theCase, FROM).deploys, deployed: justDeployed(theCase, FROM) },
    ...{ graph: callGraph(theCase), alerting: 'cart', from: FROM, since: FROM, to: FROM + MINUTE_MS, askedAt: ASKED },
  });
  return one === null ? null : [one.beyondDeploy, plainText(one.says)];
}

test('one of at least three that got worse while its siblings stayed', () => {
  expect(found(onInstances([1, 9, 1]))).toEqual([
    false,
    'only one of 3 instances of cart got worse, host-2: a deploy reaches all alike',
  ]);
  expect(found(onInstances([1, 9]))).toBeNull();
  expect(found(onInstances([1, 1, 1]))).toBeNull();
  expect(found(onInstances([9, 9, 9]))).toBeNull();
  expect(found([])).toBeNull();
});

test('a third of them at most', () => {
  expect(found(onInstances([9, 9, 1, 1, 1]))).toBeNull();
  expect(found(onInstances([1, 9, 1, 8, 1, 1]))).toEqual([
    false,
    'only 2 of 6 instances of cart got worse, host-2 among them: a deploy reaches all alike',
  ]);
});

test('a sibling that got some of the harm stayed, one that got a tenth of it did not', () => {
  const errors = { kind: 'errors' } as const;
  expect(found(onInstances([9, 101, 9], errors))).not.toBeNull();
  expect(found(onInstances([12, 101, 12], errors))).toBeNull();
});

test('a move that may be chance tells nothing, nor one to the better', () => {
  expect(found(onInstances([1, 1.2, 1]))).toBeNull();
  expect(found(onInstances([1, 0.1, 1]))).toBeNull();
  expect(found(onInstances([1, 0.1, 1], { kind: 'saturation' }))).toBeNull();
  expect(found(onInstances([1, 0.6, 1], { kind: 'success_ratio' }))).not.toBeNull();
});

test('what was not deployed, and what suffers beside another service, is beyond a deploy', () => {
  expect(found(onInstances([1, 9, 1]), [])).toEqual([
    true,
    'only one of 3 instances of cart got worse, host-2, and it was not deployed',
  ]);
  const beside = (service: string) => [...onInstances([1, 9, 1]), ...onInstances([1, 9, 1], { service })];
  expect(found(beside('search'))).toEqual([
    true,
    'only one of 3 instances of cart got worse, host-2, and so did search there alone',
  ]);
  const other = [...onInstances([1, 9, 1]), ...onInstances([9, 1, 1], { service: 'search' })];
  expect(found(other)?.[0]).toBe(false);
});

test('names that begin with their service are in one place by what follows, not by a bare number', () => {
  const named = (service: string, places: readonly string[]) =>
    places.map((place, index) => measured(`${service}-${place}`, 1, index === 1 ? 9 : 1, { service }));
  const both = (places: readonly string[]) => found([...named('cart', places), ...named('search', places)]);
  expect(both(['eu3a', 'eu3b', 'eu3c'])?.[0]).toBe(true);
  expect(both(['0', '1', '2'])?.[0]).toBe(false);
  expect(both(['a', 'b', 'c'])?.[0]).toBe(false);
});

test('only what the alerting service depends on, or what nobody calls', () => {
  const of = (service: string) => found(onInstances([1, 9, 1], { service }));
  expect(of('stock')?.[0]).toBe(true);
  expect(of('machines')?.[0]).toBe(true);
  expect(of('search')).toBeNull();
  expect(of('web')).toBeNull();
});

test('what is measured on calls, on partitions or without an instance does not count', () => {
  expect(found(onInstances([1, 9, 1], { kind: 'other' }))).toBeNull();
  expect(found(onInstances([1, 9, 1], { peer: 'stock' }))).toBeNull();
  const stripped = (key: 'instance' | 'kind') =>
    onInstances([1, 9, 1]).map((one) => {
      const copy = { ...one };
      delete copy[key];
      return copy;
    });
  expect(found(stripped('instance'))).toBeNull();
  expect(found(stripped('kind'))).toBeNull();
});

test('each metric is held against itself, and of two series of one instance the worse counts', () => {
  expect(found([...onInstances([1, 9], { name: 'a' }), ...onInstances([1, 1], { name: 'b' })])).toBeNull();
  const twice = [...onInstances([1, 9, 1]), measured('host-2', 1, 1), measured('host-1', 1, 1)];
  expect(found(twice)?.[1]).toContain('one of 3');
});

test('the most telling is told, whatever the order', () => {
  const series = [
    ...onInstances([1, 1, 1, 9]),
    ...onInstances([1, 9, 1], { service: 'stock' }),
    ...onInstances([1, 1, 9], { service: 'disks' }),
  ];
  const told = [true, 'only one of 3 instances of disks got worse, host-3, and it was not deployed'];
  expect(found(series)).toEqual(told);
  expect(found([...series].reverse())).toEqual(told);
});

test('a rollout that had replaced a part of them explains it', () => {
  const odd = onInstances([1, 9, 1]);
  const { liveAt: _, ...running } = ROLLED_OUT;
  expect(found(odd, [{ ...running, outcome: 'in_progress' }])).toBeNull();
  expect(found(odd, [{ ...ROLLED_OUT, service: 'stock', outcome: 'in_progress' }])).not.toBeNull();
});

test('a passing burst tells nothing, nor one reading alone', () => {
  const bad = (isBad: (minute: number) => boolean) =>
    [1, 9, 1].map((level, index) => {
      const points = Array.from({ length: 40 }, (_, at) => [at * 60, isBad(at) ? level : 1] as const);
      return measured(`host-${index + 1}`, 1, level, { points });
    });
  expect(found(bad((minute) => minute >= BEFORE))).not.toBeNull();
  expect(found(bad((minute) => minute >= BEFORE + 5))).not.toBeNull();
  expect(found(bad((minute) => minute >= BEFORE + 6))).toBeNull();
  const early = bad((minute) => minute >= BEFORE).map((one) => ({ ...one, points: one.points.slice(0, BEFORE + 1) }));
  expect(found(early)).toBeNull();
});

test('errors that grow as much at each, where one has most of the requests', () => {
  const errors = (usual: number, since: number, host: number) =>
    measured(`host-${host}`, usual, since, { kind: 'errors' });
  expect(found([errors(10, 200, 1), errors(0.5, 10, 2), errors(0.5, 10, 3)])).toBeNull();
  expect(found([errors(10, 200, 1), errors(0.5, 3, 2), errors(0.5, 3, 3)])).not.toBeNull();
  expect(found([errors(10, 200, 1), errors(0.5, 4, 2), errors(0.5, 4, 3)])).toBeNull();
});

test('more requests at that one explain it', () => {
  const odd = onInstances([1, 9, 1]);
  const requests = (host: string, since: number, more: Partial<CaseSeries> = {}) =>
    measured(host, 100, since, { kind: 'requests', name: 'requests', ...more });
  expect(found([...odd, requests('host-2', 200)])).toBeNull();
  expect(found([...odd, requests('host-2', 200, { kind: 'throughput' })])).toBeNull();
  expect(found([...odd, requests('host-2', 120)])).not.toBeNull();
  expect(found([...odd, requests('host-1', 200)])).not.toBeNull();
  expect(found([...odd, requests('host-2', 200, { service: 'search' })])).not.toBeNull();
  expect(found([...odd, requests('host-2', 200, { kind: 'saturation' })])).not.toBeNull();
});
