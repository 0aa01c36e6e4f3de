import { describe, expect, test } from '@jest/globals';
import type { CaseSeries } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { bucketedOnce } from '../series/bucketed-once.ts';
import { lastingStep } from './lasting-step.ts';

const FROM = 60;
const LIVE = 64;
const ONSET = 144;

function step(at: (minute: number) => number, more: Partial<CaseSeries> = {}, load = 0, onset = ONSET) {
  const points = Array.from({ length: 160 }, (_, minute) => [minute * 60, at(minute)] as const);
  const series: CaseSeries = { id: 's', service: 'quotes', kind: 'other', stepSeconds: 60, points, ...more };
  const span = {
    from: FROM * MINUTE_MS,
    live: LIVE * MINUTE_MS,
    onset: onset * MINUTE_MS,
    bucketed: bucketedOnce(160 * MINUTE_MS),
  };
  return lastingStep(series, span, load);
}
/** A step at the end of the rollout. */
const jump = (to: number) => (minute: number) => (minute < LIVE - 1 ? 100 : to);
const wobble = (minute: number) => (minute % 2 === 0 ? 1 : -1);

describe('a lasting step', () => {
  test('its levels and its factor, upwards and downwards', () => {
    expect(step(jump(200))).toMatchObject({ from: 100, to: 200 });
    expect(step(jump(200))?.factor).toBeCloseTo(Math.log(2), 1);
    expect(step(jump(20))).toMatchObject({ from: 100, to: 20 });
    expect(step(jump(0))?.factor).toBeLessThan(-3);
  });

  test('by half as much again, beyond what more requests explain', () => {
    expect(step(jump(160))).not.toBeNull();
    expect(step(jump(145))).toBeNull();
    expect(step(jump(200), {}, Math.log(1.2))).not.toBeNull();
    expect(step(jump(200), {}, Math.log(1.5))).toBeNull();
  });

  test('by six of its scatters', () => {
    const noisy = (by: number) => step((m) => 10 + 3 * wobble(m) + (m < LIVE - 1 ? 0 : by));
    expect(noisy(40)).not.toBeNull();
    expect(noisy(20)).toBeNull();
  });

  test('a quarter of an hour before the onset, with five minutes on either side', () => {
    expect(step(jump(200), {}, 0, LIVE + 15)).not.toBeNull();
    expect(step(jump(200), {}, 0, LIVE + 14)).toBeNull();
    const some = (keep: (minute: number) => boolean) =>
      step(jump(200), {
        points: Array.from({ length: 160 }, (_, m) => [m * 60, jump(200)(m)] as const).filter(([at]) => keep(at / 60)),
      });
    expect(some((m) => m >= FROM - 5)).not.toBeNull();
    expect(some((m) => m >= FROM - 4)).toBeNull();
    expect(some((m) => m < LIVE || m >= LIVE + 6)).toBeNull();
  });

  test('it stays: not back again, not growing on, and not a drift that was there before', () => {
    expect(step((m) => (m < LIVE - 1 || m > 100 ? 100 : 200))).toBeNull();
    expect(step((m) => (m < LIVE - 1 ? 100 : 200 + 5 * (m - LIVE)))).toBeNull();
    expect(step((m) => (m < LIVE - 1 ? 100 : 250 + (m - LIVE)))).not.toBeNull();
    expect(step((m) => (m < 45 ? 20 : m < LIVE - 1 ? 100 : 200))).toBeNull();
    expect(step(() => 100)).toBeNull();
  });

  test('a process that was started anew uses less, which burdens nobody', () => {
    expect(step(jump(20), { kind: 'saturation' })).toBeNull();
    expect(step(jump(200), { kind: 'saturation' })).not.toBeNull();
    expect(step(jump(20), { kind: 'requests' })).not.toBeNull();
    expect(step(jump(200), { kind: 'throughput' })).not.toBeNull();
  });
});
