import type { Clue } from '../evidence/clue.ts';
import { type OriginLikelihood, originLikelihood, overallLikelihood } from '../evidence/location/origin-likelihood.ts';
import { logMeanExp } from '../log-sum.ts';
import { type CommitTerm, commitTerms } from './commit-term.ts';
import type { Measurements } from './measure-case.ts';
import type { Weights } from './weights.ts';

/** The measurements with what the weights make of them, computed once for all hypotheses. */
export interface Weighed extends Measurements {
  readonly weights: Weights;
  readonly origin: OriginLikelihood;
  /** ln of the likelihood of all moves, had nothing happened, and had something reached every service at once. */
  readonly quiet: number;
  readonly common: number;
  /** ln of the likelihood of all moves, averaged over every known service as the origin: what sentences compare with. */
  readonly anywhere: number;
  /** What the commits say, by the deploy's id. */
  readonly commitTerms: ReadonlyMap<string, CommitTerm>;
}

/** A hypothesis with the logarithm of its share, up to a constant common to all, and what speaks for and against it. */
export interface Scored<T> {
  readonly of: T;
  readonly log: number;
  readonly clues: readonly Clue[];
}

/** Prepares the measurements for weighing. */
export function weighed(measured: Measurements, weights: Weights): Weighed {
  const { graph, moves, theCase } = measured;
  const origin = originLikelihood(graph, moves, weights, theCase.alert.service);
  return {
    ...measured,
    weights,
    origin,
    anywhere: logMeanExp(graph.placed.map((service) => weights.location * origin(service))),
    quiet: overallLikelihood(moves, weights.travelsOther, weights.staysOther),
    common: overallLikelihood(moves, weights.travelsCommon, weights.staysCommon),
    commitTerms: commitTerms(measured, weights),
  };
}

/** The share of changes that break something: the case's own history within reason, else the table's. */
export function failureRate({ theCase, weights }: Weighed): number {
  const rate = theCase.priors?.changeFailureRate ?? weights.failureRate;
  return Math.min(weights.mostFailureRate, Math.max(weights.leastFailureRate, rate));
}
