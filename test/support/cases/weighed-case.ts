import type { Case, CaseDeploy } from '../../../src/investigation/case.ts';
import type { Clue } from '../../../src/investigation/evidence/clue.ts';
import { plainText } from '../../../src/investigation/sentence.ts';
import { MINUTE_MS } from '../../../src/investigation/time.ts';
import { type Measurements, measureCase } from '../../../src/investigation/verdict/measure-case.ts';
import { type Weighed, weighed } from '../../../src/investigation/verdict/weighed.ts';
import { WEIGHTS, type Weights } from '../../../src/investigation/verdict/weights.ts';

/** When the trouble of these cases began. */
export const ONSET = Date.UTC(2026, 2, 2, 14);
/** Round figures, so that what is expected can be worked out by hand and no refit changes it. */
export const PLAIN: Weights = {
  ...WEIGHTS,
  failureRate: 0.1,
  leastFailureRate: 0.02,
  mostFailureRate: 0.2,
  redeploy: 0.25,
  firstSeen: 0.3,
  spent: 0.4,
  otherEnvironment: 0.01,
  failedRollout: 0.1,
  rolledBack: 0.05,
  unplacedChange: 0.1,
  change: 0.5,
  slowBurn: 0.5,
  slowBurnFull: 0.75,
  scheduledRun: 0.25,
  lastingStep: 5,
  skewFloor: 0.02,
  calleeStep: 0.8,
  burden: 0.2,
  burdenFlat: 0.4,
  handsOn: 0.05,
  readsLater: 0.3,
  beside: 2,
  unrelated: 0.04,
  unknownGraph: 0.3,
  measuredStranger: 0.3,
  location: 1,
  harmShare: 1,
  logs: 0.5,
  surge: 1.5,
  surgeCap: 3,
  commits: 0.5,
  commitsAway: 1,
  commitSplit: 2,
  innocentCommit: 1,
  innocentAway: 0.6,
  commitCap: 3,
  commitBeyond: 0.3,
  heard: 0.5,
  usualSize: 4,
  deploySize: 0.5,
  canary: 1,
  canaryCap: 4,
  noChangeLogs: 2,
  noChangeCap: 4,
  noOutsideCause: 0.8,
  ranOut: 2,
  persistence: 2,
  temperature: 2,
  blindTemperature: 1,
  wordyTemperature: 3,
  onlyCommits: 0.03,
};

const TOPOLOGY = [
  { from: 'web', to: 'cart' },
  { from: 'cart', to: 'payments' },
  { from: 'payments', to: 'bank' },
  { from: 'search', to: 'payments' },
  { from: 'cart', to: 'orders-queue' },
  { from: 'billing', to: 'orders-queue' },
  { from: 'newsletter', to: 'mailer' },
];

/** An alert of `cart` in a small shop. */
export function caseOf(more: Partial<Case> = {}): Case {
  return {
    id: 'c',
    askedAt: ONSET + 10 * MINUTE_MS,
    alert: { service: 'cart', startedAt: ONSET + 3 * MINUTE_MS },
    deploys: [],
    topology: TOPOLOGY,
    ...more,
  };
}

/** A case's measurements, some replaced, with an onset that is known to the minute. */
export function given(theCase: Case, more: Partial<Measurements> = {}, weights: Weights = PLAIN): Weighed {
  const stretches = [{ from: ONSET - MINUTE_MS, to: ONSET + MINUTE_MS, mass: 1 }];
  const core = { from: ONSET - MINUTE_MS, to: ONSET + MINUTE_MS };
  const onset = { stretches, at: ONSET, ...core, core, source: 'series', visible: 0 } as const;
  return weighed({ ...measureCase(theCase), onset, ...more }, weights);
}

/** A deploy of `cart` that was live so many minutes before the onset, two minutes after it began. */
export function deploy(id: string, minutes: number, more: Partial<CaseDeploy> = {}): CaseDeploy {
  return {
    id,
    service: 'cart',
    startedAt: ONSET - (minutes + 2) * MINUTE_MS,
    liveAt: ONSET - minutes * MINUTE_MS,
    ...more,
  };
}

/** Clues as lines: name, nats and sentence. */
export function told(clues: readonly Clue[]): string[] {
  return clues.map(({ clue, weight, says }) => `${clue} ${weight.toFixed(3)}: ${plainText(says)}`);
}
