import { describe, expect, test } from '@jest/globals';
import type { DeployCandidate } from '../../candidates/list-candidates.ts';
import type { Case, CaseSeries } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { callGraph } from '../location/call-graph.ts';
import { bucketedOnce } from '../series/bucketed-once.ts';
import { ranOut } from './ran-out.ts';

const ONSET = 120;
const ASKED = 130;
/** A gigabyte less each two minutes, until nothing is left at the onset. */
const emptying = (minute: number) => Math.max(0, (ONSET - minute) / 2);

function disk(at: (minute: number) => number, more: Partial<CaseSeries> = {}): CaseSeries {
  const points = Array.from({ length: ASKED }, (_, minute) => [minute * 60, at(minute)] as const);
  return { id: 'db/free', service: 'db', kind: 'saturation', unit: 'GB', stepSeconds: 60, points, ...more };
}

function found(series: readonly CaseSeries[], live?: number) {
  const theCase: Case = {
    id: 'c',
    askedAt: ASKED * MINUTE_MS,
    alert: { service: 'shop', startedAt: ONSET * MINUTE_MS },
    deploys: [],
    topology: [
      { from: 'shop', to: 'db' },
      { from: 'web', to: 'shop' },
    ],
    series,
  };
  const deploy = { id: 'd', service: 'db', startedAt: 0 };
  const deploys: DeployCandidate[] =
    live === undefined
      ? []
      : [
          {
            deploy,
            service: 'db',
            from: (live - 2) * MINUTE_MS,
            live: live * MINUTE_MS,
            kind: 'deploy',
            firstSeen: false,
          },
        ];
  return ranOut(theCase, callGraph(theCase), deploys, ONSET * MINUTE_MS, bucketedOnce(ASKED * MINUTE_MS));
}

describe('what ran out', () => {
  test('a metric that fell to nothing in a straight line', () => {
    const out = found([disk(emptying)]);
    expect(out?.series.id).toBe('db/free');
    expect(out?.from).toBeCloseTo(30, 0);
    expect(out?.to).toBeCloseTo(0, 0);
  });

  test('not one that something is left of, that fell in a jump, or that counts work', () => {
    expect(found([disk((minute) => 10 + emptying(minute))])).toBeNull();
    expect(found([disk((minute) => (minute < 90 ? 40 : 0))])).toBeNull();
    for (const kind of ['requests', 'errors', 'latency'] as const) {
      expect(found([disk(emptying, { kind })])).toBeNull();
    }
  });

  test('percent and ratios have an end above too', () => {
    const filling = (minute: number) => Math.min(100, 40 + minute / 2);
    expect(found([disk(filling)])).toBeNull();
    expect(found([disk(filling, { unit: 'Percent' })])?.to).toBeCloseTo(100, 0);
    expect(found([disk((minute) => filling(minute) / 100, { unit: 'ratio' })])?.to).toBeCloseTo(1, 1);
    expect(found([disk((minute) => filling(minute) - 6, { unit: 'percent' })])).toBeNull();
    expect(found([disk((minute) => emptying(minute), { unit: '%' })])?.from).toBeCloseTo(30, 0);
  });

  test('only of what the alerting service needs', () => {
    expect(found([disk(emptying, { service: 'shop' })])).not.toBeNull();
    expect(found([disk(emptying, { service: 'web' })])).toBeNull();
    expect(found([disk(emptying, { peer: 'disk' })])).toBeNull();
  });

  test('not where a deploy is at its beginning; one later on changed nothing', () => {
    const since = (minute: number) => Math.max(0, minute < 50 ? 35 : (ONSET - minute) / 2);
    expect(found([disk(since)])).not.toBeNull();
    expect(found([disk(since)], 50)).toBeNull();
    expect(found([disk(since)], 62)).toBeNull();
    expect(found([disk(since)], 90)).not.toBeNull();
  });

  test('the straightest of several, and none of a short history', () => {
    const bent = (minute: number) => emptying(minute) ** 1.3;
    expect(found([disk(bent, { id: 'db/bent' }), disk(emptying)])?.series.id).toBe('db/free');
    const late = disk(emptying);
    expect(found([{ ...late, points: late.points.filter(([at]) => at >= 101 * 60) }])).toBeNull();
    expect(found([{ ...late, points: late.points.filter(([at]) => at >= 100 * 60) }])).not.toBeNull();
  });
});
