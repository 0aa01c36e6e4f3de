import { moveRef } from '../acts/push.ts';
import { mergeCommits } from '../git/merge.ts';
import { objectType } from '../git/objects.ts';
import { readCommit } from '../git/read-commits.ts';
import { isAncestor, listRefs, type Ref, resolveCommit } from '../git/refs.ts';
import { commitTree } from '../git/write-commit.ts';
import { HttpFailure, notFound, unprocessable } from '../server/http-failure.ts';
import { type Answer, type Call, created, ok, type Route } from '../server/route.ts';
import { commitShape } from '../shapes/commit.ts';
import { type Json, nodeId } from '../shapes/json.ts';
import { apiUrl } from '../shapes/repository.ts';

const GIT = '/repos/{owner}/{repo}/git';

function refShape(call: Call, ref: Pick<Ref, 'name' | 'sha' | 'type'>): Json {
  const api = apiUrl(call.world, call.repository);
  return {
    ref: ref.name,
    node_id: nodeId('REF', ref.name),
    url: `${api}/git/${ref.name}`,
    object: { sha: ref.sha, type: ref.type, url: `${api}/git/${ref.type}s/${ref.sha}` },
  };
}

/** Only branches and tags are to be seen: what a fork holds is not a ref of this repository. */
async function visibleRefs(call: Call): Promise<readonly Ref[]> {
  const { git } = call.repository;
  return [...(await listRefs(git, 'refs/heads/')), ...(await listRefs(git, 'refs/tags/'))];
}

/** Refs. Making one is allowed to an App; moving or deleting one is what only people may do. */
export const gitRefRoutes: readonly Route[] = [
  {
    operation: `GET ${GIT}/ref/{ref}`,
    access: ['contents:read'],
    handle: async (call) => {
      const found = (await visibleRefs(call)).find((ref) => ref.name === `refs/${call.params.ref}`);
      if (found === undefined) throw notFound();
      return ok(refShape(call, found));
    },
  },
  {
    operation: `GET ${GIT}/matching-refs/{ref}`,
    access: ['contents:read'],
    handle: async (call) => {
      const found = (await visibleRefs(call)).filter((ref) => ref.name.startsWith(`refs/${call.params.ref}`));
      return ok(found.map((ref) => refShape(call, ref)));
    },
  },
  { operation: `POST ${GIT}/refs`, access: ['contents:write'], handle: create },
  {
    operation: `PATCH ${GIT}/refs/{ref}`,
    access: ['contents:write'],
    violation: (call) => (call.body.force === true ? 'force push' : 'ref update'),
    handle: update,
  },
  {
    operation: `DELETE ${GIT}/refs/{ref}`,
    access: ['contents:write'],
    violation: 'delete ref',
    handle: async (call) => {
      const ref = `refs/${call.params.ref}`;
      if (!(await visibleRefs(call)).some(({ name }) => name === ref)) throw unprocessable('Reference does not exist');
      await moveRef(call.world, call.repository, {
        ref,
        after: undefined,
        by: call.account,
        at: call.world.clock.now(),
      });
      return { status: 204 };
    },
  },
  { operation: 'POST /repos/{owner}/{repo}/merges', access: ['contents:write'], violation: 'merge', handle: merge },
];

async function create(call: Call): Promise<Answer> {
  const { git } = call.repository;
  const ref = String(call.body.ref);
  const sha = String(call.body.sha);
  const isGood =
    /^refs\/(heads|tags)\/.+/.test(ref) && (await git.run(['check-ref-format', ref], { accept: [1] })).code === 0;
  if (!isGood) throw unprocessable(`${ref} is not a valid ref name.`);
  const type = await objectType(git, sha);
  if (type !== 'commit' && !(type === 'tag' && ref.startsWith('refs/tags/')))
    throw unprocessable('Object does not exist');
  const refs = await visibleRefs(call);
  if (refs.some(({ name }) => name === ref)) throw unprocessable('Reference already exists');
  // `a` and `a/b` can not both be files, and so not both be branches.
  if (refs.some(({ name }) => name.startsWith(`${ref}/`) || ref.startsWith(`${name}/`))) {
    throw unprocessable('Reference name conflicts with an existing reference');
  }
  await moveRef(call.world, call.repository, { ref, after: sha, by: call.account, at: call.world.clock.now() });
  return created(refShape(call, { name: ref, sha, type }));
}

async function update(call: Call): Promise<Answer> {
  const { git } = call.repository;
  const ref = `refs/${call.params.ref}`;
  const sha = String(call.body.sha);
  const before = (await visibleRefs(call)).find(({ name }) => name === ref);
  if (before === undefined) throw unprocessable('Reference does not exist');
  if ((await objectType(git, sha)) !== 'commit') throw unprocessable('Object does not exist');
  if (call.body.force !== true && !(await isAncestor(git, before.commit, sha))) {
    throw unprocessable('Update is not a fast forward');
  }
  await moveRef(call.world, call.repository, { ref, after: sha, by: call.account, at: call.world.clock.now() });
  return ok(refShape(call, { name: ref, sha, type: 'commit' }));
}

async function merge(call: Call): Promise<Answer> {
  const { world, repository, account } = call;
  const { git } = repository;
  const base = await resolveCommit(git, `refs/heads/${String(call.body.base)}`);
  const head = await resolveCommit(git, String(call.body.head));
  if (base === undefined) throw new HttpFailure(404, 'Base does not exist');
  if (head === undefined) throw new HttpFailure(404, 'Head does not exist');
  if (await isAncestor(git, head, base)) return { status: 204 };
  const tree = await mergeCommits(git, base, head);
  if (tree === undefined) throw new HttpFailure(409, 'Merge conflict');
  const at = world.clock.now();
  const person = { name: account.name, email: account.email, at };
  const text = call.body.commit_message;
  const message = typeof text === 'string' ? text : `Merge ${String(call.body.head)} into ${String(call.body.base)}`;
  const sha = await commitTree(git, { tree, parents: [base, head], author: person, committer: person, message });
  await moveRef(world, repository, { ref: `refs/heads/${String(call.body.base)}`, after: sha, by: account, at });
  return created(commitShape(world, repository, await readCommit(git, sha)));
}
