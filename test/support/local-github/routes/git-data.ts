import { objectType, readBlob, readTree, writeBlob, writeTree } from '../git/objects.ts';
import { readCommit } from '../git/read-commits.ts';
import { resolveCommit } from '../git/refs.ts';
import { commitTree } from '../git/write-commit.ts';
import { notFound, unprocessable } from '../server/http-failure.ts';
import { type Answer, type Call, created, ok, type Route } from '../server/route.ts';
import { gitCommitShape } from '../shapes/commit.ts';
import { nodeId } from '../shapes/json.ts';
import { apiUrl } from '../shapes/repository.ts';

const GIT = '/repos/{owner}/{repo}/git';

/** Git's own objects: blobs, trees, commits and annotated tags. */
export const gitDataRoutes: readonly Route[] = [
  { operation: `GET ${GIT}/blobs/{file_sha}`, access: ['contents:read'], handle: getBlob },
  {
    operation: `POST ${GIT}/blobs`,
    access: ['contents:write'],
    handle: async (call) => {
      const encoding = call.body.encoding === 'base64' ? 'base64' : 'utf8';
      const sha = await writeBlob(call.repository.git, Buffer.from(String(call.body.content), encoding));
      return created({ sha, url: `${apiUrl(call.world, call.repository)}/git/blobs/${sha}` });
    },
  },
  { operation: `GET ${GIT}/trees/{tree_sha}`, access: ['contents:read'], handle: getTree },
  { operation: `POST ${GIT}/trees`, access: ['contents:write'], handle: postTree },
  {
    operation: `GET ${GIT}/commits/{commit_sha}`,
    access: ['contents:read'],
    handle: async (call) => {
      const sha = call.params.commit_sha ?? '';
      if ((await objectType(call.repository.git, sha)) !== 'commit') throw notFound();
      return ok(gitCommitShape(call.world, call.repository, await readCommit(call.repository.git, sha)));
    },
  },
  { operation: `POST ${GIT}/commits`, access: ['contents:write'], handle: postCommit },
  { operation: `GET ${GIT}/tags/{tag_sha}`, access: ['contents:read'], handle: getTag },
];

async function getBlob(call: Call): Promise<Answer> {
  const { git } = call.repository;
  const sha = call.params.file_sha ?? '';
  if ((await objectType(git, sha)) !== 'blob') throw notFound();
  const content = await readBlob(git, sha);
  if (/\braw\b/.test(call.accept)) {
    return { status: 200, body: content.toString('utf8'), contentType: 'application/vnd.github.raw; charset=utf-8' };
  }
  return ok({
    sha,
    node_id: nodeId('B', sha),
    size: content.length,
    url: `${apiUrl(call.world, call.repository)}/git/blobs/${sha}`,
    content: lines(content.toString('base64')),
    encoding: 'base64',
  });
}

/** GitHub breaks base64 after 60 characters. */
export function lines(base64: string): string {
  return base64.replace(/(.{60})/g, '$1\n').replace(/([^\n])$/, '$1\n');
}

async function getTree(call: Call): Promise<Answer> {
  const { git } = call.repository;
  const name = call.params.tree_sha ?? '';
  const type = await objectType(git, name);
  const commit = type === 'tree' ? undefined : await resolveCommit(git, name);
  const sha = type === 'tree' ? name : commit === undefined ? undefined : (await readCommit(git, commit)).tree;
  // Any value of `recursive` means yes, even `0` and `false`.
  const entries = sha === undefined ? undefined : await readTree(git, sha, call.query.has('recursive'));
  if (entries === undefined || sha === undefined) throw notFound();
  return ok(treeShape(call, sha, entries));
}

function treeShape(call: Call, sha: string, entries: NonNullable<Awaited<ReturnType<typeof readTree>>>) {
  const url = `${apiUrl(call.world, call.repository)}/git`;
  const tree = entries.map((entry) => ({
    path: entry.path,
    mode: entry.mode,
    type: entry.type,
    sha: entry.sha,
    ...(entry.size === undefined ? {} : { size: entry.size }),
    url: `${url}/${entry.type}s/${entry.sha}`,
  }));
  return { sha, url: `${url}/trees/${sha}`, tree, truncated: false };
}

interface WantedEntry {
  readonly path?: string;
  readonly mode?: string;
  readonly sha?: string | null;
  readonly content?: string;
}

async function postTree(call: Call): Promise<Answer> {
  const { git } = call.repository;
  const base = call.body.base_tree;
  if (typeof base === 'string' && (await objectType(git, base)) === undefined) {
    throw unprocessable(`base_tree is not a valid tree oid`);
  }
  const wanted = call.body.tree as readonly WantedEntry[];
  const entries = await Promise.all(
    wanted.map(async ({ path, mode, sha, content }) => {
      if (path === undefined || path.startsWith('/') || path.split('/').includes('..')) {
        throw unprocessable('tree.path contains a malformed path component');
      }
      if (content !== undefined)
        return { path, mode: mode ?? '100644', sha: await writeBlob(git, Buffer.from(content)) };
      if (sha !== null && mode !== '160000' && (await objectType(git, sha ?? '')) === undefined) {
        throw unprocessable(`tree.sha ${sha} is not a valid blob`);
      }
      return { path, mode: mode ?? '100644', sha: sha ?? null };
    }),
  );
  const sha = await writeTree(git, typeof base === 'string' ? base : undefined, entries);
  return created(treeShape(call, sha, (await readTree(git, sha, false)) ?? []));
}

interface WantedPerson {
  readonly name: string;
  readonly email: string;
  readonly date?: string;
}

async function postCommit(call: Call): Promise<Answer> {
  const { body, world, repository, account } = call;
  const tree = String(body.tree);
  if ((await objectType(repository.git, tree)) !== 'tree') throw unprocessable('Tree SHA does not exist');
  const parents = (body.parents as readonly string[] | undefined) ?? [];
  for (const parent of parents) {
    if ((await objectType(repository.git, parent)) !== 'commit')
      throw unprocessable('Parent SHA does not exist or is not a commit object');
  }
  const now = world.clock.now();
  const person = (wanted: WantedPerson | undefined) => ({
    name: wanted?.name ?? account.name,
    email: wanted?.email ?? account.email,
    at: wanted?.date === undefined ? now : Date.parse(wanted.date),
  });
  const author = person(body.author as WantedPerson | undefined);
  const committer = person((body.committer ?? body.author) as WantedPerson | undefined);
  const message = String(body.message);
  const sha = await commitTree(repository.git, { tree, parents, author, committer, message });
  return created(gitCommitShape(world, repository, await readCommit(repository.git, sha)));
}

async function getTag(call: Call): Promise<Answer> {
  const { git } = call.repository;
  const sha = call.params.tag_sha ?? '';
  if ((await objectType(git, sha)) !== 'tag') throw notFound();
  const format =
    '%(objectname)%00%(object)%00%(type)%00%(tag)%00%(taggername)%00%(taggeremail:trim)%00%(taggerdate:unix)%00%(contents)';
  const text = await git.text(['for-each-ref', `--format=${format}`, 'refs/tags']);
  const [, target = '', type = '', tag = '', name = '', email = '', at = '0', message = ''] =
    text
      .split(/\n(?=[0-9a-f]{40}\0)/)
      .map((record) => record.split('\0'))
      .find((record) => record[0] === sha) ?? [];
  const api = apiUrl(call.world, call.repository);
  return ok({
    node_id: nodeId('TA', sha),
    tag,
    sha,
    url: `${api}/git/tags/${sha}`,
    message: message.trimEnd(),
    tagger: { name, email, date: new Date(Number(at) * 1000).toISOString().replace('.000Z', 'Z') },
    object: { sha: target, type, url: `${api}/git/${type}s/${target}` },
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  });
}
