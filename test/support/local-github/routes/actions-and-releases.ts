import { notFound } from '../server/http-failure.ts';
import { paginate } from '../server/paginate.ts';
import { ok, type Route } from '../server/route.ts';
import { releaseShape } from '../shapes/release.ts';
import { workflowRunShape } from '../shapes/workflow-run.ts';
import type { WorkflowRun } from '../world/deployment.ts';

/** Workflow runs and releases: other ways in which code goes live. */
export const actionsAndReleaseRoutes: readonly Route[] = [
  {
    operation: 'GET /repos/{owner}/{repo}/actions/runs',
    access: ['actions:read'],
    handle: (call) => {
      const { query } = call;
      const is = (key: string, value: string | null) => query.get(key) === null || query.get(key) === value;
      const isStatus = (run: WorkflowRun) => is('status', run.status) || is('status', run.conclusion);
      const runs = [...call.repository.runs.values()]
        .filter((run) => is('branch', run.headBranch) && is('event', run.event) && is('head_sha', run.headSha))
        .filter(isStatus)
        .toSorted((one, other) => other.createdAt - one.createdAt || other.id - one.id);
      return paginate(
        call,
        runs,
        (run) => workflowRunShape(call.world, call.repository, run),
        (page, total) => ({ total_count: total, workflow_runs: page }),
      );
    },
  },
  {
    operation: 'GET /repos/{owner}/{repo}/actions/runs/{run_id}',
    access: ['actions:read'],
    handle: async (call) => {
      const run = call.repository.runs.get(Number(call.params.run_id));
      if (run === undefined) throw notFound();
      return ok(await workflowRunShape(call.world, call.repository, run));
    },
  },
  {
    operation: 'GET /repos/{owner}/{repo}/releases',
    access: ['contents:read'],
    handle: (call) => {
      const releases = [...call.repository.releases.values()].toSorted((one, other) => other.createdAt - one.createdAt);
      return paginate(call, releases, (release) => releaseShape(call.world, call.repository, release));
    },
  },
  {
    operation: 'GET /repos/{owner}/{repo}/releases/latest',
    access: ['contents:read'],
    handle: (call) => {
      const latest = [...call.repository.releases.values()]
        .filter((release) => !release.prerelease)
        .toSorted((one, other) => other.createdAt - one.createdAt)[0];
      if (latest === undefined) throw notFound();
      return ok(releaseShape(call.world, call.repository, latest));
    },
  },
  {
    operation: 'GET /repos/{owner}/{repo}/releases/tags/{tag}',
    access: ['contents:read'],
    handle: (call) => {
      const release = [...call.repository.releases.values()].find((one) => one.tag === call.params.tag);
      if (release === undefined) throw notFound();
      return ok(releaseShape(call.world, call.repository, release));
    },
  },
];
