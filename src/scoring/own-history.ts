import type { Answer } from '../investigation/answer.ts';
import type { Case } from '../investigation/case.ts';
import type { Feedback } from '../investigation/commands/feedback.ts';
import { type ScoredSet, scoreCases } from './score-cases.ts';
import type { TrueAnswer } from './truth.ts';

/** An incident of the installation's own: what was known, what is said of it today, and what people said in the end. */
export interface LabelledIncident {
  readonly theCase: Case;
  readonly answer: Answer;
  readonly labels: readonly Feedback[];
}

/** How right the verdicts are on the installation's own incidents. */
export interface OwnHistory {
  /** Incidents of which somebody said (or a merged revert showed) what it was; null where there is none. */
  readonly known: ScoredSet | null;
  /** Changes of which somebody said that they were not it. */
  readonly cleared: {
    readonly count: number;
    /** Those that the verdict names first, above "no change". */
    readonly named: number;
    /** The mean probability that the verdict gives them. */
    readonly said: number;
  };
}

/** Scores the answers by the labels. Of several changes that were it, the last said counts. */
export function ownHistory(incidents: readonly LabelledIncident[]): OwnHistory {
  const truth = new Map(
    incidents.flatMap(({ theCase, labels }): readonly (readonly [string, TrueAnswer])[] => {
      const guilty = labels.findLast(({ label }) => label === 'it-was');
      if (guilty === undefined) return [];
      const { deploy, commit } = guilty;
      const culprit = deploy === null && commit === null ? null : { deploy, commit };
      return [[theCase.id, { culprit, onset: null, set: 'own history', pair: null }]];
    }),
  );
  const { sets } = scoreCases(
    incidents.map(({ theCase }) => theCase),
    incidents.map(({ answer }) => answer),
    truth,
  );
  const cleared = incidents.flatMap(({ answer, labels }) =>
    labels.filter(({ label }) => label === 'not-it').map((label) => standing(answer, label)),
  );
  return {
    known: sets[0] ?? null,
    cleared: {
      count: cleared.length,
      named: cleared.filter(({ named }) => named).length,
      said: cleared.reduce((sum, { probability }) => sum + probability, 0) / cleared.length,
    },
  };
}

/** What an answer gives to one change, and whether it names it. */
function standing({ suspects, noChangeProbability }: Answer, { deploy, commit }: Feedback) {
  const own = suspects.filter((one) => (commit === null ? one.deploy === deploy : one.commit === commit));
  const probability = own.reduce((sum, one) => sum + one.probability, 0);
  const others = suspects.filter((one) => !own.includes(one)).map((one) => one.probability);
  return { probability, named: probability > Math.max(noChangeProbability, ...others) };
}
