import type { DeployCandidate, Veto } from '../candidates/list-candidates.ts';
import type { CaseDeploy } from '../case.ts';
import type { Clue } from '../evidence/clue.ts';
import { undoEvidence } from '../evidence/effect/undo-effect.ts';
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
    { burn, run: given.runs.get(deploy.id) ?? null, first: given.firstRuns.get(deploy.id) ?? null },
    given.logs.unreadable && service === given.theCase.alert.service ? weights.readsLater : 1,
  );
  const what = given.commitTerms.get(deploy.id);
  const kind = kindClue(candidate, weights);
  const spent = spentClue(given, candidate);
  const canary = canaryClue(given, candidate);
  const beside = besideClue(given, candidate);
  const undone = undoneClue(given, candidate);
  const step = burn === null ? (given.steps.get(deploy.id) ?? null) : null;
  const stepped = step === null ? null : stepClue(step, weights);
  const filled = burn?.series.service ?? step?.series.peer ?? step?.series.service;
  const found = [kind, spent, canary, stepped, undone, beside].filter((clue) => clue !== null);
  const prior = found.reduce((sum, { weight }) => sum + weight, Math.log(failureRate(given)));
  return {
    of: candidate,
    log: prior + timing.log + placeTerm(given, service, filled) + (what?.log ?? 0),
    commitLogs: what?.shares ?? new Map(),
    clues: [...timing.clues, ...placeClues(given, service, filled), ...found, ...(what?.clues ?? [])],
  };
}

const VETO_SAYS: Readonly<Record<Veto, Sentence>> = {
  'other-environment': sentence`it went to another environment than the alert is from`,
  failed: sentence`the rollout failed, so its code was never live`,
  'after-release': sentence`what failed is a release that was live before it, so its code did not run there`,
  'rolled-back': sentence`it was rolled back before the onset`,
};

function kindClue({ deploy, veto, firstSeen }: DeployCandidate, weights: Weights): Clue | null {
  if (veto !== undefined) {
    const odds = {
      'other-environment': weights.otherEnvironment,
      failed: weights.failedRollout,
      'after-release': weights.failedRollout,
      'rolled-back': weights.rolledBack,
    };
    return { clue: 'veto', weight: Math.log(odds[veto]), says: VETO_SAYS[veto] };
  }
  if (deploy.kind === 'redeploy') {
    return { clue: 'kind', weight: Math.log(weights.redeploy), says: sentence`it deployed code that was live already` };
  }
  if (carriesNothing(deploy)) {
    return {
      clue: 'kind',
      weight: Math.log(weights.redeploy),
      says: sentence`no commit that it brought is of its service`,
    };
  }
  if (firstSeen) {
    const says = sentence`it is the first deploy of ${code(deploy.service)} that is known, so what it changed is not`;
    return { clue: 'first-seen', weight: Math.log(weights.firstSeen), says };
  }
  return null;
}

/** Of a range that was read whole no commit is left: to this service it is as if the same code came again. */
function carriesNothing({ kind, sha, previousSha, commits, truncated }: CaseDeploy): boolean {
  const isNew = previousSha !== undefined && previousSha !== sha;
  return kind === 'deploy' && isNew && commits?.length === 0 && truncated !== true;
}

/**
 * A service that fails beside the alerting one is not explained by a deploy of the alerting one, nor of any other that it neither
 * depends on nor shares a store or a queue with.
 */
function besideClue({ logs, graph, weights, theCase }: Weighed, { service }: DeployCandidate): Clue | null {
  const { beside } = logs;
  if (beside === null || service === beside.service || graph.callersOf(service).has(beside.service)) return null;
  const shares = graph.calleesOf(service).some((callee) => graph.callersOf(callee).has(beside.service));
  if (shares && service !== theCase.alert.service) return null;
  const says = sentence`${code(beside.service)}, which was not deployed and does not call ${code(service)}, fails too: ${code(beside.template)}`;
  return { clue: 'fails-beside', weight: -weights.beside, says };
}

/** A metric that has had another level ever since the deploy: that may be what broke under the load of the day. */
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

/** Old code runs again: trouble that a deploy brought ends then, unless it left something behind. */
function undoneClue({ undone, theCase }: Weighed, { deploy, service }: DeployCandidate): Clue | null {
  const effect = undone.get(deploy.id);
  if (effect === undefined) return null;
  const still = Math.round(effect.share * effect.later);
  const after = sentence`after ${code(service)} was rolled back, ${code(theCase.alert.service)} was as bad as before in ${still} of ${effect.later} readings`;
  return { clue: 'rolled-back-since', weight: undoEvidence(effect), says: after };
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
