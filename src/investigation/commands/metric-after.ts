import type { Case } from '../case.ts';
import { levelBetween, shownLevel, symptomOf } from '../report/symptom.ts';
import { code, type Sentence, sentence } from '../sentence.ts';
import { type EpochMs, SECOND_MS } from '../time.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** A point can stand for the step before it: the first two after a moment are left out. */
const STEPS_LEFT_OUT = 2;

/**
 * How the metric that hurt stood before a revert was live and since, by the medians of a case that was read later; undefined
 * where no metric was read on both sides.
 */
export function metricAfter(theCase: Case, { onset }: Pick<Verdict, 'onset'>, liveAt: EpochMs): Sentence | undefined {
  const symptom = symptomOf({ theCase, verdict: { onset }, incident: {} });
  if (symptom === undefined) return undefined;
  const { service, stepSeconds = 0 } = symptom.series;
  const during = levelBetween(symptom, onset.at, liveAt);
  const after = levelBetween(symptom, liveAt + STEPS_LEFT_OUT * stepSeconds * SECOND_MS, Number.POSITIVE_INFINITY);
  if (during === undefined || after === undefined) return undefined;
  const [was, is] = [shownLevel(symptom, during), shownLevel(symptom, after)];
  const said = sentence`${symptom.what} of ${code(service)}: ${was} until it was live, ${is} since`;
  return symptom.before === undefined
    ? said
    : [...said, ` (${shownLevel(symptom, symptom.before)} before the problem began)`];
}
