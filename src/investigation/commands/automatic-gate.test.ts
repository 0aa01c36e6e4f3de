import { expect, test } from '@jest/globals';
import type { Verdict } from '../verdict/verdict.ts';
import { passesAutomaticGate } from './automatic-gate.ts';

const HOUR_MS = 3_600_000;
const verdict = (first: number, second: number, band: Verdict['band'] = 'strong'): Verdict => ({
  band,
  onset: { at: 0, from: 0, to: 0, source: 'series' },
  suspects: [first, second].map((probability, index) => ({
    deploy: 'd',
    commit: String(index),
    probability,
    evidence: [],
  })),
  otherChanges: [],
  nothing: { probability: 1 - first - second, evidence: [] },
  notChecked: [],
});

test.each<[string, Verdict, number | undefined, boolean]>([
  ['sure and fresh', verdict(0.9, 0.05), 0, true],
  ['not sure enough', verdict(0.899, 0.01), 0, false],
  ['a runner-up', verdict(0.92, 0.06), 0, false],
  ['a weaker band', verdict(0.95, 0.01, 'plausible'), 0, false],
  ['a day old', verdict(0.95, 0.01), -24 * HOUR_MS - 1, false],
  ['never live', verdict(0.95, 0.01), undefined, false],
  ['no suspect', { ...verdict(0.95, 0.01), suspects: [] }, 0, false],
])('%s: %s', (_, decided, wentLiveAt, passes) => {
  expect(passesAutomaticGate(decided, wentLiveAt, 0)).toBe(passes);
});
