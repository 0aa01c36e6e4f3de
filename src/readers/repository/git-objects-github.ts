import { createHash } from 'node:crypto';
import { textOfBytes } from '../../investigation/revert/objects/byte-text.ts';
import type { TreeEntry } from '../../investigation/revert/objects/git-object.ts';
import type { ObjectAnswer, ObjectRequest } from '../../investigation/revert/objects/planning.ts';
import type { ReadObjects } from '../../investigation/revert/objects/run-planning.ts';
import { encodeTree } from '../../investigation/revert/objects/tree-codec.ts';
import { failureStatus, githubFailure } from '../../platform/github-failure.ts';
import { isAbsent } from './is-reachable.ts';
import type { RepositoryAddress } from './repository-address.ts';

/** GitHub takes at most 100 requests at once; a few are enough to hide the way there and back. */
const AT_ONCE = 8;

/**
 * Reads git objects through GitHub's git data API. The tree of a commit is asked for with everything below it, in one
 * call, where GitHub gives it whole. What was read is kept for the life of the reader. A tree whose bytes cannot be made
 * again from GitHub's answer (names that are not UTF-8) counts as not there. Trouble is thrown as OperationalError.
 */
export function githubObjects(address: Pick<RepositoryAddress, 'octokit' | 'owner' | 'repo'>): ReadObjects {
  const known = new Map<string, ObjectAnswer>();
  const roots = new Set<string>();
  const remember = (kind: ObjectRequest['kind'], sha: string, answer: ObjectAnswer) => {
    known.set(`${kind} ${sha}`, answer);
    return answer;
  };

  const readCommit = async (sha: string): Promise<ObjectAnswer> => {
    const { data } = await address.octokit.rest.git.getCommit({ ...at(address), commit_sha: sha });
    roots.add(data.tree.sha);
    return remember('commit', sha, commitBytes(data));
  };

  const readTree = async (sha: string): Promise<ObjectAnswer> => {
    if (roots.has(sha)) {
      const { data } = await address.octokit.rest.git.getTree({ ...at(address), tree_sha: sha, recursive: '1' });
      if (!data.truncated) {
        for (const [tree, bytes] of wholeTrees(sha, data.tree)) remember('tree', tree, bytes);
        rememberSizes(data.tree, remember);
        return known.get(`tree ${sha}`);
      }
    }
    const { data } = await address.octokit.rest.git.getTree({ ...at(address), tree_sha: sha });
    rememberSizes(data.tree, remember);
    return remember('tree', sha, treeBytes(sha, data.tree));
  };

  const readBlob = async (sha: string): Promise<ObjectAnswer> => {
    const { data } = await address.octokit.rest.git.getBlob({ ...at(address), file_sha: sha });
    const bytes = new Uint8Array(Buffer.from(data.content, data.encoding === 'utf-8' ? 'utf8' : 'base64'));
    remember('size', sha, bytes.length);
    return remember('blob', sha, bytes);
  };

  const readOne = async ({ kind, sha }: ObjectRequest): Promise<ObjectAnswer> => {
    const before = known.get(`${kind} ${sha}`);
    if (before !== undefined) return before;
    try {
      if (kind === 'commit') return await readCommit(sha);
      if (kind === 'tree') return await readTree(sha);
      const blob = await readBlob(sha);
      return kind === 'blob' ? blob : known.get(`size ${sha}`);
    } catch (error) {
      if (isAbsent(failureStatus(error))) return undefined;
      throw githubFailure(error, `Reading the git ${kind} ${sha}`);
    }
  };

  return async (requests) => {
    const answers: ObjectAnswer[] = [];
    for (let start = 0; start < requests.length; start += AT_ONCE) {
      answers.push(...(await Promise.all(requests.slice(start, start + AT_ONCE).map(readOne))));
    }
    return answers;
  };
}

interface GivenEntry {
  readonly path?: string;
  readonly mode?: string;
  readonly type?: string;
  readonly sha?: string | null;
  readonly size?: number;
}

function at({ owner, repo }: Pick<RepositoryAddress, 'owner' | 'repo'>) {
  return { owner, repo };
}

function rememberSizes(
  entries: readonly GivenEntry[],
  remember: (kind: 'size', sha: string, answer: number) => ObjectAnswer,
): void {
  for (const { sha, size, type } of entries)
    if (sha && size !== undefined && type === 'blob') remember('size', sha, size);
}

/** The parts of a commit that a plan reads, in git's form. */
function commitBytes(data: {
  readonly tree: { readonly sha: string };
  readonly parents: readonly { readonly sha: string }[];
  readonly committer: { readonly date: string };
  readonly message: string;
}): Uint8Array {
  const seconds = Math.floor(Date.parse(data.committer.date) / 1000);
  const parents = data.parents.map(({ sha }) => `parent ${sha}\n`).join('');
  const text = `tree ${data.tree.sha}\n${parents}committer github <> ${seconds} +0000\n\n${data.message}`;
  return new TextEncoder().encode(text);
}

function treeBytes(sha: string, entries: readonly GivenEntry[]): Uint8Array | undefined {
  const bytes = encodeTree(entries.map((entry): [string, TreeEntry] => [byteName(entry.path ?? ''), entryOf(entry)]));
  return hashOf(bytes) === sha ? bytes : undefined;
}

/** Every tree of a recursive answer, by its SHA. */
function wholeTrees(root: string, entries: readonly GivenEntry[]): Map<string, Uint8Array | undefined> {
  const folders = new Map<string, { readonly sha: string; readonly entries: GivenEntry[] }>([
    ['', { sha: root, entries: [] }],
  ]);
  for (const { type, path = '', sha } of entries) {
    if (type === 'tree') folders.set(path, { sha: sha ?? '', entries: [] });
  }
  for (const entry of entries) {
    const path = entry.path ?? '';
    const slash = path.lastIndexOf('/');
    folders.get(path.slice(0, Math.max(slash, 0)))?.entries.push({ ...entry, path: path.slice(slash + 1) });
  }
  return new Map([...folders.values()].map(({ sha, entries: own }) => [sha, treeBytes(sha, own)]));
}

function entryOf({ mode = '', sha }: GivenEntry): TreeEntry {
  return { mode: Number.parseInt(mode, 8), sha: sha ?? '' };
}

/** A name as the planner keeps it: one character a byte. */
function byteName(name: string): string {
  return textOfBytes(new TextEncoder().encode(name));
}

function hashOf(tree: Uint8Array): string {
  return createHash('sha1').update(`tree ${tree.length}\0`).update(tree).digest('hex');
}
