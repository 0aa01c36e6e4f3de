import type { Case } from '../../src/investigation/case.ts';
import type { TrueAnswer } from '../../src/scoring/truth.ts';

/** A simulated incident as a case, and what was really to blame. */
export interface SimulatedCase {
  readonly theCase: Case;
  readonly truth: TrueAnswer;
}
