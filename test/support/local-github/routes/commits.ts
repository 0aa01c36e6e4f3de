import { isPull } from '../acts/emit-pull.ts';
import type { FileChange, GitCommit } from '../git/git-repository.ts';
import { mergeBase } from '../git/merge.ts';
import { listCommits, readCommit } from '../git/read-commits.ts';
import { EMPTY_TREE, readDiff, readUnifiedDiff } from '../git/read-diff.ts';
import { isAncestor, listRefs, resolveCommit } from '../git/refs.ts';
import { HttpFailure, notFound, unprocessable } from '../server/http-failure.ts';
import { linkHeader, pageOf, paginate } from '../server/paginate.ts';
import type { Answer, Call, Route } from '../server/route.ts';
import { commitShape, fileShape } from '../shapes/commit.ts';
import { pullShape } from '../shapes/pull-request.ts';
import { apiUrl, webUrl } from '../shapes/repository.ts';
import { isProtected } from './repositories.ts';

/** GitHub shows no more files of one commit or comparison on a page. */
const MOST_FILES = 300;
const MOST_COMMITS = 250;

/** Commits, what changed in them, and where they came from. */
export const commitRoutes: readonly Route[] = [
  { operation: 'GET /repos/{owner}/{repo}/commits', access: ['contents:read'], handle: list },
  { operation: 'GET /repos/{owner}/{repo}/commits/{ref}', access: ['contents:read'], handle: get },
  { operation: 'GET /repos/{owner}/{repo}/compare/{basehead}', access: ['contents:read'], handle: compare },
  {
    operation: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
    access: ['pull_requests:read', 'contents:read'],
    handle: pulls,
  },
  {
    operation: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/branches-where-head',
    access: ['contents:read'],
    handle: async (call) => {
      const sha = await commitOf(call, call.params.commit_sha);
      const heads = (await listRefs(call.repository.git, 'refs/heads/')).filter((ref) => ref.commit === sha);
      return paginate(call, heads, (ref) => {
        const name = ref.name.slice('refs/heads/'.length);
        const commit = { sha, url: `${apiUrl(call.world, call.repository)}/commits/${sha}` };
        return { name, commit, protected: isProtected(call.repository, name) };
      });
    },
  },
];

/** The SHA that a path names, or GitHub's answers for what is none. */
async function commitOf(call: Call, ref = ''): Promise<string> {
  const sha = await resolveCommit(call.repository.git, ref.replace(/^refs\//, ''));
  const found = sha ?? (await resolveCommit(call.repository.git, `refs/${ref}`));
  if (found !== undefined) return found;
  throw unprocessable(`No commit found for SHA: ${ref}`);
}

async function list(call: Call): Promise<Answer> {
  const { world, repository, query } = call;
  const from = query.get('sha') ?? `refs/heads/${repository.defaultBranch}`;
  const sha = await resolveCommit(repository.git, from);
  if (sha === undefined) {
    if (query.get('sha') === null) throw new HttpFailure(409, 'Git Repository is empty.');
    throw notFound();
  }
  const args = [sha];
  for (const name of ['since', 'until']) {
    const value = query.get(name);
    if (value !== null) args.unshift(`--${name}=${value}`);
  }
  const path = query.get('path');
  const author = query.get('author');
  const all = await listCommits(repository.git, path === null ? args : [...args, '--', path]);
  const email = author === null ? undefined : (world.accounts.get(author.toLowerCase())?.email ?? author);
  const wanted = email === undefined ? all : all.filter((commit) => commit.author.email === email);
  return paginate(call, wanted, (commit) => commitShape(world, repository, commit));
}

async function get(call: Call): Promise<Answer> {
  const { world, repository } = call;
  const sha = await commitOf(call, call.params.ref);
  const commit = await readCommit(repository.git, sha);
  const before = commit.parents[0] ?? EMPTY_TREE;
  if (call.accept.includes('sha')) return { status: 200, body: sha, contentType: 'application/vnd.github.sha' };
  if (/\b(diff|patch)\b/.test(call.accept)) return diffText(call, before, sha);
  const files = await readDiff(repository.git, before, sha);
  const { page } = pageOf(call);
  const sum = (key: 'additions' | 'deletions') => files.reduce((total, file) => total + file[key], 0);
  return {
    status: 200,
    headers: linkHeader(call, page, MOST_FILES, files.length),
    body: {
      ...commitShape(world, repository, commit),
      stats: { total: sum('additions') + sum('deletions'), additions: sum('additions'), deletions: sum('deletions') },
      files: files
        .slice((page - 1) * MOST_FILES, page * MOST_FILES)
        .map((file) => fileShape(world, repository, file, sha)),
    },
  };
}

export async function diffText(call: Call, from: string, to: string): Promise<Answer> {
  const body = await readUnifiedDiff(call.repository.git, from, to);
  return { status: 200, body, contentType: 'application/vnd.github.diff; charset=utf-8' };
}

async function compare(call: Call): Promise<Answer> {
  const { repository, params } = call;
  const { git } = repository;
  const [baseName = '', headName = ''] = (params.basehead ?? '').split('...');
  const [base, head] = await Promise.all([resolveCommit(git, plain(baseName)), resolveCommit(git, plain(headName))]);
  if (base === undefined || head === undefined) throw notFound();
  const common = await mergeBase(git, base, head);
  if (common === undefined) throw new HttpFailure(404, `No common ancestor between ${baseName} and ${headName}.`);
  if (/\b(diff|patch)\b/.test(call.accept)) return diffText(call, common, head);
  const [ahead, behind, files] = await Promise.all([
    listCommits(git, ['--reverse', `${base}..${head}`]),
    listCommits(git, [`${head}..${base}`]),
    readDiff(git, common, head),
  ]);
  return comparison(call, { base, head, common, ahead, behind: behind.length, files, names: [baseName, headName] });
}

/** A branch of this repository may be written `owner:branch`. */
function plain(name: string): string {
  return name.includes(':') ? name.slice(name.indexOf(':') + 1) : name;
}

interface Compared {
  readonly base: string;
  readonly head: string;
  readonly common: string;
  readonly ahead: readonly GitCommit[];
  readonly behind: number;
  readonly files: readonly FileChange[];
  readonly names: readonly [string, string];
}

async function comparison(call: Call, compared: Compared): Promise<Answer> {
  const { world, repository, query } = call;
  const { ahead, behind, files, head } = compared;
  const isPaged = query.has('page') || query.has('per_page');
  const { page, perPage } = pageOf(call, MOST_COMMITS, MOST_COMMITS);
  // Without paging GitHub lists the newest; with it, from the oldest on.
  const shown = isPaged ? ahead.slice((page - 1) * perPage, page * perPage) : ahead.slice(-MOST_COMMITS);
  const status = ahead.length > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical';
  const commit = async (sha: string) => commitShape(world, repository, await readCommit(repository.git, sha));
  const web = `${webUrl(world, repository)}/compare/${compared.names.join('...')}`;
  return {
    status: 200,
    headers: linkHeader(call, page, perPage, isPaged ? ahead.length : 0),
    body: {
      url: `${apiUrl(world, repository)}/compare/${compared.names.join('...')}`,
      html_url: web,
      permalink_url: `${webUrl(world, repository)}/compare/${compared.base}...${head}`,
      diff_url: `${web}.diff`,
      patch_url: `${web}.patch`,
      base_commit: await commit(compared.base),
      merge_base_commit: await commit(compared.common),
      status,
      ahead_by: ahead.length,
      behind_by: behind,
      total_commits: ahead.length,
      commits: shown.map((one) => commitShape(world, repository, one)),
      ...(page === 1
        ? { files: files.slice(0, MOST_FILES).map((file) => fileShape(world, repository, file, head)) }
        : {}),
    },
  };
}

/** The merged pull request that brought the commit to the default branch; else all that hold it. */
async function pulls(call: Call): Promise<Answer> {
  const { world, repository } = call;
  const { git } = repository;
  const sha = await commitOf(call, call.params.commit_sha);
  const all = [...repository.issues.values()].filter(isPull);
  const bringers = all.filter((issue) => issue.pull.merged?.shas.has(sha));
  const holds = await Promise.all(
    all.map(
      async ({ pull }) => (await isAncestor(git, sha, pull.head.sha)) && !(await isAncestor(git, sha, pull.base.sha)),
    ),
  );
  const found = bringers.length > 0 ? bringers : all.filter((_, index) => holds[index]);
  return paginate(call, found, (issue) => pullShape(world, repository, issue));
}
