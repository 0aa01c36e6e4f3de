import { code, type Sentence, sentence } from '../sentence.ts';
import { noDeployProbability, type Verdict } from '../verdict/verdict.ts';
import type { FoundSubject } from './find-subject.ts';
import type { CommandAnswer } from './stored-command.ts';

const MOST_ITEMS = 20;

/** What speaks for and against a change in the latest verdict, strongest first, each with its weight. */
export function explainSuspect(
  { commits, deploy }: Pick<FoundSubject, 'commits' | 'deploy'>,
  verdict: Verdict,
): CommandAnswer {
  const own = verdict.suspects.filter(({ commit, deploy: rides }) =>
    commit === null ? rides === deploy : commits.includes(commit),
  );
  if (own.length === 0) {
    return {
      lines: [sentence`This change is no suspect: it was ruled out, or it was not live before the problem began.`],
    };
  }
  const probability = own.reduce((sum, suspect) => sum + suspect.probability, 0);
  const evidence = [...new Map(own.flatMap((suspect) => suspect.evidence).map((one) => [one.id, one])).values()];
  const strongest = evidence.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, MOST_ITEMS);
  return {
    lines: [
      sentence`${percent(probability)} for this change, ${percent(noDeployProbability(verdict))} for no deploy at all. Weights are natural logarithms of likelihood ratios: above 0 speaks for it, below 0 against.`,
    ],
    items: strongest.map(
      ({ id, clue, weight, says }): Sentence => [
        `${id} (${weight >= 0 ? '+' : '−'}${Math.abs(weight).toFixed(2)}, `,
        code(clue),
        '): ',
        ...says,
      ],
    ),
  };
}

function percent(probability: number): string {
  return `${Math.round(probability * 100)} %`;
}
