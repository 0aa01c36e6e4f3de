import type { LocalGitHub } from '../test/support/local-github/local-github.ts';
import type { CommitStep, DeployStep } from './shop-history.ts';

export const SHOP = 'acme/shop';

/** What the played day left behind, by the names that the steps have. */
export interface PlayedDay {
  readonly pullRequests: ReadonlyMap<string, { readonly number: number; readonly sha: string }>;
  readonly commits: number;
  readonly deploys: number;
}

/** Merges and deploys the steps in their order, each at its time before `alertAt` (ms). */
export async function playDay(
  github: LocalGitHub,
  steps: readonly (CommitStep | DeployStep)[],
  alertAt: number,
  tell: (text: string) => void,
): Promise<PlayedDay> {
  const pullRequests = new Map<string, { number: number; sha: string }>();
  let tip = '';
  let [commits, deploys] = [0, 0];
  for (const step of steps) {
    const at = alertAt - step.minutesAgo * 60_000;
    if (step.kind === 'deploy') {
      deploys += 1;
      await deploy(github, step, tip, at);
      tell(`deployed ${step.service} to ${step.environment ?? 'production'} at ${tip.slice(0, 7)}`);
      continue;
    }
    commits += 1;
    if (step.kind === 'push') {
      tip = await github.commit(SHOP, { message: step.title, files: { ...step.files }, author: step.author, at });
      continue;
    }
    const merged = await merge(github, step, at);
    tip = merged.sha;
    if (step.name !== undefined) pullRequests.set(step.name, merged);
    tell(`merged #${merged.number} "${step.title}" by ${step.author}`);
  }
  return { pullRequests, commits, deploys };
}

async function merge(github: LocalGitHub, step: CommitStep, at: number): Promise<{ number: number; sha: string }> {
  const branch = step.title.toLowerCase().replace(/\W+/g, '-');
  const { author: by, title } = step;
  await github.commit(SHOP, { branch, message: title, files: { ...step.files }, author: by, at: at - 1_200_000 });
  const opened = {
    head: branch,
    title,
    by,
    at: at - 1_000_000,
    ...(step.body === undefined ? {} : { body: step.body }),
  };
  const { number } = await github.openPullRequest(SHOP, opened);
  const { sha } = await github.mergePullRequest(SHOP, number, { method: step.method ?? 'squash', by, at });
  return { number, sha };
}

async function deploy(github: LocalGitHub, step: DeployStep, sha: string, at: number): Promise<void> {
  const environment = step.environment ?? 'production';
  const deployment = await github.createDeployment(SHOP, { sha, environment, payload: { service: step.service }, at });
  await github.createDeploymentStatus(SHOP, deployment, { state: 'in_progress', at: at + 2_000 });
  const state = step.outcome ?? 'success';
  await github.createDeploymentStatus(SHOP, deployment, { state, at: at + step.tookSeconds * 1_000 });
}
