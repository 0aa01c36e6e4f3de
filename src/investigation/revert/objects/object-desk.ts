import { type Commit, EMPTY_BLOB, EMPTY_TREE, type Sha, type Tree, type TreeEntry } from './git-object.ts';
import { parseCommit } from './parse-commit.ts';
import type { ObjectRequest, Planning } from './planning.ts';
import { encodeTree, parseTree } from './tree-codec.ts';

/** Hashes bytes with SHA-1 and gives 40 hexadecimal digits. */
export type Sha1 = (bytes: Uint8Array) => string;

/** An object that the repository may not have yet. */
export interface NewObject {
  readonly kind: 'tree' | 'blob';
  readonly sha: Sha;
  readonly bytes: Uint8Array;
}

/** What one plan has read and written so far. */
export interface ObjectDesk {
  readonly sha1: Sha1;
  readonly trees: Map<Sha, Tree>;
  readonly blobs: Map<Sha, Uint8Array>;
  readonly sizes: Map<Sha, number>;
  readonly written: Map<Sha, NewObject>;
}

/** Thrown inside a plan where an object is not there; the planner turns it into a refusal. */
export class MissingObject extends Error {
  readonly sha: Sha;

  constructor(request: ObjectRequest) {
    super(`the ${request.kind} ${request.sha} is not there`);
    this.sha = request.sha;
  }
}

export function openObjectDesk(sha1: Sha1): ObjectDesk {
  return {
    sha1,
    trees: new Map([[EMPTY_TREE, new Map()]]),
    blobs: new Map([[EMPTY_BLOB, new Uint8Array()]]),
    sizes: new Map([[EMPTY_BLOB, 0]]),
    written: new Map(),
  };
}

/** Asks for what `into` does not hold yet. Throws MissingObject. */
function* fetchInto<T>(
  into: Map<Sha, T>,
  kind: ObjectRequest['kind'],
  shas: Iterable<Sha>,
  read: (answer: Uint8Array | number, sha: Sha) => T,
): Planning<void> {
  const requests = [...new Set(shas)].filter((sha) => !into.has(sha)).map((sha): ObjectRequest => ({ kind, sha }));
  if (requests.length === 0) return;
  const answers = yield requests;
  requests.forEach((request, index) => {
    const answer = answers[index];
    if (answer === undefined) throw new MissingObject(request);
    into.set(request.sha, read(answer, request.sha));
  });
}

/** A tree that was read before, or the empty one where there is none. */
export function treeOf(desk: ObjectDesk, sha: Sha | undefined): Tree {
  return known(desk.trees, sha ?? EMPTY_TREE);
}

/** A blob that was read before. */
export function blobOf(desk: ObjectDesk, sha: Sha): Uint8Array {
  return known(desk.blobs, sha);
}

function known<T>(objects: ReadonlyMap<Sha, T>, sha: Sha): T {
  const object = objects.get(sha);
  if (object === undefined) throw new Error(`the object ${sha} was not read before it was used: this is a bug`);
  return object;
}

/** Reads trees, in one batch; they are then at hand through `treeOf`. */
export function* readTrees(desk: ObjectDesk, shas: Iterable<Sha>): Planning<void> {
  yield* fetchInto(desk.trees, 'tree', shas, (answer) => parseTree(answer as Uint8Array));
}

/** Reads blobs, in one batch; they are then in `desk.blobs`. */
export function* readBlobs(desk: ObjectDesk, shas: Iterable<Sha>): Planning<void> {
  yield* fetchInto(desk.blobs, 'blob', shas, (answer) => answer as Uint8Array);
}

/** Reads the sizes of blobs, in one batch; they are then in `desk.sizes`. */
export function* readSizes(desk: ObjectDesk, shas: Iterable<Sha>): Planning<void> {
  yield* fetchInto(desk.sizes, 'size', shas, (answer) => Number(answer));
}

/** Reads one commit. Throws MissingObject. */
export function* readCommit(sha: Sha): Planning<Commit> {
  const commits = new Map<Sha, Commit>();
  yield* fetchInto(commits, 'commit', [sha], (answer) => parseCommit(sha, answer as Uint8Array));
  return known(commits, sha);
}

/** Hashes the tree with these entries and remembers it as new, unless it was read before. */
export function writeTree(desk: ObjectDesk, entries: ReadonlyMap<string, TreeEntry>): Sha {
  const bytes = encodeTree(entries);
  const sha = hashObject(desk.sha1, 'tree', bytes);
  if (!desk.trees.has(sha)) {
    desk.trees.set(sha, entries);
    desk.written.set(sha, { kind: 'tree', sha, bytes });
  }
  return sha;
}

/** Hashes a blob and remembers it as new, unless it was read before. */
export function writeBlob(desk: ObjectDesk, bytes: Uint8Array): Sha {
  const sha = hashObject(desk.sha1, 'blob', bytes);
  if (!desk.blobs.has(sha)) {
    desk.blobs.set(sha, bytes);
    desk.sizes.set(sha, bytes.length);
    desk.written.set(sha, { kind: 'blob', sha, bytes });
  }
  return sha;
}

function hashObject(sha1: Sha1, kind: 'tree' | 'blob', bytes: Uint8Array): Sha {
  const header = new TextEncoder().encode(`${kind} ${bytes.length}\0`);
  const whole = new Uint8Array(header.length + bytes.length);
  whole.set(header);
  whole.set(bytes, header.length);
  return sha1(whole);
}
