import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { strongSample } from '../../../test/support/cases/report-samples.ts';
import { plainText, sentence } from '../sentence.ts';
import type { Evidence } from '../verdict/verdict.ts';
import { numberEvidence } from './number-evidence.ts';
import { renderPullRequestComment } from './render-pull-request-comment.ts';
import { renderReport } from './render-report.ts';
import type { ReportInput } from './report-input.ts';

const one = (id: string, weight: number): Evidence => ({ id, clue: 'timing', weight, says: sentence`reason ${id}` });

function measured(first: readonly Evidence[], second: readonly Evidence[], nothing: readonly Evidence[]): ReportInput {
  const [a, b] = strongSample.verdict.suspects;
  if (a === undefined || b === undefined) throw new Error('the sample has two suspects');
  const suspects = [
    { ...a, evidence: first },
    { ...b, evidence: second },
  ];
  return {
    ...strongSample,
    verdict: { ...strongSample.verdict, suspects, nothing: { probability: 0.06, evidence: nothing } },
  };
}

describe('evidence is numbered for its reader', () => {
  test('in the order in which it is met: strongest first, against after for, what weighs nothing last', () => {
    const input = measured(
      [one('E57', 0.3), one('E74', 2), one('E58', 0), one('E60', -1)],
      [one('E57', 0.3), one('E80', 1)],
      [one('E87', -0.5)],
    );
    const { verdict } = numberEvidence(input);
    expect(verdict.suspects.map(({ evidence }) => evidence.map(({ id, says }) => `${id} ${plainText(says)}`))).toEqual([
      ['E1 reason E74', 'E2 reason E57', 'E3 reason E60', 'E6 reason E58'],
      ['E5 reason E80', 'E2 reason E57'],
    ]);
    expect(verdict.nothing.evidence.map(({ id }) => id)).toEqual(['E4']);
  });

  test('the issue and the comment on the pull request cite the same numbers, and each that is cited is listed', () => {
    const input = measured([one('E57', 0.3), one('E74', 2), one('E58', 0.01)], [one('E57', 0.3)], []);
    const { body } = renderReport(input);
    const listed = new Set([...body.matchAll(/\*\*(E\d+)\*\*/g)].map(([, id]) => id));
    const citations = [...`${body}${renderPullRequestComment(input)}`.matchAll(/\((E\d+)\)/g)].map(([, id]) => id);
    expect([...listed]).toEqual(['E1', 'E2']);
    expect(new Set(citations)).toEqual(listed);
  });

  test('of a deploy as a whole its own reasons come first, then those of its changes', () => {
    const input = measured([one('E1', 3), one('E9', 2)], [one('E9', 2), one('E2', 1)], []);
    const suspects = input.verdict.suspects.map((suspect) => ({ ...suspect, probability: 0.4 }));
    const { verdict } = numberEvidence({ ...input, verdict: { ...input.verdict, suspects } });
    const told = verdict.suspects.map(({ evidence }) => evidence.map(({ id, says }) => `${id} ${plainText(says)}`));
    expect(told).toEqual([
      ['E2 reason E1', 'E1 reason E9'],
      ['E1 reason E9', 'E3 reason E2'],
    ]);
  });

  test('whatever the verdict called them, numbers run from 1 without a gap and nothing but the ids changes', () => {
    const anyEvidence = fc.array(
      fc.record({
        id: fc.string(),
        clue: fc.constantFrom('timing', 'age'),
        weight: fc.double({ min: -5, max: 5, noNaN: true }),
        says: fc.constant(sentence`x`),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(anyEvidence, anyEvidence, anyEvidence, (first, second, nothing) => {
        const { verdict } = numberEvidence(measured(first, second, nothing));
        const all = [...verdict.suspects.flatMap(({ evidence }) => evidence), ...verdict.nothing.evidence];
        const ids = [...new Set(all.map(({ id }) => Number(id.slice(1))))].sort((a, b) => a - b);
        const weights = (evidence: readonly Evidence[]) => evidence.map(({ weight }) => weight).sort((a, b) => a - b);
        return (
          ids.every((id, index) => id === index + 1) &&
          String(weights(all)) === String(weights([...first, ...second, ...nothing]))
        );
      }),
    );
  });
});
