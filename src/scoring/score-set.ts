import {
  brier,
  calibrationError,
  calibrationErrorByChance,
  logLoss,
  type ReliabilityBin,
  reliabilityBins,
} from './calibration.ts';
import { areaUnderCurve, falseShareAtRecall } from './discrimination.ts';
import type { Judged } from './judge-answer.ts';
import { type Share, wilson } from './wilson.ts';

/** The figures of one set. Sets are never pooled. Figures that need cases which the set does not have are NaN. */
export interface SetScore {
  readonly cases: number;
  /** Positives in which the guilty one is the answer. */
  readonly hitRate1: Share;
  /** Positives in which the guilty one is among the first three or five suspects. */
  readonly hitRate3: Share;
  readonly hitRate5: Share;
  readonly meanReciprocalRank: number;
  /** Positives and nulls whose deploy is right, where a commit is asked for too. */
  readonly deployHitRate1: Share;
  /** Nulls in which a deploy is the answer. */
  readonly falseAccusations: Share;
  /** Nulls suspected at the threshold that suspects 80 % of the positives. */
  readonly falseAt80Recall: number;
  readonly right: Share;
  /** Culprit against no culprit, by 1 − P(no change). */
  readonly auc: number;
  readonly calibrationError: number;
  /** What it would be on average if the probabilities meant exactly what they say. */
  readonly calibrationErrorByChance: number;
  /** Of the answer alone: a rule that gives its answer next to no probability does well however often it errs. */
  readonly brier: number;
  /** Over all hypotheses, as Brier defined it (1950): 0 is perfect, 2 is certain and wrong. */
  readonly brierOfAll: number;
  readonly logLoss: number;
  /** Median of the absolute error, in minutes, and the share within five. */
  readonly onsetErrorMedian: number;
  readonly onsetWithin5: Share;
  readonly reliability: readonly ReliabilityBin[];
  readonly coverage: readonly { readonly coverage: number; readonly accuracy: number }[];
}

/** Scores the judged answers of one set. */
export function scoreSet(judged: readonly Judged[]): SetScore {
  const positives = judged.filter((one) => one.guilty);
  const nulls = judged.filter((one) => !one.guilty);
  const byDeploy = positives.filter((one) => one.deployRight !== null);
  const statements = judged.map((one) => ({ probability: one.confidence, true: one.right }));
  const within = (rank: number): Share =>
    wilson(positives.filter((one) => one.rank !== null && one.rank <= rank).length, positives.length);
  const suspicion = (some: readonly Judged[]): number[] => some.map((one) => one.suspicion);
  const errors = positives.flatMap((one) => (one.onsetErrorMinutes === null ? [] : [Math.abs(one.onsetErrorMinutes)]));
  errors.sort((a, b) => a - b);
  return {
    cases: judged.length,
    hitRate1: wilson(positives.filter((one) => one.right).length, positives.length),
    hitRate3: within(3),
    hitRate5: within(5),
    meanReciprocalRank:
      positives.reduce((sum, one) => sum + (one.rank === null ? 0 : 1 / one.rank), 0) / positives.length,
    deployHitRate1: wilson(byDeploy.filter((one) => one.deployRight).length, byDeploy.length),
    falseAccusations: wilson(nulls.filter((one) => one.accused).length, nulls.length),
    falseAt80Recall: falseShareAtRecall(suspicion(positives), suspicion(nulls), 0.8),
    right: wilson(judged.filter((one) => one.right).length, judged.length),
    auc: areaUnderCurve(suspicion(positives), suspicion(nulls)),
    calibrationError: calibrationError(statements),
    calibrationErrorByChance: calibrationErrorByChance(statements),
    brier: brier(statements),
    brierOfAll: judged.reduce((sum, one) => sum + one.squaredError, 0) / judged.length,
    logLoss: logLoss(judged.map((one) => one.truthProbability)),
    onsetErrorMedian: errors[Math.floor(errors.length / 2)] ?? Number.NaN,
    onsetWithin5: wilson(errors.filter((error) => error <= 5).length, errors.length),
    reliability: reliabilityBins(statements),
    coverage: coverageCurve(judged),
  };
}

/** Accuracy when only the surest answers count, from the surest alone to all. */
function coverageCurve(judged: readonly Judged[]): { coverage: number; accuracy: number }[] {
  const surest = [...judged].sort((a, b) => b.confidence - a.confidence);
  let right = 0;
  return surest.map((one, index) => {
    if (one.right) right++;
    return { coverage: (index + 1) / surest.length, accuracy: right / (index + 1) };
  });
}
