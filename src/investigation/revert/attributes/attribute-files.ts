import { textOfBytes } from '../objects/byte-text.ts';
import { FOLDER_MODE, kindOf, type Sha, type Tree } from '../objects/git-object.ts';
import { blobOf, type ObjectDesk, readBlobs, readTrees, treeOf } from '../objects/object-desk.ts';
import { pathIn } from '../objects/path-parts.ts';
import type { Planning } from '../objects/planning.ts';
import type { AttributeFile } from './attribute-of.ts';
import { parseAttributes } from './parse-attributes.ts';

const FILE = '.gitattributes';

/** The .gitattributes files that were looked for, by folder; undefined where there is none. */
export type KnownFiles = Map<string, AttributeFile | undefined>;

/** The .gitattributes files that count for a path, from the root down to its folder. */
export function* attributeFilesFor(
  desk: ObjectDesk,
  root: Sha,
  path: string,
  known: KnownFiles,
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
  return { folder, lines: parseAttributes(textOfBytes(blobOf(desk, entry.sha))) };
}
