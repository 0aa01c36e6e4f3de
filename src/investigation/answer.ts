import type { Case } from './case.ts';
import { plainText } from './sentence.ts';
import type { EpochMs } from './time.ts';
import { type Band, noDeployProbability, type Verdict } from './verdict/verdict.ts';

/** A verdict in the form that `replay --json` prints and `score` reads. */
export interface Answer {
  readonly case: string;
  readonly verdict: Band;
  readonly noChangeProbability: number;
  readonly onset: { readonly at: string; readonly from: string; readonly to: string };
  readonly suspects: readonly AnswerSuspect[];
}

export interface AnswerSuspect {
  readonly deploy: string | null;
  readonly commit: string | null;
  readonly probability: number;
  readonly evidence: readonly {
    readonly id: string;
    readonly clue: string;
    readonly weight: number;
    readonly says: string;
  }[];
}

/** The answer to a case: changes outside deploys count as "no change". */
export function answerOf(theCase: Case, verdict: Verdict): Answer {
  return {
    case: theCase.id,
    verdict: verdict.band,
    noChangeProbability: noDeployProbability(verdict),
    onset: { at: written(verdict.onset.at), from: written(verdict.onset.from), to: written(verdict.onset.to) },
    suspects: verdict.suspects.map(({ deploy, commit, probability, evidence }) => ({
      deploy,
      commit,
      probability,
      evidence: evidence.map(({ id, clue, weight, says }) => ({ id, clue, weight, says: plainText(says) })),
    })),
  };
}

function written(at: EpochMs): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
