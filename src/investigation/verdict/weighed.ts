import type { Clue } from '../evidence/clue.ts';
import { type OriginLikelihood, originLikelihood, overallLikelihood } from '../evidence/location/origin-likelihood.ts';
import type { Measurements } from './measure-case.ts';
import type { Weights } from './weights.ts';

/** The measurements with what the weights make of them, computed once for all hypotheses. */
export interface Weighed extends Measurements {
  readonly weights: Weights;
  readonly origin: OriginLikelihood;
  /** ln of the likelihood of all moves, had nothing happened, and had something reached every service at once. */
  readonly quiet: number;
  readonly common: number;
  /** ln of the mean of exp over all commits' evidence: what a commit about which nothing is known scores here. */
  readonly typicalCommit: number;
}

/** A hypothesis with the logarithm of its share, up to a constant common to all, and what speaks for and against it. */
export interface Scored<T> {
  readonly of: T;
  readonly log: number;
  readonly clues: readonly Clue[];
}

/** Prepares the measurements for weighing. */
export function weighed(measured: Measurements, weights: Weights): Weighed {
  const { graph, moves, theCase, commits } = measured;
  return {
    ...measured,
    weights,
    origin: originLikelihood(graph, moves, weights, theCase.alert.service),
    quiet: overallLikelihood(moves, weights.travelsOther, weights.staysOther),
    common: overallLikelihood(moves, weights.travelsCommon, weights.staysCommon),
    typicalCommit: logMeanExp([...commits.values()].map(({ logWeight }) => weights.commits * logWeight)),
  };
}

/** The share of changes that break something: the case's own history within reason, else the table's. */
export function failureRate({ theCase, weights }: Weighed): number {
  const rate = theCase.priors?.changeFailureRate ?? weights.failureRate;
  return Math.min(weights.mostFailureRate, Math.max(weights.leastFailureRate, rate));
}

/** ln Σ exp; minus infinity for none. */
export function logSumExp(values: readonly number[]): number {
  const highest = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(highest)) return highest;
  return highest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - highest), 0));
}

/** ln of the mean of exp; 0 for none. */
export function logMeanExp(values: readonly number[]): number {
  return values.length === 0 ? 0 : logSumExp(values) - Math.log(values.length);
}
