import type { Case } from '../case.ts';
import { assemble } from './assemble.ts';
import { type Measurements, measureCase } from './measure-case.ts';
import { scoreHypotheses } from './score-hypotheses.ts';
import type { Gap, Verdict } from './verdict.ts';
import { WEIGHTS, type Weights } from './weights.ts';

/**
 * The verdict on a case: how probable it is that each deploy, each commit in it, each other change, or nothing of all
 * that is to blame. Pure: the same case gives the same verdict. `gaps` is what could not be read; it is passed through.
 */
export function decide(theCase: Case, gaps: readonly Gap[] = []): Verdict {
  return weighMeasurements(measureCase(theCase), WEIGHTS, gaps);
}

/** The verdict that other weights would have given. */
export function weighMeasurements(measured: Measurements, weights: Weights, gaps: readonly Gap[] = []): Verdict {
  return assemble(measured.theCase, measured.onset, scoreHypotheses(measured, weights), weights, gaps);
}
