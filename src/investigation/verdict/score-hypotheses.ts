import type { ChangeCandidate, DeployCandidate } from '../candidates/list-candidates.ts';
import { alertRate } from '../evidence/background/alert-rate.ts';
import type { Clue } from '../evidence/clue.ts';
import type { CommitEvidence } from '../evidence/commits/commit-evidence.ts';
import { shareEvidence } from '../evidence/location/harm-share.ts';
import { type OriginLikelihood, originLikelihood, overallLikelihood } from '../evidence/location/origin-likelihood.ts';
import { type LagShares, lagDensity, peakDensity } from '../evidence/timing/lag-density.ts';
import { code, sentence } from '../sentence.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts';
import type { Measurements } from './measure-case.ts';
import type { Weights } from './weights.ts';

/** A hypothesis with the logarithm of its share, up to a constant common to all. */
export interface Scored<T> {
  readonly of: T;
  readonly log: number;
  readonly clues: readonly Clue[];
}

export interface Scores {
  readonly deploys: readonly (Scored<DeployCandidate> & { readonly commitLogs: ReadonlyMap<string, number> })[];
  readonly changes: readonly Scored<ChangeCandidate>[];
  readonly nothing: Scored<null>;
  readonly commits: ReadonlyMap<string, CommitEvidence>;
}

const MINUTES_PER_WEEK = 10_080;

/** The competing-risks score of every hypothesis (`research/engine.md`, recipe c). */
export function scoreHypotheses(measurements: Measurements, weights: Weights): Scores {
  const measured = weigh(measurements, weights);
  const { candidates, commits } = measured;
  const typical = logMeanExp([...commits.values()].map((evidence) => weights.commits * evidence.logWeight));
  return {
    deploys: candidates.deploys.map((candidate) => scoreDeploy(measured, candidate, typical)),
    changes: candidates.changes.map((candidate) => scoreChange(measured, candidate)),
    nothing: scoreNothing(measured),
    commits,
  };
}

/** The measurements with what the weights make of them, computed once. */
interface Measured extends Measurements {
  readonly weights: Weights;
  readonly origin: OriginLikelihood;
  /** ln of the likelihood of all moves, had nothing happened, and had something reached every service at once. */
  readonly quiet: number;
  readonly common: number;
}

function weigh(measurements: Measurements, weights: Weights): Measured {
  const { graph, moves, theCase } = measurements;
  return {
    ...measurements,
    weights,
    origin: originLikelihood(graph, moves, weights, theCase.alert.service),
    quiet: overallLikelihood(moves, weights.travelsOther, weights.staysOther),
    common: overallLikelihood(moves, weights.travelsCommon, weights.staysCommon),
  };
}

function lagShares(weights: Weights): LagShares {
  return {
    rollout: weights.lagRollout,
    fast: weights.lagFast,
    soon: weights.lagSoon,
    later: weights.lagLater,
    late: weights.lagLate,
    fastMinutes: weights.fastMinutes,
    soonMinutes: weights.soonMinutes,
  };
}

function timing(measured: Measured, exposure: { from: number; live: number; until?: number; steps?: never }): number {
  const shares = lagShares(measured.weights);
  let density = 0;
  for (const { from, to, mass } of measured.onset.stretches) density += mass * lagDensity(exposure, from, to, shares);
  const floor = peakDensity(shares) * (exposure.from - measured.onset.to < 5 * MINUTE_MS ? 0.02 : 1e-4);
  return Math.log(Math.max(density, floor * measured.weights.skewFloor));
}

function place(measured: Measured, service: string): number {
  const { graph, theCase, weights } = measured;
  const { alert } = theCase;
  if (service === alert.service) return 1;
  const down = graph.callersOf(service).get(alert.service);
  if (down !== undefined) return weights.calleeStep ** down;
  if (graph.callersOf(alert.service).has(service)) return weights.caller;
  if (!graph.known) return weights.unknownGraph;
  const shared = new Set(graph.calleesOf(alert.service));
  return graph.calleesOf(service).some((callee) => shared.has(callee)) ? weights.sharedCallee : weights.unrelated;
}

function location(measured: Measured, service: string | null): number {
  const { origin, weights, logs } = measured;
  const moved = weights.location * origin(service);
  if (service === null) return moved;
  const share = measured.harm.get(service);
  const explains = share === undefined ? 0 : weights.harmShare * shareEvidence(share);
  return moved + explains + weights.logs * (logs.services.get(service)?.weight ?? 0);
}

function failureRate({ theCase, weights }: Measured): number {
  const rate = theCase.priors?.changeFailureRate ?? weights.failureRate;
  return Math.min(weights.mostFailureRate, Math.max(weights.leastFailureRate, rate));
}

function kindFactor({ deploy, veto }: DeployCandidate, weights: Weights): number {
  const kinds: Record<string, number> = {
    redeploy: weights.redeploy,
    rollback: weights.rollback,
    config: weights.configDeploy,
  };
  const vetoes = {
    'other-environment': weights.otherEnvironment,
    failed: weights.failedRollout,
    'rolled-back': weights.rolledBack,
  };
  return (kinds[deploy.kind ?? 'deploy'] ?? 1) * (veto === undefined ? 1 : vetoes[veto]);
}

function scoreDeploy(measured: Measured, candidate: DeployCandidate, typical: number): Scores['deploys'][number] {
  const { weights, commits } = measured;
  const when = timing(measured, candidate as never);
  const where = location(measured, candidate.service);
  const near = Math.log(place(measured, candidate.service));
  const carried = (candidate.deploy.commits ?? []).flatMap((sha) => {
    const evidence = commits.get(sha);
    return evidence === undefined ? [] : [[sha, evidence.logWeight] as const];
  });
  const what = carried.length === 0 ? 0 : logMeanExp(carried.map(([, weight]) => weights.commits * weight)) - typical;
  const prior = Math.log(failureRate(measured) * kindFactor(candidate, weights));
  const lag = Math.round((measured.onset.at - candidate.live) / MINUTE_MS);
  return {
    of: candidate,
    log: prior + when + where + near + what,
    commitLogs: new Map(carried.map(([sha, weight]) => [sha, weights.commitSplit * weight])),
    clues: [
      { clue: 'timing', weight: when + Math.log(360), says: sentence`live ${lag} min before the onset` },
      { clue: 'topology', weight: near, says: sentence`deployed to ${code(candidate.service)}` },
      { clue: 'location', weight: where, says: sentence`metrics of ${code(candidate.service)}` },
      ...(what === 0 ? [] : [{ clue: 'commits', weight: what, says: sentence`words of its commits` }]),
    ],
  };
}

function scoreChange(measured: Measured, candidate: ChangeCandidate): Scored<ChangeCandidate> {
  const { weights } = measured;
  const when = timing(measured, candidate as never);
  const where = location(measured, candidate.service);
  const near = Math.log(candidate.service === null ? weights.unknownGraph * 0.3 : place(measured, candidate.service));
  const prior = Math.log(failureRate(measured) * weights.change);
  return {
    of: candidate,
    log: prior + when + where + near,
    clues: [
      {
        clue: 'timing',
        weight: when,
        says: sentence`changed ${Math.round((measured.onset.at - candidate.from) / MINUTE_MS)} min before the onset`,
      },
    ],
  };
}

function scoreNothing(measured: Measured): Scored<null> {
  const { theCase, weights, graph, logs } = measured;
  const perWeek = theCase.priors?.alertsPerWeek ?? weights.alertsPerWeek;
  const own = alertRate(measured.history, perWeek, weights.alertHistoryHours);
  const rate = (own + weights.noChangeOdds * failureRate(measured) * deploysPerHour(measured)) / 60;
  const owned = new Set(theCase.deploys.map(({ service }) => service)).add(theCase.alert.service);
  const places = graph.services.map((service) => ({
    service,
    near: place(measured, service) * (owned.has(service) ? weights.ownedWeight : 1),
  }));
  const total = places.reduce((sum, { near }) => sum + near, 0);
  const inside = 1 - weights.externalShare - weights.commonShare;
  const likelihoods = [
    Math.log(weights.externalShare) + location(measured, null),
    Math.log(weights.commonShare) + weights.location * measured.common,
    ...places.map(({ service, near }) => Math.log((inside * near) / total) + location(measured, service)),
  ];
  const clues: Clue[] = logs.noChange.map((clue) => ({ ...clue, weight: weights.noChangeLogs * clue.weight }));
  if (measured.surge !== null) {
    const { factor, service } = measured.surge;
    const weight = Math.min(weights.surgeCap, weights.surge * Math.log2(factor));
    clues.push({
      clue: 'surge',
      weight,
      says: sentence`traffic from outside rose ${factor.toFixed(1)} times at ${code(service)} with the onset`,
    });
  }
  const outside = Math.min(
    weights.noChangeCap,
    clues.reduce((sum, clue) => sum + clue.weight, 0),
  );
  return {
    of: null,
    log: logSumExp([
      Math.log(Math.max(rate, 1 / MINUTES_PER_WEEK)) + logSumExp(likelihoods) + outside,
      Math.log(Math.max(rate, 1 / MINUTES_PER_WEEK) * weights.falseAlarm) +
        weights.location * measured.quiet -
        visible(measured),
    ]),
    clues,
  };
}

/** How often something that can be to blame went live before the alert, over at most the last day. */
function deploysPerHour({ theCase, candidates }: Measured): number {
  const { startedAt } = theCase.alert;
  const times = candidates.deploys
    .filter(({ veto, from }) => veto === undefined && from <= startedAt && from > startedAt - DAY_MS)
    .map(({ from }) => from);
  if (times.length === 0) return 0;
  return times.length / Math.max(1, (startedAt - Math.min(...times)) / HOUR_MS);
}

/** How clearly the alert's series worsened at all, bounded; a false alarm is what it is measured against. */
function visible({ onset, weights }: Measured): number {
  return Math.max(-weights.visibleCap, Math.min(weights.visibleCap, weights.visible * onset.visible));
}

/** ln Σ exp. */
export function logSumExp(values: readonly number[]): number {
  const highest = Math.max(...values);
  if (!Number.isFinite(highest)) return highest;
  return highest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - highest), 0));
}

function logMeanExp(values: readonly number[]): number {
  return values.length === 0 ? 0 : logSumExp(values) - Math.log(values.length);
}
