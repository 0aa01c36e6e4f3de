import { moveRef } from '../acts/push.ts';
import { readBlob, readTree, type TreeEntry, writeBlob, writeTree } from '../git/objects.ts';
import { readCommit } from '../git/read-commits.ts';
import { resolveCommit } from '../git/refs.ts';
import { commitTree } from '../git/write-commit.ts';
import { HttpFailure, notFound } from '../server/http-failure.ts';
import { type Answer, type Call, ok, type Route } from '../server/route.ts';
import { gitCommitShape } from '../shapes/commit.ts';
import type { Json } from '../shapes/json.ts';
import { apiUrl, webUrl } from '../shapes/repository.ts';
import { lines } from './git-data.ts';

const CONTENTS = '/repos/{owner}/{repo}/contents/{path}';
const LARGEST = 1_000_000;

/** Files by path. Writing is served so that the judge can see who tries. */
export const contentRoutes: readonly Route[] = [
  { operation: `GET ${CONTENTS}`, access: ['contents:read'], handle: get },
  // The folder at the top, to which Octokit sends no path at all.
  { operation: 'GET /repos/{owner}/{repo}/contents', access: ['contents:read'], handle: get },
  {
    operation: `PUT ${CONTENTS}`,
    access: ['contents:write'],
    violation: 'contents write',
    handle: (call) => write(call, Buffer.from(String(call.body.content), 'base64')),
  },
  {
    operation: `DELETE ${CONTENTS}`,
    access: ['contents:write'],
    violation: 'contents write',
    handle: (call) => write(call, undefined),
  },
];

async function get(call: Call): Promise<Answer> {
  const { git, defaultBranch } = call.repository;
  const ref = call.query.get('ref') ?? defaultBranch;
  const commit = await resolveCommit(git, ref);
  if (commit === undefined) throw new HttpFailure(404, `No commit found for the ref ${ref}`);
  const path = (call.params.path ?? '').replace(/\/+$/, '');
  const entry = await entryAt(call, commit, path);
  if (entry === undefined) throw notFound();
  if (entry.type === 'tree') {
    const entries = (await readTree(git, entry.sha, false)) ?? [];
    return ok(
      entries.map((one) => entryShape(call, { ...one, path: path === '' ? one.path : `${path}/${one.path}` }, ref)),
    );
  }
  const bytes = await readBlob(git, entry.sha);
  if (/\braw\b/.test(call.accept)) {
    return { status: 200, body: bytes.toString('utf8'), contentType: 'application/vnd.github.raw+json; charset=utf-8' };
  }
  const isSmall = bytes.length <= LARGEST;
  const content = isSmall
    ? { content: lines(bytes.toString('base64')), encoding: 'base64' }
    : { content: '', encoding: 'none' };
  return ok({ ...entryShape(call, { ...entry, size: bytes.length }, ref), ...content });
}

async function entryAt(call: Call, commit: string, path: string): Promise<TreeEntry | undefined> {
  const { git } = call.repository;
  if (path === '') {
    const { tree } = await readCommit(git, commit);
    return { path: '', mode: '040000', type: 'tree', sha: tree, size: undefined };
  }
  const listed = await git.text(['ls-tree', '-z', '--full-tree', commit, '--', path]);
  const [meta = '', name = ''] = listed.replace(/\0$/, '').split('\t');
  const [mode = '', type = '', sha = ''] = meta.split(' ');
  return name === path ? { path, mode, type, sha, size: undefined } : undefined;
}

function entryShape(call: Call, entry: TreeEntry, ref: string): Json {
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const api = apiUrl(call.world, call.repository);
  const web = webUrl(call.world, call.repository);
  const isFile = entry.type === 'blob';
  const urls = {
    url: `${api}/contents/${path}?ref=${encodeURIComponent(ref)}`,
    html_url: `${web}/${isFile ? 'blob' : 'tree'}/${ref}/${path}`,
    git_url: `${api}/git/${entry.type}s/${entry.sha}`,
  };
  return {
    name: entry.path.split('/').at(-1) ?? '',
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    ...urls,
    download_url: isFile ? `${web}/raw/${ref}/${path}` : null,
    type: isFile ? (entry.mode === '120000' ? 'symlink' : 'file') : entry.type === 'commit' ? 'submodule' : 'dir',
    _links: { self: urls.url, git: urls.git_url, html: urls.html_url },
  };
}

async function write(call: Call, content: Buffer | undefined): Promise<Answer> {
  const { world, repository, account, body } = call;
  const { git } = repository;
  const branch = typeof body.branch === 'string' ? body.branch : repository.defaultBranch;
  const tip = await resolveCommit(git, `refs/heads/${branch}`);
  if (tip === undefined) throw new HttpFailure(404, `Branch ${branch} not found`);
  const path = call.params.path ?? '';
  const old = await entryAt(call, tip, path);
  if (old !== undefined && body.sha !== old.sha)
    throw new HttpFailure(409, `${path} does not match ${String(body.sha)}`);
  if (old === undefined && content === undefined) throw notFound();
  const blob = content === undefined ? null : await writeBlob(git, content);
  const tree = await writeTree(git, tip, [{ path, mode: old?.mode ?? '100644', sha: blob }]);
  const at = world.clock.now();
  const person = { name: account.name, email: account.email, at };
  const message = String(body.message);
  const sha = await commitTree(git, { tree, parents: [tip], author: person, committer: person, message });
  await moveRef(world, repository, { ref: `refs/heads/${branch}`, after: sha, by: account, at });
  const entry = await entryAt(call, sha, path);
  const shown = entry === undefined ? null : entryShape(call, { ...entry, size: content?.length ?? 0 }, branch);
  const commit = gitCommitShape(world, repository, await readCommit(git, sha));
  return { status: old === undefined ? 201 : 200, body: { content: shown, commit } };
}
