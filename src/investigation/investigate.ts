import type { Case } from './case.ts';
import { decide } from './verdict/decide.ts';
import type { Gap, Verdict } from './verdict/verdict.ts';

/**
 * The sentence of the product: a case (alert, incident, deploys, telemetry, frozen) becomes candidates, evidence and a
 * verdict. `gaps` is what could not be read, with the reason; the verdict repeats it.
 */
export function investigate(theCase: Case, gaps: readonly Gap[] = []): Verdict {
  return decide(theCase, gaps);
}
