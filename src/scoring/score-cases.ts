import type { Answer } from '../investigation/answer.ts';
import type { Case } from '../investigation/case.ts';
import { BASELINES } from './baselines.ts';
import { type Judged, judgeAnswer } from './judge-answer.ts';
import { type SetScore, scoreSet } from './score-set.ts';
import type { Truth } from './truth.ts';

/** The score of one set and, beside it, of the simple rules on the same cases. */
export interface ScoredSet {
  readonly set: string;
  readonly score: SetScore;
  readonly judged: readonly Judged[];
  readonly baselines: readonly { readonly name: string; readonly score: SetScore }[];
}

/** Scores the answers of a file, per set. Cases that the truth does not know are not scored; their ids are `unknown`. */
export function scoreCases(
  cases: readonly Case[],
  answers: readonly Answer[],
  truth: Truth,
): { readonly sets: readonly ScoredSet[]; readonly unknown: readonly string[] } {
  const known = cases.flatMap((theCase, index) => {
    const told = truth.get(theCase.id);
    const answer = answers[index];
    return told === undefined || answer === undefined ? [] : [{ theCase, told, answer }];
  });
  const groups = Map.groupBy(known, ({ told }) => told.set);
  const sets = [...groups].map(([set, group]): ScoredSet => {
    const judged = group.map(({ answer, told }) => judgeAnswer(answer, told));
    return {
      set,
      judged,
      score: scoreSet(judged),
      baselines: scoreBaselines(
        group.map(({ theCase }) => theCase),
        truth,
      ),
    };
  });
  return { sets, unknown: cases.filter(({ id }) => !truth.has(id)).map(({ id }) => id) };
}

function scoreBaselines(cases: readonly Case[], truth: Truth): ScoredSet['baselines'] {
  return BASELINES.flatMap(({ name, level, answer }) => {
    const judged = answer(cases).flatMap((said) => {
      const told = said === null ? undefined : truth.get(said.case);
      return said === null || told === undefined ? [] : [judgeAnswer(said, told, level)];
    });
    return judged.length === 0 ? [] : [{ name, score: scoreSet(judged) }];
  });
}
