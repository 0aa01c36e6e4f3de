import { readCommit } from '../git/read-commits.ts';
import type { WorkflowRun } from '../world/deployment.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { accountShape } from './account.ts';
import { isoTime, type Json, nodeId } from './json.ts';
import { apiUrl, minimalRepositoryShape, webUrl } from './repository.ts';

export async function workflowRunShape(world: World, repository: Repository, run: WorkflowRun): Promise<Json> {
  const url = `${apiUrl(world, repository)}/actions/runs/${run.id}`;
  const commit = await readCommit(repository.git, run.headSha);
  const suite = run.id + 1_000_000;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('WFR', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.path,
    display_title: run.displayTitle,
    run_number: run.runNumber,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflowId,
    check_suite_id: suite,
    check_suite_node_id: nodeId('CS', suite),
    url,
    html_url: `${webUrl(world, repository)}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: isoTime(run.createdAt),
    updated_at: isoTime(run.updatedAt),
    actor: accountShape(world, run.actor),
    run_attempt: run.runAttempt,
    referenced_workflows: [],
    run_started_at: isoTime(run.startedAt),
    triggering_actor: accountShape(world, run.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${apiUrl(world, repository)}/check-suites/${suite}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.runAttempt > 1 ? `${url}/attempts/${run.runAttempt - 1}` : null,
    workflow_url: `${apiUrl(world, repository)}/actions/workflows/${run.workflowId}`,
    head_commit: {
      id: commit.sha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: isoTime(commit.committer.at),
      author: { name: commit.author.name, email: commit.author.email },
      committer: { name: commit.committer.name, email: commit.committer.email },
    },
    repository: minimalRepositoryShape(world, repository),
    head_repository: minimalRepositoryShape(world, repository),
  };
}

export function workflowShape(world: World, repository: Repository, run: WorkflowRun): Json {
  return {
    id: run.workflowId,
    node_id: nodeId('W', run.workflowId),
    name: run.name,
    path: run.path,
    state: 'active',
    created_at: isoTime(repository.createdAt),
    updated_at: isoTime(repository.createdAt),
    url: `${apiUrl(world, repository)}/actions/workflows/${run.workflowId}`,
    html_url: `${webUrl(world, repository)}/blob/${run.headBranch}/${run.path}`,
    badge_url: `${webUrl(world, repository)}/workflows/${encodeURIComponent(run.name)}/badge.svg`,
  };
}

export function workflowJobShape(
  world: World,
  repository: Repository,
  job: Pick<WorkflowRun, 'id' | 'name' | 'status' | 'conclusion' | 'startedAt'> & {
    readonly run: WorkflowRun;
    readonly at: number;
  },
): Json {
  const { run } = job;
  const url = `${apiUrl(world, repository)}/actions/jobs/${job.id}`;
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: run.name,
    head_branch: run.headBranch,
    run_url: `${apiUrl(world, repository)}/actions/runs/${run.id}`,
    run_attempt: run.runAttempt,
    node_id: nodeId('CR', job.id),
    head_sha: run.headSha,
    url,
    html_url: `${webUrl(world, repository)}/actions/runs/${run.id}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: isoTime(job.startedAt),
    started_at: isoTime(job.startedAt),
    completed_at: job.status === 'completed' ? isoTime(job.at) : null,
    name: job.name,
    steps: [],
    check_run_url: `${apiUrl(world, repository)}/check-runs/${job.id}`,
    labels: ['ubuntu-latest'],
    runner_id: null,
    runner_name: null,
    runner_group_id: null,
    runner_group_name: null,
  };
}
