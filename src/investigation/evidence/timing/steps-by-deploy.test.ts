import { expect, test } from '@jest/globals';
import { listCandidates } from '../../candidates/list-candidates.ts';
import type { Case, CaseDeploy, CaseSeries, SeriesKind } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { callGraph } from '../location/call-graph.ts';
import { bucketedOnce } from '../series/bucketed-once.ts';
import { stepsByDeploy } from './steps-by-deploy.ts';

const ONSET = 130 * MINUTE_MS;
const DEPLOY: CaseDeploy = {
  id: 'd',
  service: 'rates',
  startedAt: 60 * MINUTE_MS,
  liveAt: 64 * MINUTE_MS,
};
const stepping = (service: string, kind: SeriesKind, factor: number, peer?: string): CaseSeries => ({
  id: `${service}/${peer === undefined ? '' : `${peer}/`}${kind}`,
  service,
  kind,
  stepSeconds: 60,
  ...(peer === undefined ? {} : { peer }),
  points: Array.from({ length: 140 }, (_, m) => [m * 60, m < 62 ? 100 : 100 * factor] as const),
});

function told(series: readonly CaseSeries[], deploys: readonly CaseDeploy[] = [DEPLOY]) {
  const theCase: Case = {
    id: 'c',
    askedAt: 140 * MINUTE_MS,
    alert: { service: 'web', startedAt: ONSET },
    deploys,
    topology: [
      { from: 'web', to: 'rates' },
      { from: 'rates', to: 'hub' },
      { from: 'mailer', to: 'rates' },
      { from: 'reports', to: 'hub' },
      { from: 'reports', to: 'archive' },
    ],
    series,
  };
  const found = stepsByDeploy(
    theCase,
    callGraph(theCase),
    listCandidates(theCase, ONSET).deploys,
    ONSET,
    bucketedOnce(theCase.askedAt),
  );
  return [...found].map(([id, step]) => `${id} ${step.series.id}`);
}

test('in the service, in its calls, and in what it calls', () => {
  expect(told([stepping('rates', 'other', 3)])).toEqual(['d rates/other']);
  expect(told([stepping('rates', 'requests', 3, 'hub')])).toEqual(['d rates/hub/requests']);
  expect(told([stepping('hub', 'saturation', 3)])).toEqual(['d hub/saturation']);
});

test('the largest one', () => {
  const all = [stepping('rates', 'other', 2), stepping('hub', 'saturation', 4), stepping('hub', 'throughput', 3)];
  expect(told(all)).toEqual(['d hub/saturation']);
  expect(told(all.toReversed())).toEqual(['d hub/saturation']);
});

test('not where as many more requests came in, which are nobody’s doing here', () => {
  const load = (factor: number) => [stepping('hub', 'saturation', 3), stepping('rates', 'requests', factor)];
  expect(told(load(1))).toEqual(['d hub/saturation']);
  expect(told(load(3))).toEqual([]);
});

test('only on the way to the alerting service', () => {
  const reports = [{ ...DEPLOY, service: 'reports' }];
  expect(told([stepping('hub', 'saturation', 3)], reports)).toEqual(['d hub/saturation']);
  expect(told([stepping('reports', 'saturation', 3)], reports)).toEqual([]);
  expect(told([stepping('archive', 'saturation', 3)], reports)).toEqual([]);
  expect(told([stepping('reports', 'requests', 3, 'archive')], reports)).toEqual([]);
  expect(told([stepping('hub', 'latency', 3, 'rates')])).toEqual([]);
});

test('not of one that was rolled back', () => {
  const back: CaseDeploy = { ...DEPLOY, id: 'e', kind: 'rollback', startedAt: 90 * MINUTE_MS, liveAt: 92 * MINUTE_MS };
  expect(told([stepping('hub', 'saturation', 3)], [DEPLOY, back])).toEqual([]);
});

test('what one version is asked is no step, and explains none', () => {
  const requests = { ...stepping('rates', 'requests', 3), version: '2' };
  expect(told([requests])).toEqual([]);
  expect(told([requests, stepping('rates', 'other', 3)])).toEqual(['d rates/other']);
  const { version: _, ...whole } = requests;
  expect(told([whole, stepping('rates', 'other', 3)])).toEqual([]);
});
