import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { noDeployProbability, type Verdict } from '../verdict/verdict.ts';
import type { Feedback } from './feedback.ts';
import { withFeedback } from './with-feedback.ts';

const verdictOf = (weights: readonly number[], other: number, nothing: number): Verdict => {
  const total = weights.reduce((sum, weight) => sum + weight, other + nothing);
  return {
    band: 'weak',
    onset: { at: 0, from: 0, to: 0, source: 'alert-rule' },
    suspects: weights.map((weight, index) => ({
      deploy: 'd1',
      commit: `c${index}`,
      probability: weight / total,
      evidence: [],
    })),
    otherChanges: [{ change: 0, probability: other / total, evidence: [] }],
    nothing: { probability: nothing / total, evidence: [] },
    notChecked: [],
  };
};
const said = (label: Feedback['label'], commit: string | null, deploy: string | null = 'd1'): Feedback => ({
  incidentId: 'i',
  label,
  deploy,
  commit,
  at: 0,
  source: 'command',
});

test('what people ruled out is no suspect, and the rest still adds up to 1 in the same proportions', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      fc.nat(5),
      (weights, other, nothing, out) => {
        const before = verdictOf(weights, other, nothing);
        const after = withFeedback(before, [said('not-it', `c${out}`)]);
        const sum = after.suspects.reduce((total, one) => total + one.probability, noDeployProbability(after));
        expect(sum).toBeCloseTo(1, 9);
        expect(after.suspects.map(({ commit }) => commit)).not.toContain(`c${out}`);
        for (const { commit, probability } of after.suspects) {
          const was = before.suspects.find((one) => one.commit === commit)?.probability ?? 0;
          expect(probability / after.nothing.probability).toBeCloseTo(was / before.nothing.probability, 6);
        }
      },
    ),
  );
});

test('without the first suspect the band is measured anew', () => {
  const sure = withFeedback(verdictOf([0.9, 0.06], 0.02, 0.02), [said('not-it', 'c0')]);
  expect(sure.band).toBe('plausible');
  expect(withFeedback(verdictOf([0.9], 0.05, 0.05), [said('not-it', 'c0')])).toMatchObject({
    band: 'none',
    nothing: { probability: 0.5 },
  });
  expect(withFeedback(verdictOf([1], 0, 0), [said('not-it', 'c0')])).toMatchObject({ nothing: { probability: 1 } });
});

test('a deploy whose commits share the blame is judged by what is left of them', () => {
  const shared = verdictOf([0.3, 0.2, 0.1], 0, 0.4);
  expect(withFeedback(shared, [said('not-it', 'c2')]).band).toBe('plausible');
  expect(withFeedback(shared, [said('not-it', 'c0')])).toMatchObject({
    band: 'none',
    suspects: [{ commit: 'c1' }, {}],
  });
  expect(
    withFeedback(
      shared,
      ['c0', 'c1', 'c2'].map((sha) => said('not-it', sha)),
    ),
  ).toMatchObject({
    band: 'none',
    suspects: [],
    nothing: { probability: 1 },
  });
});

test('a confirmation changes no probability, and a word about a deploy leaves its known commits alone', () => {
  const verdict = verdictOf([0.5, 0.2], 0.1, 0.2);
  expect(withFeedback(verdict, [said('it-was', 'c0'), said('not-it', null), said('not-it', 'elsewhere')])).toBe(
    verdict,
  );
});
