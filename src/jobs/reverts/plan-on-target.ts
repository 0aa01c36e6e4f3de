import { headOf, type StoredRevert } from '../../investigation/commands/stored-revert.ts';
import type { CommitRange } from '../../investigation/revert/commits-to-revert.ts';
import { runPlanning } from '../../investigation/revert/objects/run-planning.ts';
import { planRevert, type RevertPlan } from '../../investigation/revert/plan-revert.ts';
import type { LaterCommit } from '../../investigation/revert/preflight/later-commit.ts';
import { locateLater } from '../../investigation/revert/preflight/locate-later.ts';
import { preflight } from '../../investigation/revert/preflight/preflight.ts';
import type { PreflightNote } from '../../investigation/revert/preflight/preflight-note.ts';
import { gitSha1 } from '../../platform/git-sha1.ts';
import type { RevertTarget } from '../../readers/repository/revert-target.ts';

/** Plans a revert on the tip of a repository's default branch, with what a person should know of it. */
export async function planOnTarget(
  target: RevertTarget,
  { subject, by }: StoredRevert,
): Promise<{
  readonly plan: RevertPlan;
  readonly notes: readonly PreflightNote[];
  /** Later commits that changed the same lines or functions, newest first. */
  readonly dependents: readonly LaterCommit[];
}> {
  const what = await commitsOf(target, subject);
  const planning = planRevert({
    what,
    onto: target.tip,
    // A revert is undone only by whoever named it: never by what a verdict put first.
    mayRevertReverts: by.kind === 'person' && by.named,
    sha1: gitSha1,
  });
  const plan = await runPlanning(planning, target.objects);
  const later = plan.touched.length === 0 ? [] : await target.laterCommits(headOf(subject), plan.touched);
  const located = await runPlanning(locateLater({ ...plan, later, sha1: gitSha1 }), target.objects);
  const dependents = located.filter(({ near }) => near !== undefined);
  return { plan, notes: preflight(plan, located), dependents };
}

async function commitsOf(
  target: RevertTarget,
  subject: StoredRevert['subject'],
): Promise<readonly (string | CommitRange)[]> {
  switch (subject.kind) {
    case 'deploy':
      return [{ lastGood: subject.lastGood, bad: subject.bad }];
    case 'commit':
      return [subject.sha];
    case 'pull':
      return (await target.pullCommits(subject.number)) ?? [subject.sha];
  }
}
