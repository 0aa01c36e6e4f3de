import type { DeployCandidate, Veto } from '../candidates/list-candidates.ts';
import type { Clue } from '../evidence/clue.ts';
import { type Sentence, sentence } from '../sentence.ts';
import { nearness, originTerm, placeClues } from './place-term.ts';
import { timingTerm } from './timing-term.ts';
import { failureRate, logMeanExp, type Scored, type Weighed } from './weighed.ts';
import type { Weights } from './weights.ts';

/** A deploy's score and, where its commits are known, each commit's share of it on the logarithm. */
export interface ScoredDeploy extends Scored<DeployCandidate> {
  readonly commitLogs: ReadonlyMap<string, number>;
}

/** How well a deploy explains the case: its prior × timing × place × what its commits say. */
export function scoreDeploy(given: Weighed, candidate: DeployCandidate): ScoredDeploy {
  const { weights, commits } = given;
  const { deploy, service } = candidate;
  const timing = timingTerm(
    given,
    { ...candidate, ...(deploy.rollout === undefined ? {} : { steps: deploy.rollout }), began: 'the rollout began' },
    given.burns.get(deploy.id) ?? null,
  );
  const carried = [...new Set(deploy.commits ?? [])].flatMap((sha) => {
    const evidence = commits.get(sha);
    return evidence === undefined ? [] : [[sha, evidence.logWeight] as const];
  });
  const what =
    carried.length === 0 ? 0 : logMeanExp(carried.map(([, weight]) => weights.commits * weight)) - given.typicalCommit;
  const kind = kindClue(candidate, weights);
  const prior = Math.log(failureRate(given)) + (kind?.weight ?? 0);
  return {
    of: candidate,
    log: prior + timing.log + Math.log(nearness(given, service)) + originTerm(given, service) + what,
    commitLogs: new Map(carried.map(([sha, weight]) => [sha, weights.commitSplit * weight])),
    clues: [
      ...timing.clues,
      ...placeClues(given, service),
      ...(kind === null ? [] : [kind]),
      ...(carried.length === 0 ? [] : [{ clue: 'commits', weight: what, says: commitsSay(carried.length, what) }]),
    ],
  };
}

const VETO_SAYS: Readonly<Record<Veto, Sentence>> = {
  'other-environment': sentence`it went to another environment than the alert is from`,
  failed: sentence`the rollout failed, so its code was never live`,
  'rolled-back': sentence`it was rolled back before the onset`,
};

function kindClue({ deploy, veto }: DeployCandidate, weights: Weights): Clue | null {
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
  return null;
}

function commitsSay(count: number, weight: number): Sentence {
  const what = count === 1 ? 'its commit fits' : `its ${count} commits fit`;
  if (Math.abs(weight) < 0.2) return sentence`${what} the failure as well as others do`;
  return weight > 0
    ? sentence`${what} the failure better than others do`
    : sentence`${what} the failure less than others do`;
}
