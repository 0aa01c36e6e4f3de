import type { Answer } from '../investigation/answer.ts';
import type { TrueAnswer } from './truth.ts';

/** One answer held against the truth. */
export interface Judged {
  readonly case: string;
  readonly guilty: boolean;
  /** The answer is the most probable of all suspects and of "no change". */
  readonly right: boolean;
  /** The probability of that answer. */
  readonly confidence: number;
  /** A deploy or commit was named. */
  readonly accused: boolean;
  /** Place of the guilty one among the suspects alone, from 1; null where it is not among them or nothing is to blame. */
  readonly rank: number | null;
  readonly suspicion: number;
  /** The probability that was given to the truth. */
  readonly truthProbability: number;
  /** Σ (probability − what was so)² over all suspects and "no change". */
  readonly squaredError: number;
  /** Onset said minus true onset, in minutes; null where the truth has none. */
  readonly onsetErrorMinutes: number | null;
  /** The guilty deploy is the most probable, or none is accused where none is guilty; null where the truth names no deploy. */
  readonly deployRight: boolean | null;
}

/**
 * Judges by commit where the truth names one (and `level` does not ask for the deploy), else by deploy; a null by deploy. The probabilities of the suspects of one
 * deploy (or commit) add up. Ties go against the answer.
 */
export function judgeAnswer(answer: Answer, truth: TrueAnswer, level: 'finest' | 'deploy' = 'finest'): Judged {
  const { culprit } = truth;
  const byDeploy = standings(answer, 'deploy');
  const byCommit = culprit !== null && culprit.commit !== null && (level === 'finest' || culprit.deploy === null);
  const standing = byCommit ? standings(answer, 'commit') : byDeploy;
  const wanted = culprit === null ? null : byCommit ? culprit.commit : culprit.deploy;
  const no = answer.noChangeProbability;
  const top = Math.max(0, ...standing.values());
  const topDeploy = Math.max(0, ...byDeploy.values());
  const accused = (culprit === null ? topDeploy : top) > no;
  const own = wanted === null ? 0 : (standing.get(wanted) ?? 0);
  const better = [...standing].filter(([name, probability]) => name !== wanted && probability >= own).length;
  const told = culprit === null ? no : own;
  const squares = [no, ...(culprit === null ? byDeploy : standing).values()].reduce((sum, p) => sum + p * p, 0);
  const deployOwn = culprit?.deploy == null ? null : (byDeploy.get(culprit.deploy) ?? 0);
  return {
    case: answer.case,
    guilty: culprit !== null,
    right: culprit === null ? !accused : own > no && better === 0,
    confidence: Math.max(no, culprit === null ? topDeploy : top),
    accused,
    rank: culprit === null || own === 0 ? null : better + 1,
    suspicion: 1 - no,
    truthProbability: told,
    squaredError: squares - 2 * told + 1,
    onsetErrorMinutes:
      truth.onset === null || culprit === null
        ? null
        : (Date.parse(answer.onset.at) - Date.parse(truth.onset)) / 60_000,
    deployRight:
      culprit === null
        ? !accused
        : deployOwn === null
          ? null
          : deployOwn > no && [...byDeploy.values()].filter((p) => p >= deployOwn).length === 1,
  };
}

function standings(answer: Answer, by: 'deploy' | 'commit'): Map<string, number> {
  const sums = new Map<string, number>();
  for (const suspect of answer.suspects) {
    const other = by === 'deploy' ? suspect.commit : suspect.deploy;
    const name = suspect[by] ?? `(only ${other})`;
    sums.set(name, (sums.get(name) ?? 0) + suspect.probability);
  }
  return sums;
}
