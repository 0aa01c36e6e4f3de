import { z } from 'zod';
import type { SeenRepository } from '../../intake/github/contract.ts';
import { deploymentRequest, deployment as madeDeployment } from '../../intake/github/deployment-facts.ts';
import { deploymentStatement, givenStatus } from '../../intake/github/deployment-status-facts.ts';
import { sha } from '../../intake/github/payload-parts.ts';
import { madeRelease, releaseDeploy } from '../../intake/github/release-facts.ts';
import type { DeployEvent } from '../../investigation/ledger/deploy-event.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { GitHubAccess, GitHubPermissions } from '../../platform/github-access.ts';
import { githubFailure } from '../../platform/github-failure.ts';
import type { StoredCommit } from '../../storage/contract.ts';
import type { HistoryPage, OpenHistory } from './contract.ts';
import { locateRepository } from './locate-repository.ts';
import type { RepositoryAddress } from './repository-address.ts';

/** Each deployment costs one more request for its statuses; what is read is kept page by page. */
const DEPLOYMENTS_PER_PAGE = 30;
const PER_PAGE = 100;
/** Statuses of one deployment are asked for a few at a time, as GitHub's secondary limits want it. */
const AT_ONCE = 5;

type Located = RepositoryAddress & { readonly private: boolean };

/** Reads a repository's history through GitHub's REST API; every method throws OperationalError for trouble. */
export function openHistory(access: GitHubAccess): OpenHistory {
  return (installationId, repositoryId) => {
    const read = async <T>(
      doing: string,
      permissions: GitHubPermissions,
      ask: (address: Located) => Promise<HistoryPage<T>>,
    ): Promise<HistoryPage<T>> => {
      try {
        return await ask(await locateRepository(access, installationId, repositoryId, permissions));
      } catch (error) {
        throw githubFailure(error, doing);
      }
    };
    return {
      deployments: (page, since, isWanted) =>
        read('Reading past deployments', { metadata: 'read', deployments: 'read' }, (address) =>
          deploymentsPage(address, page, since, isWanted),
        ),
      merges: (page, since) =>
        read('Reading merged pull requests', { metadata: 'read', pull_requests: 'read' }, (address) =>
          mergesPage(address, page, since),
        ),
      releases: (page, since, target) =>
        read('Reading releases', { metadata: 'read', contents: 'read' }, (address) =>
          releasesPage(address, page, since, target),
        ),
    };
  };
}

async function deploymentsPage(
  address: Located,
  page: number,
  since: EpochMs,
  isWanted: (request: DeployEvent) => boolean,
): Promise<HistoryPage<DeployEvent>> {
  const { octokit, owner, repo } = address;
  const listed = await octokit.rest.repos.listDeployments({ owner, repo, per_page: DEPLOYMENTS_PER_PAGE, page });
  const read = listed.data.flatMap((one) => madeDeployment.safeParse(one).data ?? []);
  const recent = read.filter((one) => one.created_at >= since);
  const found: DeployEvent[] = [];
  let { headers } = listed;
  for (let from = 0; from < recent.length; from += AT_ONCE) {
    const portion = recent.slice(from, from + AT_ONCE).map(async (made) => {
      const request = deploymentRequest(made, seen(address));
      if (!isWanted(request)) return [];
      const asked = { owner, repo, deployment_id: made.id, per_page: PER_PAGE };
      const statuses = await octokit.rest.repos.listDeploymentStatuses(asked);
      headers = statuses.headers;
      const given = statuses.data.flatMap((status) => givenStatus.safeParse(status).data ?? []);
      const told = given.flatMap((status) => {
        const environment = status.environment || made.environment;
        const moved = deploymentRequest({ ...made, environment }, seen(address));
        return deploymentStatement(moved, status) ?? [];
      });
      return [request, ...told];
    });
    found.push(...(await Promise.all(portion)).flat());
  }
  const last = listed.data.length < DEPLOYMENTS_PER_PAGE || recent.length < read.length;
  return { found, last, ...budget(headers) };
}

const mergedPull = z.object({
  number: z.int().positive(),
  title: z.string(),
  merged_at: z.string().nullable(),
  updated_at: z.string(),
  merge_commit_sha: sha.nullable(),
  base: z.object({ ref: z.string() }),
  user: z.object({ login: z.string() }).nullish(),
});

async function mergesPage(address: Located, page: number, since: EpochMs): Promise<HistoryPage<StoredCommit>> {
  const { octokit, owner, repo, repositoryId, defaultBranch } = address;
  const order = { state: 'closed', sort: 'updated', direction: 'desc' } as const;
  const { data, headers } = await octokit.rest.pulls.list({ owner, repo, ...order, per_page: PER_PAGE, page });
  const read = data.flatMap((one) => mergedPull.safeParse(one).data ?? []);
  const found = read.flatMap((pull): StoredCommit[] => {
    const mergedAt = pull.merged_at === null ? Number.NaN : Date.parse(pull.merged_at);
    if (!(mergedAt >= since) || pull.merge_commit_sha === null || pull.base.ref !== defaultBranch) return [];
    return [
      {
        repositoryId,
        sha: pull.merge_commit_sha,
        pullRequest: pull.number,
        pullRequestTitle: pull.title,
        mergedAt,
        ...(pull.user && { authorLogin: pull.user.login }),
      },
    ];
  });
  // By update: whatever was merged later was updated later too, so an older update ends it.
  const last = data.length < PER_PAGE || read.some(({ updated_at }) => Date.parse(updated_at) < since);
  return { found, last, ...budget(headers) };
}

async function releasesPage(
  address: Located,
  page: number,
  since: EpochMs,
  target: { readonly environment: string; readonly service?: string },
): Promise<HistoryPage<DeployEvent>> {
  const { octokit, owner, repo } = address;
  const { data, headers } = await octokit.rest.repos.listReleases({ owner, repo, per_page: PER_PAGE, page });
  const read = data.flatMap((one) => madeRelease.safeParse(one).data ?? []);
  const recent = read.filter(({ published_at }) => published_at >= since);
  const found = recent.flatMap((made) => releaseDeploy(made, seen(address), target) ?? []);
  return { found, last: data.length < PER_PAGE || recent.length < read.length, ...budget(headers) };
}

function seen({ owner, repo, repositoryId, private: isPrivate }: Located): SeenRepository {
  return { repositoryId, fullName: `${owner}/${repo}`, visibility: isPrivate ? 'private' : 'public' };
}

function budget(headers: Readonly<Record<string, unknown>>): Pick<HistoryPage<never>, 'budget'> {
  const [remaining, limit, reset] = ['remaining', 'limit', 'reset'].map((name) =>
    Number(headers[`x-ratelimit-${name}`]),
  );
  if (!Number.isFinite(remaining) || !Number.isFinite(limit) || !Number.isFinite(reset)) return {};
  return { budget: { remaining: remaining ?? 0, limit: limit ?? 0, resetAt: (reset ?? 0) * 1_000 } };
}
