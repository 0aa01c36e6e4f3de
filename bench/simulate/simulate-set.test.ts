import { describe, expect, test } from '@jest/globals';
import { readCase, writeCase } from '../../src/investigation/case-document.ts';
import { SETS } from './sets.ts';
import { simulateSet } from './simulate-set.ts';

// The first incident of each set: what has to hold of every case, whatever was drawn.
const CASES = SETS.flatMap((shape) => simulateSet(shape, 1, 1).map((one) => ({ ...one, id: one.theCase.id, shape })));

describe.each(CASES)('$id', ({ theCase, truth, shape }) => {
  const { alert, askedAt, deploys, series = [] } = theCase;

  test('is read as it was written', () => {
    const written = JSON.stringify(writeCase(theCase));
    expect(JSON.stringify(writeCase(readCase(JSON.parse(written))))).toBe(written);
  });

  test('the alert fires after it started and before the question', () => {
    expect(alert.firedAt).toBeGreaterThan(alert.startedAt);
    expect(askedAt).toBeGreaterThan(alert.firedAt ?? Number.NaN);
  });

  test('deploys are in order, each with an id of its own, and nothing of them is later than the question', () => {
    const starts = deploys.map(({ startedAt }) => startedAt);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(new Set(deploys.map(({ id }) => id)).size).toBe(deploys.length);
    for (const { startedAt, liveAt, outcome } of deploys) {
      expect(startedAt).toBeLessThanOrEqual(askedAt);
      expect(outcome).toBe(liveAt === undefined ? 'in_progress' : 'success');
      expect(liveAt ?? askedAt).toBeGreaterThanOrEqual(startedAt);
      expect(liveAt ?? askedAt).toBeLessThanOrEqual(askedAt);
    }
  });

  test('points are in order, finite, and of steps that were over at the question', () => {
    expect(series.length).toBeGreaterThan(0);
    for (const { points } of series) {
      const times = points.map(([at]) => at);
      expect(times.every((at, index) => index === 0 || at > (times[index - 1] ?? at))).toBe(true);
      expect(points.every(([, value]) => Number.isFinite(value) && value >= 0)).toBe(true);
      expect(times.every((at) => (at + shape.step) * 1000 <= askedAt)).toBe(true);
    }
    expect(new Set(series.map(({ id }) => id)).size).toBe(series.length);
  });

  test('the alert watches a series of the case, or does not say which', () => {
    if (shape.unnamedSeries === true) expect(alert).not.toHaveProperty('series');
    else expect(series.map(({ id }) => id)).toContain(alert.series);
  });

  test('the guilty deploy is among the deploys and began before the onset, and the onset was before the alert', () => {
    const guilty = deploys.find(({ id }) => id === truth.culprit?.deploy);
    if (truth.culprit === null) return expect(truth.onset).toBeNull();
    const onset = Date.parse(truth.onset ?? '');
    expect(guilty?.startedAt).toBeLessThan(onset);
    expect(onset).toBeLessThan(alert.startedAt);
  });
});

describe('a set', () => {
  const [shape] = SETS.filter(({ name }) => name === '1min-short-history');
  if (shape === undefined) throw new Error('the set of the shortest history is gone');
  const written = (count: number, seed: number) =>
    simulateSet(shape, count, seed).map(({ theCase, truth }) => JSON.stringify([writeCase(theCase), truth]));

  test('is the same for the same seed, and another for another', () => {
    expect(written(3, 1)).toEqual(written(3, 1));
    expect(written(3, 1)).not.toEqual(written(3, 2));
  });

  test('begins with the incidents of a smaller one', () => {
    const few = written(2, 1);
    expect(written(4, 1).slice(0, few.length)).toEqual(few);
  });

  test('has incidents with a guilty deploy, the same without it, and such as never had one', () => {
    const cases = simulateSet(shape, 12, 1);
    const byId = new Map(cases.map(({ theCase }) => [theCase.id, theCase]));
    expect(cases.some(({ truth }) => truth.culprit !== null)).toBe(true);
    expect(cases.some(({ truth }) => truth.culprit === null && truth.pair === null)).toBe(true);
    const leftOut = cases.filter(({ truth }) => truth.pair !== null);
    expect(leftOut.length).toBeGreaterThan(0);
    for (const { theCase, truth } of leftOut) {
      const whole = byId.get(truth.pair ?? '');
      const guilty = cases.find((one) => one.theCase === whole)?.truth.culprit?.deploy;
      expect({ ...theCase, id: whole?.id, deploys: whole?.deploys }).toEqual(whole);
      expect(theCase.deploys).toEqual(whole?.deploys.filter(({ id }) => id !== guilty));
    }
  });
});
