import { describe, expect, test } from '@jest/globals';
import { cartFails, deploy, golden, minutesBefore } from '../../../test/support/cases/failing-cart.ts';
import { said } from '../../../test/support/cases/read-verdict.ts';
import { shopSeries, step } from '../../../test/support/cases/shop-series.ts';
import type { Case, CaseDeploy, CaseSeries } from '../case.ts';
import { investigate } from '../investigate.ts';
import { plainText } from '../sentence.ts';
import { measureCase } from './measure-case.ts';
import { moveSays } from './move-words.ts';

describe('timing in words', () => {
  const says = (one: CaseDeploy): string => said(investigate(cartFails([one])), one.id).join('\n');

  test.each([
    ['live', deploy('d1', 3), 'live 3 min before the problem began'],
    ['long ago', deploy('d1', 180), 'live 3 h before'],
    [
      'running',
      deploy('d1', -4, { startedAt: minutesBefore(5) }),
      'began 5 min before the problem began and still ran',
    ],
    [
      'failed',
      deploy('d1', 5, { outcome: 'failure', endedAt: minutesBefore(4) }),
      'began 7 min before the problem began and failed',
    ],
    ['afterwards', deploy('d1', -8), 'after the problem began'],
  ])('%s', (_name, one, words) => {
    expect(says(one)).toContain(words);
  });

  test('a flag changed; one that names no service may be anywhere', () => {
    const flags = [
      { kind: 'flag' as const, service: 'cart', at: minutesBefore(2), title: 'gift cards' },
      { kind: 'infrastructure' as const, at: minutesBefore(2) },
    ];
    const { otherChanges } = investigate(cartFails([], { changes: flags }));
    expect(otherChanges.map(({ change }) => change)).toEqual([0, 1]);
    const words = otherChanges.map(({ evidence }) => evidence.map(({ says: one }) => plainText(one)).join('\n'));
    expect(words[0]).toContain('it was changed 2 min before');
    expect(words[1]).toContain('which service it touches is not known');
  });
});

describe('places in words', () => {
  const at = (service: string, more: Partial<Case> = {}): string =>
    said(investigate(cartFails([deploy('d1', 3, { service })], more)), 'd1').join('\n');

  test.each([
    ['payments', '`cart` calls'],
    ['web', 'and could only burden it'],
    ['search', 'both depend on'],
    ['newsletter', 'how that relates to cart is not known'],
  ])('%s', (service, words) => {
    expect(at(service)).toContain(words.replaceAll('`', ''));
  });

  test('without a graph; two calls below', () => {
    expect(at('payments', { topology: [], series: [], logs: [] })).toContain('is not known');
    const below = golden('dependency-deploy');
    expect(said(investigate(below), 'd1').join('\n')).toContain('web depends on payments, 2 calls away');
  });

  test('somebody inside sends more', () => {
    const requests = (service: string, usual: number, bad = usual): CaseSeries =>
      shopSeries(service, 'requests', step(usual, bad));
    const storm = cartFails([deploy('d1', 3, { service: 'web' })], {
      topology: [
        { from: 'shop', to: 'web' },
        { from: 'web', to: 'cart' },
      ],
      series: [
        shopSeries('cart', 'errors', step(3, 120)),
        requests('cart', 500, 2500),
        requests('shop', 3000),
        requests('web', 3000),
        shopSeries('shop', 'errors', { usual: 4 }),
      ],
    });
    expect(said(investigate(storm), 'd1').join('\n')).toMatch(
      /requests to cart rose to [45]\.\d times while those from outside did not/,
    );
  });
});

describe('moves in words', () => {
  const of = (series: CaseSeries): string => {
    const { moves } = measureCase(cartFails([], { series: [series] }));
    return plainText(moveSays(moves, series.peer ?? 'cart', 1));
  };

  test.each<[string, CaseSeries, RegExp]>([
    [
      'errors a minute',
      shopSeries('cart', 'errors', step(3, 120)),
      /^errors of cart went from \d per min to 1\d\d per min with the onset \(\d+ times\)$/,
    ],
    [
      'milliseconds',
      shopSeries('cart', 'latency', step(100, 900), { unit: 'ms', statistic: 'p95' }),
      /^the latency \(p95\) of cart went from [\d.]+ ms to 9\d\d ms/,
    ],
    ['seconds', shopSeries('cart', 'latency', step(0.4, 2.5)), /^the latency of cart went from \d+ ms to 2\.\d+ s/],
    [
      'a ratio',
      shopSeries('cart', 'error_ratio', step(0.01, 0.2)),
      /^the error ratio of cart went from [\d.]+ % to 2\d\.\d %/,
    ],
    [
      'percent',
      shopSeries('cart', 'success_ratio', { ...step(99.9, 80), scatter: 0.001 }, { unit: 'percent' }),
      /^the success ratio of cart went from 99\.\d % to [78]\d(\.\d)? % with the onset$/,
    ],
    [
      'a gauge',
      shopSeries('cart', 'saturation', step(20, 95), { name: 'cpu', unit: 'percent' }),
      /^cpu of cart went from [\d.]+ % to [\d.]+ % with the onset \(\d times\)/,
    ],
    [
      'a gauge without a unit',
      shopSeries('cart', 'other', step(20, 95)),
      /^cart\/other of cart went from \d+(\.\d)? to \d+ with/,
    ],
    ['one version', shopSeries('cart', 'errors', step(3, 120), { version: '2' }), /^errors of cart in version 2 went/],
    ['a call edge', { ...shopSeries('cart', 'latency', step(0.1, 1.2)), peer: 'db' }, /^the latency of cart → db went/],
    [
      'another step',
      shopSeries('cart', 'errors', step(3, 120), { stepSeconds: 30 }),
      /^errors of cart went from \d to 1\d\d with/,
    ],
    ['nothing', shopSeries('cart', 'errors', { usual: 3 }), /^no metric of cart clearly moved/],
  ])('%s', (_name, series, words) => {
    expect(of(series)).toMatch(words);
  });

  test('no metrics at all', () => {
    expect(plainText(moveSays(new Map(), 'db', 1))).toBe('no metrics of db itself; judged by those around it');
  });
});
