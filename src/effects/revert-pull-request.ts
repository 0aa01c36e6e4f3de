import { authorise, byPermission } from '../investigation/commands/authorise.ts';
import { sayRefusal } from '../investigation/commands/command-refusal.ts';
import { STOP_LABEL } from '../investigation/commands/stop-label.ts';
import { plainText } from '../investigation/sentence.ts';
import { OperationalError } from '../platform/errors.ts';
import { isRequestFailure } from '../platform/github-failure.ts';
import { liveFacts, openLiveFacts } from '../readers/repository/live-facts.ts';
import { refuseNonsense } from '../readers/repository/refuse-nonsense.ts';
import { classifyFailure } from './classify-failure.ts';
import type { Executed, Execution } from './execution.ts';
import { withoutPost } from './post-history.ts';
import { type RevertWork, STOP_LABEL_SEEN, TIP_MOVED } from './revert-work.ts';
import { createTree } from './write-revert-tree.ts';

/** Who commits: nobody's account, so that the commit's SHA depends on the plan alone. */
const IDENTITY = { name: 'whatchanged[bot]', email: 'whatchanged@users.noreply.github.com' };

/** Thrown for a plan that must not be written. Nothing of it was written, except where the message says so. */
class Refused extends Error {}

interface Pull {
  readonly id: number;
  readonly number: number;
  readonly html_url: string;
}

/**
 * Writes a planned revert: blobs, tree, commit, branch, draft pull request. Every step gives the same again when it is
 * repeated, so a try after an unclear answer goes the same way and finds what is there. The branch comes last but one:
 * before it nothing can be seen, and once it is there the pull request follows, also after a crash.
 */
export async function publishRevertPullRequest(execution: Execution): Promise<Executed> {
  const { effect, step, history, now, octokit } = execution;
  if (step.kind === 'give-up') return { outcome: { state: 'dead', reason: step.reason }, history };
  if (step.kind === 'update') return { outcome: { state: 'done', appliedHash: effect.wantedHash }, history };
  const work = effect.wanted.revert;
  if (work === undefined) return { outcome: { state: 'dead', reason: 'it names no plan' }, history };
  const progress = { branch: false };
  try {
    const pull = await drafted(execution, work, progress);
    return {
      outcome: {
        state: 'done',
        appliedHash: effect.wantedHash,
        githubId: pull.id,
        githubNumber: pull.number,
        url: pull.html_url,
      },
      history: { ...history, misses: 0, failures: 0 },
    };
  } catch (error) {
    if (error instanceof Refused) {
      return { outcome: { state: 'dead', reason: error.message }, history: withoutPost(history, step) };
    }
    return failed(execution, error, progress.branch ? work.branch : undefined);
  } finally {
    // The token may write code: it ends with the work, or else within the hour.
    await octokit.rest.apps.revokeInstallationAccessToken().catch(() => undefined);
  }
  function failed(of: Execution, error: unknown, branch: string | undefined): Executed {
    const { deleted: _, ...outcome } = classifyFailure(error, history.failures, now);
    const told =
      outcome.state === 'dead' && branch !== undefined
        ? { reason: `${outcome.reason}; the branch ${branch} is there and has no pull request` }
        : {};
    const state = of.step.kind === 'reconcile' && outcome.state === 'ready' ? 'unknown' : outcome.state;
    const kept = outcome.state === 'ready' ? withoutPost(history, of.step) : history;
    return { outcome: { ...outcome, ...told, state }, history: { ...kept, failures: history.failures + 1 } };
  }
}

async function drafted(execution: Execution, work: RevertWork, progress: { branch: boolean }): Promise<Pull> {
  const { octokit, repository } = execution;
  refuseNonsense(octokit);
  const before = await existingPull(execution, work);
  if (before !== undefined) return before;
  const standing = await branchSha(execution, work.branch);
  progress.branch = standing !== undefined;
  // Once the branch stands, its pull request is owed: what could refuse it was asked before the branch was made.
  if (standing === undefined) await mustBeAllowed(execution, work);
  for (const { sha, content } of work.blobs) {
    const { data } = await octokit.rest.git.createBlob({ ...repository, content, encoding: 'base64' });
    if (data.sha !== sha) throw new Refused(`GitHub made another blob than was planned (${data.sha}, not ${sha})`);
  }
  const tree = await createTree(octokit, repository, work);
  if (tree !== work.tree) throw new Refused(`GitHub made another tree than was planned (${tree}, not ${work.tree})`);
  const person = { ...IDENTITY, date: work.date };
  const { data: commit } = await octokit.rest.git.createCommit({
    ...repository,
    message: work.message,
    tree: work.tree,
    parents: [work.onto],
    author: person,
    committer: person,
  });
  const at = standing ?? (await createBranch(execution, work, commit.sha));
  if (at !== commit.sha) {
    progress.branch = false;
    throw new Refused(`the branch ${work.branch} is there already and holds another commit`);
  }
  progress.branch = true;
  return createPull(execution, work);
}

/** Asked as late as can be: whoever wants it may, nobody stopped it, and the branch is where the plan took it to be. */
async function mustBeAllowed(execution: Execution, work: RevertWork): Promise<void> {
  const { octokit, repository } = execution;
  const facts = liveFacts(octokit, repository);
  const { issueRepositoryId } = work;
  const home =
    issueRepositoryId === undefined
      ? facts
      : await openLiveFacts(execution.access)(execution.effect.installationId, issueRepositoryId);
  if (work.asked !== undefined) {
    const { commentId, seen, needsAdmin } = work.asked;
    const live = await home.comment(commentId);
    const answer = authorise({ seen, live, permission: await home.permission(seen.sender) });
    if (!answer.allowed) {
      throw new Refused(plainText(sayRefusal(answer.reason) ?? ['the comment is gone, or not by a person any more']));
    }
    // Whoever may command in one repository need not write in the other.
    const there = home === facts ? answer : byPermission(await facts.permission(seen.sender));
    if (!there.allowed) throw new Refused(plainText(sayRefusal(there.reason) ?? []));
    if (needsAdmin && !there.isAdmin) throw new Refused(plainText(sayRefusal('needs-admin') ?? []));
  }
  if (!work.ignoresStopLabel && (await home.labels(work.issueNumber)).includes(STOP_LABEL)) {
    throw new Refused(STOP_LABEL_SEEN);
  }
  if ((await branchSha(execution, work.base)) !== work.onto) throw new Refused(TIP_MOVED);
}

async function createBranch(execution: Execution, { branch }: RevertWork, sha: string): Promise<string> {
  const { octokit, repository } = execution;
  try {
    const { data } = await octokit.rest.git.createRef({ ...repository, ref: `refs/heads/${branch}`, sha });
    return data.object.sha;
  } catch (error) {
    if (!isStatus(error, 422)) throw error;
    return (await branchSha(execution, branch)) ?? notShown(error);
  }
}

async function createPull(execution: Execution, work: RevertWork): Promise<Pull> {
  const { octokit, repository, effect } = execution;
  const { title = 'Revert', body } = effect.wanted;
  try {
    const { data } = await octokit.rest.pulls.create({
      ...repository,
      title,
      body,
      head: work.branch,
      base: work.base,
      draft: true,
    });
    return data;
  } catch (error) {
    if (!isStatus(error, 422)) throw error;
    return (await existingPull(execution, work)) ?? notShown(error);
  }
}

/** Open or not: what people closed is not drafted again. */
async function existingPull({ octokit, repository }: Execution, { branch }: RevertWork): Promise<Pull | undefined> {
  const head = `${repository.owner}:${branch}`;
  const { data } = await octokit.rest.pulls.list({ ...repository, head, state: 'all', per_page: 100 });
  return data.find((pull) => pull.head.ref === branch);
}

async function branchSha({ octokit, repository }: Execution, branch: string): Promise<string | undefined> {
  try {
    return (await octokit.rest.git.getRef({ ...repository, ref: `heads/${branch}` })).data.object.sha;
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

/** GitHub does not promise that a list shows what was just made: what it says is there is looked for again later. */
function notShown(error: unknown): never {
  if (!(error instanceof Error) || !/already exists/i.test(error.message)) throw error;
  throw new OperationalError('upstream-failed', 'GitHub says that it is there, and does not show it yet', {
    retryable: true,
  });
}

function isStatus(error: unknown, status: number): boolean {
  return isRequestFailure(error) && error.response !== undefined && error.status === status;
}
