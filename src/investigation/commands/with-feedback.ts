import { bandOf } from '../verdict/band.ts';
import { noDeployProbability, type Suspect, type Verdict } from '../verdict/verdict.ts';
import type { Feedback } from './feedback.ts';

/**
 * The verdict without the suspects that people ruled out: what they weighed goes to all other hypotheses in proportion,
 * so that the probabilities still add up to 1, and the band is measured anew.
 */
export function withFeedback(verdict: Verdict, feedback: readonly Feedback[]): Verdict {
  const vetoes = feedback.filter(({ label }) => label === 'not-it');
  const left = verdict.suspects.filter((suspect) => !vetoes.some((veto) => isAbout(veto, suspect)));
  if (left.length === verdict.suspects.length) return verdict;
  const total = left.reduce((sum, { probability }) => sum + probability, noDeployProbability(verdict));
  const scaled = <T extends { readonly probability: number }>(one: T): T => ({
    ...one,
    probability: total > 0 ? one.probability / total : 0,
  });
  const nothing = total > 0 ? scaled(verdict.nothing) : { ...verdict.nothing, probability: 1 };
  const changed = { ...verdict, suspects: left.map(scaled), otherChanges: verdict.otherChanges.map(scaled), nothing };
  return { ...changed, band: bandOf(changed.suspects, noDeployProbability(changed)) };
}

/** A word about a commit holds wherever that commit rides; one about a deploy only for the deploy as a whole. */
function isAbout(feedback: Feedback, suspect: Suspect): boolean {
  if (feedback.commit !== null) return feedback.commit === suspect.commit;
  return suspect.commit === null && feedback.deploy === suspect.deploy;
}
