import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sentence } from '../sentence.ts';
import { byDeploy } from './by-deploy.ts';
import { leadOf, leadsOf } from './lead.ts';
import type { Evidence, Suspect } from './verdict.ts';

const reason = (id: string): Evidence => ({ id, clue: 'timing', weight: 1, says: sentence`reason` });
const suspect = (deploy: string | null, commit: string | null, probability: number, ...ids: string[]): Suspect => ({
  deploy,
  commit,
  probability,
  evidence: ids.map(reason),
});

test('a deploy whose commits share the blame leads as a whole, with their sum and what they have in common', () => {
  const [one, other] = [suspect('d1', 'a', 0.35, 'E1', 'E2'), suspect('d1', 'b', 0.27, 'E1', 'E3')];
  const lead = leadOf([one, other]);
  expect(lead).toMatchObject({ deploy: 'd1', commit: null, among: [one, other] });
  expect(lead?.probability).toBeCloseTo(0.62, 12);
  expect(lead?.evidence.map(({ id }) => id)).toEqual(['E1']);
});

test('the leading deploy need not hold the first suspect', () => {
  const suspects = [suspect('d2', 'x', 0.3), suspect('d1', 'a', 0.28), suspect('d1', 'b', 0.27)];
  expect(leadsOf(suspects)).toMatchObject([
    { deploy: 'd1', commit: null },
    { deploy: 'd2', commit: 'x', probability: 0.3 },
  ]);
});

test('a commit with half of all probability, or four fifths of its deploy’s, is clear, and so is the only one of its deploy', () => {
  const [half, rest] = [suspect('d1', 'a', 0.5), suspect('d1', 'b', 0.3)];
  expect(leadOf([half, rest])).toEqual({ ...half, among: [half] });
  const [most, least] = [suspect('d1', 'a', 0.4), suspect('d1', 'b', 0.1)];
  expect(leadOf([most, least])).toEqual({ ...most, among: [most] });
  expect(leadOf([most, suspect('d1', 'b', 0.11)])?.commit).toBeNull();
  const only = suspect('d1', 'a', 0.2);
  expect(leadOf([only])).toEqual({ ...only, among: [only] });
  const unknown = suspect('d1', null, 0.4);
  expect(leadOf([unknown, suspect('d2', 'b', 0.3)])).toEqual({ ...unknown, among: [unknown] });
});

test('commits that no deploy carries stand for themselves', () => {
  const [a, b] = [suspect(null, 'a', 0.3), suspect(null, 'b', 0.25)];
  expect(leadsOf([a, b])).toEqual([
    { ...a, among: [a] },
    { ...b, among: [b] },
  ]);
});

test('without a suspect nothing leads; of equals the first does', () => {
  expect(leadOf([])).toBeUndefined();
  expect(leadOf([suspect('d2', 'x', 0.4), suspect('d1', 'y', 0.4)])?.deploy).toBe('d2');
});

test('no suspect is lost or counted twice, and the deploys are in the order of their sums', () => {
  const anySuspect = fc
    .record({
      deploy: fc.constantFrom(null, 'd1', 'd2', 'd3'),
      commit: fc.constantFrom('a', 'b', 'c'),
      probability: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ deploy, commit, probability }) => suspect(deploy, commit, probability));
  fc.assert(
    fc.property(fc.array(anySuspect), (suspects) => {
      const deploys = byDeploy(suspects);
      expect(new Set(deploys.flatMap((one) => one.suspects))).toEqual(new Set(suspects));
      expect(deploys.flatMap((one) => one.suspects)).toHaveLength(suspects.length);
      const sums = deploys.map(({ probability }) => probability);
      expect(sums).toEqual([...sums].sort((one, other) => other - one));
    }),
  );
});
