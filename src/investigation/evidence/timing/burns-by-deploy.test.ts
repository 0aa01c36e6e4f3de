import { expect, test } from '@jest/globals';
import { listCandidates } from '../../candidates/list-candidates.ts';
import type { Case, CaseDeploy, CaseSeries } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { callGraph } from '../location/call-graph.ts';
import { bucketedOnce } from '../series/bucketed-once.ts';
import { burnsByDeploy } from './burns-by-deploy.ts';

const ONSET = 120 * MINUTE_MS;
const deploy = (id: string, service: string, live: number, more: Partial<CaseDeploy> = {}): CaseDeploy => ({
  id,
  service,
  startedAt: (live - 2) * MINUTE_MS,
  liveAt: live * MINUTE_MS,
  ...more,
});
const filling = (service: string, begins: number, slope = 1): CaseSeries => ({
  id: `${service}/memory`,
  service,
  kind: 'saturation',
  stepSeconds: 60,
  points: Array.from({ length: 135 }, (_, m) => [m * 60, Math.min(91, 40 + slope * Math.max(0, m - begins))] as const),
});

function burns(deploys: readonly CaseDeploy[], series: readonly CaseSeries[], more: Partial<Case> = {}) {
  const theCase: Case = {
    id: 'c',
    askedAt: 135 * MINUTE_MS,
    alert: { service: 'web', startedAt: ONSET },
    deploys,
    topology: [
      { from: 'web', to: 'cache' },
      { from: 'quotes', to: 'cache' },
      { from: 'search', to: 'cache' },
      { from: 'quotes', to: 'archive' },
    ],
    series,
    ...more,
  };
  const found = burnsByDeploy(
    theCase,
    callGraph(theCase),
    listCandidates(theCase, ONSET).deploys,
    ONSET,
    bucketedOnce(theCase.askedAt),
  );
  return [...found].map(([id, { series: one, full }]) => `${id} ${one.id}${full ? ' full' : ''}`);
}

test('what the deployed service shares with the alerting one fills up', () => {
  expect(burns([deploy('d', 'quotes', 60)], [filling('cache', 60)])).toEqual(['d cache/memory full']);
  expect(burns([deploy('d', 'cache', 60)], [filling('cache', 60)])).toEqual(['d cache/memory full']);
});

test('not what the alerting service does not need, or what was rolled back', () => {
  expect(burns([deploy('d', 'quotes', 60)], [filling('archive', 60)])).toEqual([]);
  const back = [deploy('d', 'quotes', 60), deploy('e', 'quotes', 90, { kind: 'rollback' })];
  expect(burns(back, [filling('cache', 60)])).toEqual([]);
});

test('of several who call it, those nearest to where the climb began', () => {
  const three = [deploy('a', 'search', 52), deploy('b', 'quotes', 60), deploy('c', 'search', 62)];
  expect(burns(three, [filling('cache', 60)])).toEqual(['b cache/memory full', 'c cache/memory full']);
  expect(burns(three.slice(0, 2), [filling('cache', 60)])).toEqual(['b cache/memory full']);
});

test('of several climbs the one that reached its limit, then the steepest', () => {
  const one = [deploy('d', 'quotes', 60)];
  const topology = ['cache', 'queue', 'disk'].flatMap((to) => [
    { from: 'web', to },
    { from: 'quotes', to },
  ]);
  const cases = (...series: CaseSeries[]) => burns(one, series, { topology });
  const [slow, steep, full] = [filling('cache', 60, 0.5), filling('queue', 60, 0.6), filling('disk', 60, 0.85)];
  expect(cases(slow, steep, full)).toEqual(['d disk/memory full']);
  expect(cases(full, steep, slow)).toEqual(['d disk/memory full']);
  expect(cases(slow, steep)).toEqual(['d queue/memory']);
  expect(cases(steep, slow)).toEqual(['d queue/memory']);
});
