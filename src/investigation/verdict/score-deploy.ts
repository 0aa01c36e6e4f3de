import type { DeployCandidate, Veto } from '../candidates/list-candidates.ts';
import type { Clue } from '../evidence/clue.ts';
import type { LastingStep } from '../evidence/timing/lasting-step.ts';
import { code, type Sentence, sentence } from '../sentence.ts';
import { MINUTE_MS } from '../time.ts';
import { amount } from './amount.ts';
import { placeClues, placeTerm } from './place-term.ts';
import { timingTerm } from './timing-term.ts';
import { failureRate, type Scored, type Weighed } from './weighed.ts';
import type { Weights } from './weights.ts';

/** A deploy's score and, where its commits are known, each commit's share of it on the logarithm. */
export interface ScoredDeploy extends Scored<DeployCandidate> {
  readonly commitLogs: ReadonlyMap<string, number>;
}

/** How well a deploy explains the case: its prior × timing × place × what its commits say. */
export function scoreDeploy(given: Weighed, candidate: DeployCandidate): ScoredDeploy {
  const { weights } = given;
  const { deploy, service } = candidate;
  const burn = given.burns.get(deploy.id) ?? null;
  const timing = timingTerm(
    given,
    { ...candidate, ...(deploy.rollout === undefined ? {} : { steps: deploy.rollout }), began: 'the rollout began' },
    burn,
  );
  const what = given.commitTerms.get(deploy.id);
  const kind = kindClue(candidate, weights);
  const spent = spentClue(given, candidate);
  const canary = canaryClue(given, candidate);
  const step = burn === null ? (given.steps.get(deploy.id) ?? null) : null;
  const stepped = step === null ? null : stepClue(step, weights);
  const filled = burn?.series.service ?? step?.series.peer ?? step?.series.service;
  const others = [kind, spent, canary, stepped].flatMap((clue) => clue ?? []);
  const prior = Math.log(failureRate(given)) + others.reduce((sum, { weight }) => sum + weight, 0);
  return {
    of: candidate,
    log: prior + timing.log + placeTerm(given, service, filled) + (what?.log ?? 0),
    commitLogs: what?.shares ?? new Map(),
    clues: [...timing.clues, ...placeClues(given, service, filled), ...others, ...(what?.clues ?? [])],
  };
}

const VETO_SAYS: Readonly<Record<Veto, Sentence>> = {
  'other-environment': sentence`it went to another environment than the alert is from`,
  failed: sentence`the rollout failed, so its code was never live`,
  'rolled-back': sentence`it was rolled back before the onset`,
};

function kindClue({ deploy, veto, firstSeen }: DeployCandidate, weights: Weights): Clue | null {
  if (veto !== undefined) {
    const odds = {
      'other-environment': weights.otherEnvironment,
      failed: weights.failedRollout,
      'rolled-back': weights.rolledBack,
    };
    return { clue: 'veto', weight: Math.log(odds[veto]), says: VETO_SAYS[veto] };
  }
  if (deploy.kind === 'redeploy') {
    return { clue: 'kind', weight: Math.log(weights.redeploy), says: sentence`it deployed code that was live already` };
  }
  if (deploy.kind === 'rollback') {
    return {
      clue: 'kind',
      weight: Math.log(weights.rollback),
      says: sentence`it went back to code that had run before`,
    };
  }
  if (deploy.kind === 'config') {
    return { clue: 'kind', weight: Math.log(weights.configDeploy), says: sentence`it changed configuration only` };
  }
  if (firstSeen) {
    const says = sentence`it is the first deploy of ${code(deploy.service)} that is known, so what it changed is not`;
    return { clue: 'first-seen', weight: Math.log(weights.firstSeen), says };
  }
  return null;
}

/** What it has done since may be what broke under the load of the day. */
function stepClue({ series, from, to }: LastingStep, weights: Weights): Clue {
  const says = sentence`${code(series.id)} went from ${amount(from, series)} to ${amount(to, series)} with its rollout and stayed there until the problem began`;
  return { clue: 'lasting-step', weight: Math.log(weights.lastingStep), says };
}

/** Trouble comes back, but more often it is new. */
function spentClue({ spent, weights, onset, theCase }: Weighed, { deploy }: DeployCandidate): Clue | null {
  const trouble = spent.get(deploy.id);
  if (trouble === undefined) return null;
  const ago = Math.round((onset.at - trouble.at) / MINUTE_MS);
  return {
    clue: 'spent',
    weight: Math.log(weights.spent),
    says: sentence`${code(theCase.alert.service)} had trouble right after it, ${ago} min before the onset, and that was over`,
  };
}

/** The new version beside the old one at the same minutes. */
function canaryClue({ contrasts, weights }: Weighed, { deploy }: DeployCandidate): Clue | null {
  const contrast = contrasts.get(deploy.id);
  if (contrast === undefined) return null;
  const what = contrast.kind === 'latency' ? 'the latency' : 'the share of errors';
  const versions = sentence`${code(deploy.versions?.new ?? '')} against ${code(deploy.versions?.old ?? '')} at the same minutes`;
  const says = sentence`${what} of the new version became ${contrast.factor.toFixed(1)} times that of the old one: `;
  return {
    clue: 'canary',
    weight: Math.min(weights.canaryCap, weights.canary * contrast.evidence),
    says: [...says, ...versions],
  };
}
