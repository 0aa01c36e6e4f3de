import { plainText } from '../sentence.ts';
import { leadOf } from '../verdict/lead.ts';
import { type Evidence, NEGLIGIBLE, type Verdict } from '../verdict/verdict.ts';
import { maskLogPhrases } from './logs/mask-log-phrases.ts';
import type { ReportInput } from './report-input.ts';

/**
 * The same input with its evidence as E1, E2, … in the order in which a reader meets it: what weighs most for what is
 * named first, then what speaks for and against no change, then the suspects; what weighs nothing comes last.
 * Evidence that several suspects share (one deploy, two commits) keeps one number. The numbers of the verdict follow
 * the order of measuring, in which the first reason of a report may be E57. Log lines in its sentences are masked for show.
 */
export function numberEvidence(input: ReportInput): ReportInput {
  const { verdict } = input;
  const lead = leadOf(verdict.suspects);
  const groups = [
    lead?.evidence ?? [],
    verdict.nothing.evidence,
    ...verdict.otherChanges.map((change) => change.evidence),
    ...[...(lead?.among ?? []), ...verdict.suspects].map((suspect) => suspect.evidence),
  ];
  const numbers = new Map<string, string>();
  for (const shown of [true, false]) {
    for (const one of groups.flatMap(inOrder)) {
      const key = keyOf(one);
      if (isShown(one) === shown && !numbers.has(key)) numbers.set(key, `E${numbers.size + 1}`);
    }
  }
  const numbered = (evidence: readonly Evidence[]): readonly Evidence[] =>
    inOrder(evidence).map((one) => ({ ...one, id: numbers.get(keyOf(one)) ?? one.id, says: maskLogPhrases(one.says) }));
  return { ...input, verdict: withEvidence(verdict, numbered) };
}

function withEvidence(verdict: Verdict, numbered: (evidence: readonly Evidence[]) => readonly Evidence[]): Verdict {
  return {
    ...verdict,
    suspects: verdict.suspects.map((suspect) => ({ ...suspect, evidence: numbered(suspect.evidence) })),
    otherChanges: verdict.otherChanges.map((change) => ({ ...change, evidence: numbered(change.evidence) })),
    nothing: { ...verdict.nothing, evidence: numbered(verdict.nothing.evidence) },
  };
}

/** For before against, each strongest first. */
function inOrder(evidence: readonly Evidence[]): readonly Evidence[] {
  return [...evidence].sort(
    (one, other) => Number(other.weight > 0) - Number(one.weight > 0) || Math.abs(other.weight) - Math.abs(one.weight),
  );
}

function isShown({ weight }: Evidence): boolean {
  return Math.abs(weight) >= NEGLIGIBLE;
}

/** The same id may stand for several things only in a verdict that was put together by hand. */
function keyOf({ id, clue, weight, says }: Evidence): string {
  return JSON.stringify([id, clue, weight, plainText(says)]);
}
