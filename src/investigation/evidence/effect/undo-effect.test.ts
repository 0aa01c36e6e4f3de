import { expect, test } from '@jest/globals';
import { shopSeries, step, TROUBLE } from '../../../../test/support/cases/shop-series.ts';
import type { CaseSeries } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { type Excess, measureExcess } from '../series/excess.ts';
import { undoEffect, undoEvidence } from './undo-effect.ts';

const ASKED = TROUBLE + 10 * MINUTE_MS;

function excessOf(series: CaseSeries): Excess {
  const excess = measureExcess(series, TROUBLE - 5 * MINUTE_MS, ASKED);
  if (excess === null) throw new Error('the series has a past');
  return excess;
}

/** Errors from the onset until so many minutes after it. */
const until = (end: number) =>
  excessOf(shopSeries('cart', 'errors', { usual: 3, at: (m) => (m >= 0 && m < end ? 90 : 3) }));
const undone = (excess: Excess, from: number, live: number) =>
  undoEffect(excess, TROUBLE, { from: TROUBLE + from * MINUTE_MS, live: TROUBLE + live * MINUTE_MS });

test('trouble that ended with the rollback speaks for the deploy', () => {
  const effect = undone(until(5), 3, 4);
  expect(effect).toEqual({ live: TROUBLE + 4 * MINUTE_MS, later: 5, share: 0 });
  expect(effect === null ? 0 : undoEvidence(effect)).toBeCloseTo(Math.log(0.85 / 0.15), 9);
});

test('trouble that stayed speaks against it', () => {
  const effect = undone(excessOf(shopSeries('cart', 'errors', step(3, 90))), 3, 4);
  expect(effect).toMatchObject({ later: 5, share: 1 });
  expect(effect === null ? 0 : undoEvidence(effect)).toBeCloseTo(-Math.log(0.85 / 0.15), 9);
});

test('half of it says nothing', () => {
  expect(undoEvidence({ live: 0, later: 4, share: 0.5 })).toBeCloseTo(0, 9);
  expect(undone(until(7), 2, 4)).toMatchObject({ later: 5, share: 0.4 });
});

test('nothing before two readings after it, without trouble before it, or where it began before the onset', () => {
  expect(undone(until(5), 6, 7)).toMatchObject({ later: 2 });
  expect(undone(until(5), 7, 8)).toBeNull();
  expect(undone(excessOf(shopSeries('cart', 'errors', step(90, 3))), 3, 4)).toBeNull();
  expect(undone(until(5), 0, 4)).toBeNull();
});
