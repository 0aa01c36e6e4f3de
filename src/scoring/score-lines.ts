import type { ScoredSet } from './score-cases.ts';
import type { SetScore } from './score-set.ts';
import type { Share } from './wilson.ts';

/** The score of one set as lines for a terminal: ours first, the simple rules below. */
export function scoreLines({ set, score, baselines }: ScoredSet): string[] {
  return [
    `${set}: ${score.cases} cases`,
    `  culprit named first (HR@1)   ${shareText(score.hitRate1)}   HR@3 ${digits(score.hitRate3.share)}  HR@5 ${digits(score.hitRate5.share)}  MRR ${digits(score.meanReciprocalRank)}`,
    `  its deploy named first       ${shareText(score.deployHitRate1)}`,
    `  false accusations on nulls   ${shareText(score.falseAccusations)}   at 80 % recall ${digits(score.falseAt80Recall)}`,
    `  right                        ${shareText(score.right)}   AUC culprit or none ${digits(score.auc)}`,
    `  calibration                  ECE ${digits(score.calibrationError, 3)} (by chance alone ${digits(score.calibrationErrorByChance, 3)})  Brier ${digits(score.brier, 3)}, of all hypotheses ${digits(score.brierOfAll, 3)}  log loss ${digits(score.logLoss, 3)}`,
    `  onset                        median error ${digits(score.onsetErrorMedian, 1)} min, within 5 min ${shareText(score.onsetWithin5)}`,
    ...baselines.map(({ name, score: rule }) => `  - ${name.padEnd(40)} ${baselineFigures(rule)}`),
  ];
}

function baselineFigures(score: SetScore): string {
  return [
    `HR@1 ${shareText(score.hitRate1)}`,
    `HR@5 ${digits(score.hitRate5.share)}`,
    `false ${shareText(score.falseAccusations)}`,
    `right ${digits(score.right.share)}`,
    `Brier ${digits(score.brier, 3)}, of all ${digits(score.brierOfAll, 3)}`,
  ].join('  ');
}

/** A share with its counts and 95 % interval: `45/51 = 0.88 [0.77, 0.94]`; a dash where there are no cases. */
export function shareText(share: Share): string {
  if (share.of === 0) return '-';
  return `${share.hits}/${share.of} = ${digits(share.share)} [${digits(share.low)}, ${digits(share.high)}]`;
}

/** A number with two digits, a dash where it is not defined. */
export function digits(value: number, places = 2): string {
  return Number.isFinite(value) ? value.toFixed(places) : '-';
}
