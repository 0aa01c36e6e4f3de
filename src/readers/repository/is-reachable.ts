import { failureStatus } from '../../platform/github-failure.ts';
import type { RepositoryAddress } from './repository-address.ts';

/** How many branches and tags are asked one by one, when neither the default branch nor a head says so. */
const MOST_ASKED = 30;
const LASTING = /^(?:main|master|trunk|develop|prod|production|staging|release|releases|hotfix|env|v?\d)(?:$|[^a-z])/i;

/**
 * Whether a branch or a tag of this very repository reaches the SHA. GitHub shows a fork's commits under the address of
 * the original too, so that being readable proves nothing. Asked from the cheapest to the dearest; beyond the first
 * 100 branches and 100 tags, and 30 comparisons, the answer is no.
 */
export async function isReachable(address: RepositoryAddress, sha: string): Promise<boolean> {
  const onDefault = await reaches(address, address.defaultBranch, sha);
  if (onDefault !== 'no') return onDefault === 'yes';
  const { octokit, owner, repo } = address;
  const heads = await octokit.rest.repos.listBranchesForHeadCommit({ owner, repo, commit_sha: sha });
  if (heads.data.length > 0) return true;
  const tags = (await octokit.rest.repos.listTags({ owner, repo, per_page: 100 })).data;
  if (tags.some((tag) => tag.commit.sha === sha)) return true;
  const branches = (await octokit.rest.repos.listBranches({ owner, repo, per_page: 100 })).data
    .map(({ name }) => name)
    .filter((name) => name !== address.defaultBranch)
    .sort((a, b) => Number(LASTING.test(b)) - Number(LASTING.test(a)));
  for (const ref of [...branches, ...tags.map(({ commit }) => commit.sha)].slice(0, MOST_ASKED)) {
    if ((await reaches(address, ref, sha)) === 'yes') return true;
  }
  return false;
}

/** `gone` where the repository has never heard of the SHA. */
async function reaches(
  { octokit, owner, repo }: RepositoryAddress,
  ref: string,
  sha: string,
): Promise<'yes' | 'no' | 'gone'> {
  try {
    const request = { owner, repo, basehead: `${ref}...${sha}`, per_page: 1, page: 1 };
    const { status } = (await octokit.rest.repos.compareCommitsWithBasehead(request)).data;
    return status === 'behind' || status === 'identical' ? 'yes' : 'no';
  } catch (error) {
    if (failureStatus(error) !== 404) throw error;
    return (await exists({ octokit, owner, repo }, sha)) ? 'no' : 'gone';
  }
}

/** A comparison is also not found where the two share no history. */
async function exists(
  { octokit, owner, repo }: Pick<RepositoryAddress, 'octokit' | 'owner' | 'repo'>,
  sha: string,
): Promise<boolean> {
  try {
    await octokit.rest.repos.getCommit({ owner, repo, ref: sha, per_page: 1, page: 1 });
    return true;
  } catch (error) {
    if (isAbsent(failureStatus(error))) return false;
    throw error;
  }
}

/** 404, 409 for an empty repository, 422 for a SHA that is none of its. */
export function isAbsent(status: number | undefined): boolean {
  return status === 404 || status === 409 || status === 422;
}
