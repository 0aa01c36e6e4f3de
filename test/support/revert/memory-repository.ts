import { createHash } from 'node:crypto';
import { bytesOfText } from '../../../src/investigation/revert/objects/byte-text.ts';
import type { Sha, TreeEntry } from '../../../src/investigation/revert/objects/git-object.ts';
import type { ObjectAnswer, ObjectRequest, Planning } from '../../../src/investigation/revert/objects/planning.ts';
import { encodeTree } from '../../../src/investigation/revert/objects/tree-codec.ts';
import { planRevert, type RevertPlan, type RevertRequest } from '../../../src/investigation/revert/plan-revert.ts';

/** A file by its content, or with a mode: an executable, a symbolic link, or a submodule (its content is then a SHA). */
export type MemoryFile = string | { readonly mode: number; readonly content: string };
export type MemoryFiles = Readonly<Record<string, MemoryFile>>;

export interface CommitDetails {
  readonly parents?: readonly Sha[];
  readonly message?: string;
  readonly committedAt?: number;
}

/** Git objects in memory, for tests of plans without a repository. */
export interface MemoryRepository {
  readonly objects: Map<Sha, Uint8Array>;
  /** What each object is: commit, tree or blob. */
  readonly kinds: Map<Sha, string>;
  /** Every request that was answered. */
  readonly asked: ObjectRequest[];
  /** Writes a commit with exactly these files. Without parents it follows on the last one. */
  commit(files: MemoryFiles, details?: CommitDetails): Sha;
  /** Runs a plan on these objects. */
  run<T>(planning: Planning<T>): T;
  plan(what: RevertRequest['what'], onto: Sha, mayRevertReverts?: boolean): RevertPlan;
  /** The tree of a commit. */
  treeOf(commit: Sha): Sha;
}

export function sha1(bytes: Uint8Array): Sha {
  return createHash('sha1').update(bytes).digest('hex');
}

export function memoryRepository(): MemoryRepository {
  const objects = new Map<Sha, Uint8Array>();
  const kinds = new Map<Sha, string>();
  const asked: ObjectRequest[] = [];
  let last: Sha | undefined;
  let seconds = 1_700_000_000;
  const write = (kind: string, bytes: Uint8Array): Sha => {
    const sha = sha1(Buffer.concat([Buffer.from(`${kind} ${bytes.length}\0`), bytes]));
    objects.set(sha, bytes);
    kinds.set(sha, kind);
    return sha;
  };
  const answer = (request: ObjectRequest): ObjectAnswer => {
    asked.push(request);
    const bytes = objects.get(request.sha);
    return request.kind === 'size' ? bytes?.length : bytes;
  };
  const run = <T>(planning: Planning<T>): T => {
    let step = planning.next([]);
    while (step.done !== true) step = planning.next(step.value.map(answer));
    return step.value;
  };
  const repository: MemoryRepository = {
    objects,
    kinds,
    asked,
    run,
    commit: (files, { parents = last === undefined ? [] : [last], message = 'change', committedAt } = {}) => {
      seconds += 60;
      const tree = writeFolder(files, write);
      const head = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`)];
      const who = `Someone <someone@example.org> ${committedAt ?? seconds} +0000`;
      const text = [...head, `author ${who}`, `committer ${who}`, '', message].join('\n');
      last = write('commit', new TextEncoder().encode(text));
      return last;
    },
    plan: (what, onto, mayRevertReverts = false) => run(planRevert({ what, onto, mayRevertReverts, sha1 })),
    treeOf: (commit) => /^tree (\S+)/.exec(Buffer.from(objects.get(commit) ?? []).toString('latin1'))?.[1] ?? '',
  };
  return repository;
}

function writeFolder(files: MemoryFiles, write: (kind: string, bytes: Uint8Array) => Sha): Sha {
  const entries = new Map<string, TreeEntry>();
  const folders = new Map<string, Record<string, MemoryFile>>();
  for (const [path, file] of Object.entries(files)) {
    const slash = path.indexOf('/');
    if (slash >= 0) {
      const inside = folders.get(path.slice(0, slash)) ?? {};
      inside[path.slice(slash + 1)] = file;
      folders.set(path.slice(0, slash), inside);
      continue;
    }
    const { mode, content } = typeof file === 'string' ? { mode: 0o100644, content: file } : file;
    entries.set(path, { mode, sha: mode === 0o160000 ? content : write('blob', bytesOfText(content)) });
  }
  for (const [name, inside] of folders) entries.set(name, { mode: 0o40000, sha: writeFolder(inside, write) });
  return write('tree', encodeTree(entries));
}
