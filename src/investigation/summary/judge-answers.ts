import type { Feedback } from '../commands/feedback.ts';
import type { Suspect, Verdict } from '../verdict/verdict.ts';
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
  const ruledOut = answers.some((answer) => first !== undefined && isAboutFirst(answer, first));
  return ruledOut ? false : undefined;
}

/** What a verdict puts first; undefined where it says that no deploy explains the incident. */
export function firstNamed({ band, suspects: [first] }: Verdict): Suspect | undefined {
  return band === 'none' ? undefined : first;
}

/** Whether somebody spoke of what is put first; of "no change" where that is what the verdict says. */
export function isAboutFirst(
  { deploy, commit }: Pick<Feedback, 'deploy' | 'commit'>,
  first: Pick<Suspect, 'deploy' | 'commit'> | undefined,
): boolean {
  if (first === undefined) return deploy === null && commit === null;
  // Where one of the two knows only the deploy, the deploy decides.
  if (commit !== null && first.commit !== null) return commit === first.commit;
  return deploy !== null && deploy === first.deploy;
}
