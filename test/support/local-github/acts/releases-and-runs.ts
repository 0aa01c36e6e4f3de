import { readCommit } from '../git/read-commits.ts';
import { resolveCommit, writeRef } from '../git/refs.ts';
import { releaseShape } from '../shapes/release.ts';
import { workflowJobShape, workflowRunShape, workflowShape } from '../shapes/workflow-run.ts';
import { emitForRepository } from '../webhooks/emit.ts';
import type { Account } from '../world/account.ts';
import type { Release, WorkflowRun } from '../world/deployment.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';

export interface NewRelease {
  readonly tag: string;
  /** A branch or SHA that gets the tag where the tag does not exist yet. */
  readonly target: string;
  readonly name?: string | undefined;
  readonly body?: string | undefined;
  readonly prerelease?: boolean | undefined;
  readonly by: Account;
  readonly at: number;
}

/** Publishes a release and sends `release` with `published`, then `released` where it is no prerelease. */
export async function publishRelease(world: World, repository: Repository, from: NewRelease): Promise<Release> {
  const { git } = repository;
  const tagged = await resolveCommit(git, `refs/tags/${from.tag}`);
  const commit = tagged ?? (await resolveCommit(git, from.target));
  if (commit === undefined) throw new Error(`release ${from.tag}: ${from.target} names no commit`);
  if (tagged === undefined) await writeRef(git, `refs/tags/${from.tag}`, commit);
  const release: Release = {
    id: world.nextId(),
    tag: from.tag,
    target: from.target,
    name: from.name ?? from.tag,
    body: from.body ?? '',
    draft: false,
    prerelease: from.prerelease ?? false,
    author: from.by,
    createdAt: from.at,
    publishedAt: from.at,
  };
  repository.releases.set(release.id, release);
  for (const action of release.prerelease ? ['published', 'prereleased'] : ['published', 'released']) {
    const payload = { release: releaseShape(world, repository, release) };
    void emitForRepository(world, repository, { event: 'release', action, payload, sender: from.by, at: from.at });
  }
  return release;
}

export interface NewWorkflowRun {
  /** The file, such as `.github/workflows/deploy.yml`. */
  readonly path: string;
  readonly name: string;
  readonly event: string;
  readonly headBranch: string;
  readonly headSha: string;
  readonly status: WorkflowRun['status'];
  readonly conclusion: WorkflowRun['conclusion'];
  readonly startedAt: number;
  /** Of a run that is there already: this is its next attempt or its end. */
  readonly id?: number | undefined;
  readonly runAttempt?: number | undefined;
  readonly by: Account;
  readonly at: number;
}

/** Records a workflow run, or what became of one, and sends `workflow_run`. */
export async function recordWorkflowRun(
  world: World,
  repository: Repository,
  from: NewWorkflowRun,
): Promise<WorkflowRun> {
  const { path, name, event, headBranch, headSha, status, conclusion, startedAt } = from;
  const siblings = [...repository.runs.values()].filter((run) => run.path === path);
  const known = from.id === undefined ? undefined : repository.runs.get(from.id);
  const commit = await readCommit(repository.git, headSha);
  const run: WorkflowRun = {
    id: known?.id ?? world.nextId(),
    workflowId: siblings[0]?.workflowId ?? world.nextId(),
    name,
    path,
    event,
    headSha,
    headBranch,
    displayTitle: commit.message.split('\n')[0] ?? '',
    runNumber: known?.runNumber ?? siblings.length + 1,
    runAttempt: from.runAttempt ?? known?.runAttempt ?? 1,
    status,
    conclusion,
    actor: from.by,
    createdAt: known?.createdAt ?? startedAt,
    startedAt,
    updatedAt: from.at,
  };
  repository.runs.set(run.id, run);
  const action = status === 'completed' ? 'completed' : status === 'queued' ? 'requested' : 'in_progress';
  const payload = {
    workflow_run: await workflowRunShape(world, repository, run),
    workflow: workflowShape(world, repository, run),
  };
  void emitForRepository(world, repository, { event: 'workflow_run', action, payload, sender: from.by, at: from.at });
  return run;
}

export interface NewWorkflowJob {
  readonly run: WorkflowRun;
  readonly name: string;
  readonly status: WorkflowRun['status'];
  readonly conclusion: WorkflowRun['conclusion'];
  readonly startedAt: number;
  readonly by: Account;
  readonly at: number;
}

/** Sends `workflow_job`; jobs are not kept. Gives the id. */
export function tellWorkflowJob(world: World, repository: Repository, from: NewWorkflowJob): number {
  const id = world.nextId();
  const action = from.status === 'completed' ? 'completed' : from.status === 'queued' ? 'queued' : 'in_progress';
  const payload = { workflow_job: workflowJobShape(world, repository, { ...from, id }) };
  void emitForRepository(world, repository, { event: 'workflow_job', action, payload, sender: from.by, at: from.at });
  return id;
}
