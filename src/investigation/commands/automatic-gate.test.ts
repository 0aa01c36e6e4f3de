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

test.each<[string, Verdict, Parameters<typeof passesAutomaticGate>[1], boolean]>([
  ['sure and fresh', verdict(0.9, 0.05), { liveAt: 0 }, true],
  ['not sure enough', verdict(0.899, 0.01), { liveAt: 0 }, false],
  ['a runner-up', verdict(0.92, 0.06), { liveAt: 0 }, false],
  ['a weaker band', verdict(0.95, 0.01, 'plausible'), { liveAt: 0 }, false],
  ['a day old', verdict(0.95, 0.01), { liveAt: -24 * HOUR_MS - 1 }, false],
  ['never live', verdict(0.95, 0.01), {}, false],
  ['a deploy that is not known', verdict(0.95, 0.01), undefined, false],
  ['a range that was cut', verdict(0.95, 0.01), { liveAt: 0, truncated: true }, false],
  ['no suspect', { ...verdict(0.95, 0.01), suspects: [] }, { liveAt: 0 }, false],
])('%s: %s', (_, decided, suspected, passes) => {
  expect(passesAutomaticGate(decided, suspected, 0)).toBe(passes);
});
