import { describe, expect, test } from '@jest/globals';
import { shopSeries, step, TROUBLE } from '../../../../test/support/shop-series.ts';
import type { CaseDeploy, CaseSeries } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { versionContrast } from './version-contrast.ts';

const DEPLOY: CaseDeploy = {
  id: 'd',
  service: 'cart',
  startedAt: TROUBLE - 20 * MINUTE_MS,
  versions: { new: '2', old: '1' },
};

function part(version: string, kind: NonNullable<CaseSeries['kind']>, usual: number, bad = usual): CaseSeries {
  return shopSeries('cart', kind, step(usual, bad), { id: `cart/${kind}/${version}`, version });
}

function contrast(...series: CaseSeries[]) {
  return versionContrast(series, DEPLOY, TROUBLE, TROUBLE + 10 * MINUTE_MS);
}

describe('two versions at the same minutes', () => {
  const requests = [part('1', 'requests', 900), part('2', 'requests', 100)];

  test('only the new one fails: its share of errors rose beside the old one’s', () => {
    const found = contrast(part('1', 'errors', 5), part('2', 'errors', 1, 40), ...requests);
    expect(found?.kind).toBe('errors');
    expect(found?.factor).toBeGreaterThan(10);
    expect(found?.evidence).toBeGreaterThan(3);
  });

  test('both suffer alike: the new one is cleared', () => {
    const found = contrast(part('1', 'latency', 0.1, 0.8), part('2', 'latency', 0.1, 0.8));
    expect(found?.factor).toBeCloseTo(1, 0);
    expect(found?.evidence).toBeLessThan(-1);
  });

  test('what the two always differed by is taken off', () => {
    const slower = contrast(part('1', 'latency', 0.1), part('2', 'latency', 0.2));
    expect(slower?.factor).toBeCloseTo(1, 0);
    const ratio = contrast(part('1', 'error_ratio', 0.001), part('2', 'error_ratio', 0.001, 0.08));
    expect(ratio?.evidence).toBeGreaterThan(4);
  });

  test('a new version without a past is compared as it is', () => {
    const fresh = part('2', 'latency', 0.5);
    const since = { ...fresh, points: fresh.points.slice(-9) };
    expect(contrast(part('1', 'latency', 0.1), since)?.factor).toBeCloseTo(5, 0);
  });

  test('one version, the same version, errors without requests or too few minutes say nothing', () => {
    expect(contrast(part('1', 'latency', 0.1))).toBeNull();
    expect(contrast(part('1', 'errors', 5), part('2', 'errors', 1, 40))).toBeNull();
    const pair = [part('1', 'latency', 0.1), part('2', 'latency', 0.1)];
    expect(versionContrast(pair, { ...DEPLOY, versions: { new: '2' } }, TROUBLE, TROUBLE)).toBeNull();
    expect(versionContrast(pair, { ...DEPLOY, versions: { new: '2', old: '2' } }, TROUBLE, TROUBLE)).toBeNull();
    expect(versionContrast(pair, DEPLOY, TROUBLE + 9.5 * MINUTE_MS, TROUBLE + 10 * MINUTE_MS)).toBeNull();
  });
});
