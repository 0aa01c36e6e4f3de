import { readablePath, textOfBytes } from '../objects/byte-text.ts';
import { FOLDER_MODE, kindOf, type Sha, type Tree } from '../objects/git-object.ts';
import { type ObjectDesk, readBlobs, readTrees, treeOf } from '../objects/object-desk.ts';
import { pathIn } from '../objects/path-parts.ts';
import type { Planning } from '../objects/planning.ts';
import type { RevertReason } from '../revert-reason.ts';
import { type AttributeFile, mergeAttribute } from './merge-attribute.ts';
import { parseAttributes } from './parse-attributes.ts';

const FILE = '.gitattributes';

/**
 * Which of the paths to merge have their own way to be merged by the tip's .gitattributes files, as git reads them. `union`
 * is no reason: where nothing is in conflict, it gives what a plain merge gives.
 */
export function* refusedByAttributes(desk: ObjectDesk, root: Sha, paths: readonly string[]): Planning<RevertReason[]> {
  const known = new Map<string, AttributeFile | undefined>();
  const reasons: RevertReason[] = [];
  for (const path of paths) {
    const files = yield* filesFor(desk, root, path, known);
    const state = mergeAttribute(files, path);
    const isPlain =
      typeof state === 'object' ? ['text', 'union'].includes(state.value) : state === true || state === 'unspecified';
    if (!isPlain) reasons.push({ code: 'merge-attribute', path: readablePath(path) });
  }
  return reasons;
}

function* filesFor(
  desk: ObjectDesk,
  root: Sha,
  path: string,
  known: Map<string, AttributeFile | undefined>,
): Planning<AttributeFile[]> {
  const files: AttributeFile[] = [];
  let [folder, sha]: [string, Sha] = ['', root];
  for (const name of path.split('/')) {
    yield* readTrees(desk, [sha]);
    const tree = treeOf(desk, sha);
    if (!known.has(folder)) known.set(folder, yield* fileIn(desk, folder, tree));
    const file = known.get(folder);
    if (file !== undefined) files.push(file);
    const next = tree.get(name);
    if (next?.mode !== FOLDER_MODE) break;
    [folder, sha] = [pathIn(folder, name), next.sha];
  }
  return files;
}

function* fileIn(desk: ObjectDesk, folder: string, tree: Tree): Planning<AttributeFile | undefined> {
  const entry = tree.get(FILE);
  if (entry === undefined || kindOf(entry.mode) !== 'file') return undefined;
  yield* readBlobs(desk, [entry.sha]);
  return { folder, lines: parseAttributes(textOfBytes(desk.blobs.get(entry.sha) ?? new Uint8Array())) };
}
