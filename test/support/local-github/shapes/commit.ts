import type { FileChange, GitCommit, GitSignature } from '../git/git-repository.ts';
import type { Account } from '../world/account.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { accountShape } from './account.ts';
import { isoTime, type Json, nodeId } from './json.ts';
import { apiUrl, webUrl } from './repository.ts';

const UNSIGNED = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** The account that owns the e-mail address of a commit, as GitHub matches them. */
export function accountOfEmail(world: World, email: string): Account | undefined {
  for (const account of world.accounts.values()) if (account.email === email) return account;
  return undefined;
}

function signatureShape(signature: GitSignature): Json {
  return { name: signature.name, email: signature.email, date: isoTime(signature.at) };
}

function accountOrNull(world: World, signature: GitSignature): Json | null {
  const account = accountOfEmail(world, signature.email);
  return account === undefined ? null : accountShape(world, account);
}

/** A commit in lists, comparisons and pull requests. */
export function commitShape(world: World, repository: Repository, commit: GitCommit): Json {
  const api = apiUrl(world, repository);
  const web = webUrl(world, repository);
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    commit: {
      author: signatureShape(commit.author),
      committer: signatureShape(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: UNSIGNED,
    },
    url: `${api}/commits/${commit.sha}`,
    html_url: `${web}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    author: accountOrNull(world, commit.author),
    committer: accountOrNull(world, commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${web}/commit/${sha}`,
    })),
  };
}

/** A commit of the git data API. */
export function gitCommitShape(world: World, repository: Repository, commit: GitCommit): Json {
  const api = apiUrl(world, repository);
  const web = webUrl(world, repository);
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${web}/commit/${commit.sha}`,
    author: signatureShape(commit.author),
    committer: signatureShape(commit.committer),
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/git/commits/${sha}`,
      html_url: `${web}/commit/${sha}`,
    })),
    verification: UNSIGNED,
  };
}

/** A changed file of a commit, a comparison or a pull request; `ref` is the commit that holds it. */
export function fileShape(world: World, repository: Repository, file: FileChange, ref: string): Json {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${webUrl(world, repository)}/blob/${ref}/${path}`,
    raw_url: `${webUrl(world, repository)}/raw/${ref}/${path}`,
    contents_url: `${apiUrl(world, repository)}/contents/${path}?ref=${ref}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}
