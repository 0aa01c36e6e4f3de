import { code, type Sentence, sentence } from '../../investigation/sentence.ts';
import type { RevertTarget } from '../../readers/repository/revert-target.ts';

/** What the rules of the default branch mean for whoever merges a revert. */
export async function branchNotes(
  target: Pick<RevertTarget, 'defaultBranch' | 'branchRules'>,
): Promise<readonly Sentence[]> {
  const { rules, isProtected } = await target.branchRules();
  const branch = code(target.defaultBranch);
  const notes: Sentence[] = [];
  if (!isProtected && !rules.includes('pull_request')) {
    notes.push(
      sentence`No rule asks for a pull request on ${branch}: protect it, so that only reviewed changes reach it.`,
    );
  }
  if (rules.includes('required_signatures')) {
    notes.push(
      sentence`${branch} takes signed commits only, and this one is not signed: merge it with a squash on GitHub.`,
    );
  }
  if (rules.includes('merge_queue')) notes.push(sentence`${branch} has a merge queue: it decides when this goes in.`);
  if (rules.includes('required_status_checks')) notes.push(sentence`Checks must pass before ${branch} takes it.`);
  return notes;
}
