import type { Feedback } from '../commands/feedback.ts';
import { type Lead, leadOf } from '../verdict/lead.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Answers } from './summary.ts';
import type { WeekIncident } from './week-material.ts';

/** Of the incidents that people answered with a command or a merged revert: in how many the verdict's first was right. */
export function judgeAnswers(incidents: readonly Pick<WeekIncident, 'verdict' | 'feedback'>[]): Answers {
  const judged = incidents.map(wasRight).filter((right) => right !== undefined);
  return { answered: judged.length, right: judged.filter((right) => right).length };
}

/**
 * Undefined where nobody answered, or only about changes that the verdict did not put first: that something else was not
 * it does not say that the first was.
 */
function wasRight({ verdict, feedback }: Pick<WeekIncident, 'verdict' | 'feedback'>): boolean | undefined {
  if (verdict === undefined) return undefined;
  const answers = feedback.filter(({ source }) => source !== 'reaction');
  const guilty = answers.filter(({ label }) => label === 'it-was');
  const first = firstNamed(verdict);
  if (guilty.length > 0) return guilty.some((answer) => isAboutFirst(answer, first));
  return first !== undefined && isRuledOut(first, answers) ? false : undefined;
}

/** A deploy is ruled out by a word about it, or with the last of its changes that is suspected. */
function isRuledOut(first: Lead, answers: readonly Feedback[]): boolean {
  if (first.among.length < 2) return answers.some((answer) => isAboutFirst(answer, first));
  const isWhole = answers.some(({ deploy, commit }) => commit === null && deploy === first.deploy);
  return isWhole || first.among.every((suspect) => answers.some(({ commit }) => commit === suspect.commit));
}

/** What a verdict names first; undefined where it says that no deploy explains the incident. */
export function firstNamed({ band, suspects }: Verdict): Lead | undefined {
  return band === 'none' ? undefined : leadOf(suspects);
}

/** Whether somebody spoke of what is named first, or of a part of it; of "no change" where that is what the verdict says. */
export function isAboutFirst(
  { deploy, commit }: Pick<Feedback, 'deploy' | 'commit'>,
  first: Lead | undefined,
): boolean {
  if (first === undefined) return deploy === null && commit === null;
  // Where one of the two knows only the deploy, the deploy decides.
  const isKnown = first.among.every((suspect) => suspect.commit !== null);
  if (commit !== null && isKnown) return first.among.some((suspect) => suspect.commit === commit);
  return deploy !== null && deploy === first.deploy;
}
