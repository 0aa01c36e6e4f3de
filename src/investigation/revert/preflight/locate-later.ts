import { diffLines, type LineChange } from '../lines/diff-lines.ts';
import { type LineNumbers, splitLines } from '../lines/split-lines.ts';
import { bytesOfText, readablePath, textOfBytes } from '../objects/byte-text.ts';
import { type Commit, EMPTY_BLOB, EMPTY_TREE, kindOf, type Sha } from '../objects/git-object.ts';
import { isBinary } from '../objects/is-binary.ts';
import {
  blobOf,
  MissingObject,
  type ObjectDesk,
  openObjectDesk,
  readBlobs,
  readCommit,
  readSizes,
  readTrees,
  type Sha1,
  treeOf,
} from '../objects/object-desk.ts';
import type { Planning } from '../objects/planning.ts';
import type { LaterCommit, Nearness } from './later-commit.ts';
import { carrySpan, spansAfter, spansBefore, spansTouch } from './line-span.ts';
import { symbolsIn } from './symbol-lines.ts';

/** So many later commits, and files of each, are compared by lines; the others are known by file only. */
const MOST_COMMITS = 10;
const MOST_FILES = 5;
const LARGEST = 1024 * 1024;
const LONGEST_NAME = 60;

export interface LocateLater {
  /** What is reverted, newest first. */
  readonly commits: readonly Commit[];
  /** The paths that it changed, as people read them. */
  readonly touched: readonly string[];
  /** Newest first. */
  readonly later: readonly LaterCommit[];
  readonly sha1: Sha1;
}

/**
 * Finds out how near later commits came to what is reverted: to the same lines, into the same function, or only into the
 * same files. Lines are followed from the reverted change to each later commit by diffs. What cannot be read is left as
 * it is known: by file.
 */
export function* locateLater({ commits, touched, later, sha1 }: LocateLater): Planning<readonly LaterCommit[]> {
  const [newest, oldest] = [commits[0], commits.at(-1)];
  if (newest === undefined || oldest === undefined) return later;
  const desk = openObjectDesk(sha1);
  const located: LaterCommit[] = [];
  let compared = 0;
  for (const one of later) {
    const paths = one.paths.filter((path) => touched.includes(path)).slice(0, MOST_FILES);
    if (paths.length === 0 || compared >= MOST_COMMITS) located.push(one);
    else {
      compared += 1;
      located.push(yield* locateOne(desk, [oldest, newest], one, paths));
    }
  }
  return located;
}

function* locateOne(
  desk: ObjectDesk,
  [oldest, newest]: readonly [Commit, Commit],
  later: LaterCommit,
  paths: readonly string[],
): Planning<LaterCommit> {
  try {
    const before = yield* treeBefore(oldest);
    const commit = yield* readCommit(later.sha);
    const trees = [before, newest.tree, yield* treeBefore(commit), commit.tree] as const;
    let near: Nearness | undefined;
    for (const path of paths) {
      const versions: string[] = [];
      for (const tree of trees) versions.push(yield* textAt(desk, tree, bytePath(path)));
      near = nearer(near, nearnessOf(versions as [string, string, string, string]));
    }
    return { ...later, parents: commit.parents, ...(near === undefined ? {} : { near }) };
  } catch (problem) {
    if (problem instanceof MissingObject) return later;
    throw problem;
  }
}

function* treeBefore({ parents: [parent] }: Commit): Planning<Sha> {
  return parent === undefined ? EMPTY_TREE : (yield* readCommit(parent)).tree;
}

/** The four versions of a file: before and after what is reverted, before and after the later commit. */
function nearnessOf([before, after, laterBefore, laterAfter]: [string, string, string, string]): Nearness | undefined {
  const numbers: LineNumbers = new Map();
  const [a, b, c, d] = [before, after, laterBefore, laterAfter].map(
    (text) => splitLines(bytesOfText(text), numbers).ids,
  );
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  const diff = (one: Int32Array, two: Int32Array): LineChange[] => diffLines(one, two, numbers.size);
  const since = diff(b, c);
  const reverted = spansAfter(diff(a, b)).map((span) => carrySpan(span, since));
  const changed = spansBefore(diff(c, d));
  if (reverted.some((one) => changed.some((other) => spansTouch(one, other)))) return { kind: 'lines' };
  const lines = laterBefore.split('\n');
  const symbols = new Set(reverted.flatMap((span) => [...symbolsIn(lines, span)]));
  const shared = changed.flatMap((span) => [...symbolsIn(lines, span)]).find((symbol) => symbols.has(symbol));
  if (shared === undefined) return undefined;
  return {
    kind: 'function',
    name: readablePath(lines[shared] ?? '')
      .trim()
      .slice(0, LONGEST_NAME),
  };
}

function nearer(one: Nearness | undefined, other: Nearness | undefined): Nearness | undefined {
  if (one?.kind === 'lines' || other === undefined) return one;
  return other.kind === 'lines' || one === undefined ? other : one;
}

/** A text file of a tree; empty where there is none, or it is no text or very large: then nothing is near. */
function* textAt(desk: ObjectDesk, root: Sha, path: string): Planning<string> {
  let sha = root;
  const names = path.split('/');
  for (const [index, name] of names.entries()) {
    yield* readTrees(desk, [sha]);
    const entry = treeOf(desk, sha).get(name);
    const wanted = index === names.length - 1 ? 'file' : 'folder';
    if (entry === undefined || kindOf(entry.mode) !== wanted) return '';
    sha = entry.sha;
  }
  if (sha === EMPTY_BLOB) return '';
  yield* readSizes(desk, [sha]);
  if ((desk.sizes.get(sha) ?? 0) > LARGEST) return '';
  yield* readBlobs(desk, [sha]);
  const bytes = blobOf(desk, sha);
  return isBinary(bytes) ? '' : textOfBytes(bytes);
}

function bytePath(path: string): string {
  return textOfBytes(new TextEncoder().encode(path));
}
