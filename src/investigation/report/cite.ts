import { type Evidence, NEGLIGIBLE } from '../verdict/verdict.ts';
import { type Line, own, say, spoken } from './markdown/tree.ts';

/** A clue's sentence with the evidence that it rests on: `live 3 min before the onset (E1)`. */
export function cited(evidence: Evidence): Line {
  return say`${spoken(evidence.says)} (${evidenceId(evidence)})`;
}

/** E1, E2, …: only ids of that form are printed as our own. */
export function evidenceId(evidence: Evidence) {
  return own(/^E\d{1,4}$/.test(evidence.id) ? evidence.id : 'E?');
}

/** Those that speak for, strongest first. */
export function speaksFor(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter((one) => one.weight >= NEGLIGIBLE).sort((one, other) => other.weight - one.weight);
}

/** Those that speak against by at least `least`, strongest first. */
export function speaksAgainst(evidence: readonly Evidence[], least: number = NEGLIGIBLE): readonly Evidence[] {
  return evidence.filter((one) => one.weight <= -least).sort((one, other) => one.weight - other.weight);
}
