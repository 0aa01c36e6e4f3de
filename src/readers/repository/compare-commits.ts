import type { Comparison } from '../../investigation/ledger/ledger-deploy.ts';
import { failureStatus } from '../../platform/github-failure.ts';
import type { RepositoryAddress } from './repository-address.ts';

/** How many commits of a range are listed, the newest; longer ranges are marked as truncated. */
const MOST_COMMITS = 250;
const PER_PAGE = 100;

/**
 * What git says about two SHAs, with the commits between them, newest last. `behind` lists those that vanished, which
 * GitHub only tells when it is asked the other way round. A SHA that is gone, or shares no history, is `unknown`.
 */
export async function compareCommits(address: RepositoryAddress, base: string, head: string): Promise<Comparison> {
  const forward = await listBetween(address, base, head);
  if (forward === undefined) return { base, head, status: 'unknown', commits: [], truncated: false };
  if (forward.status !== 'behind') return { base, head, ...forward };
  const vanished = await listBetween(address, head, base);
  return { base, head, status: 'behind', commits: vanished?.commits ?? [], truncated: vanished?.truncated ?? true };
}

/** GitHub lists the oldest first, so of a range that is too long the last pages are read. */
async function listBetween(
  { octokit, owner, repo }: RepositoryAddress,
  base: string,
  head: string,
): Promise<Pick<Comparison, 'status' | 'commits' | 'truncated'> | undefined> {
  const pageOf = (page: number) => comparePage({ octokit, owner, repo }, base, head, page);
  const first = await pageOf(1);
  if (first === undefined) return undefined;
  const { status, total_commits: total } = first;
  const oldest = first.commits.map(({ sha }) => sha);
  const from = Math.max(1, Math.floor((total - MOST_COMMITS) / PER_PAGE) + 1);
  const commits = from === 1 ? oldest : [];
  for (let page = Math.max(2, from); page <= Math.ceil(total / PER_PAGE); page += 1) {
    const data = await pageOf(page);
    if (data === undefined) return undefined;
    if (data.commits.length === 0) break;
    commits.push(...data.commits.map(({ sha }) => sha));
  }
  return {
    status,
    commits: commits.slice(-MOST_COMMITS),
    truncated: total > Math.min(commits.length, MOST_COMMITS),
  };
}

async function comparePage(
  { octokit, owner, repo }: Pick<RepositoryAddress, 'octokit' | 'owner' | 'repo'>,
  base: string,
  head: string,
  page: number,
) {
  try {
    const request = { owner, repo, basehead: `${base}...${head}`, per_page: PER_PAGE, page };
    return (await octokit.rest.repos.compareCommitsWithBasehead(request)).data;
  } catch (error) {
    if (failureStatus(error) === 404) return undefined;
    throw error;
  }
}
