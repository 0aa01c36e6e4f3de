import { refusedByAttributes } from '../attributes/refused-by-attributes.ts';
import { readablePath } from '../objects/byte-text.ts';
import { EMPTY_TREE, type Sha } from '../objects/git-object.ts';
import type { ObjectDesk } from '../objects/object-desk.ts';
import type { Planning } from '../objects/planning.ts';
import { findRenames } from '../renames/find-renames.ts';
import type { RevertReason } from '../revert-reason.ts';
import { applyRenames } from './apply-renames.ts';
import { buildTree, statesToMerge } from './build-tree.ts';
import { filesInRenamedFolders } from './folder-renames.ts';
import { walkTrees } from './walk-trees.ts';

/** The merged tree; without meaning where there are reasons against it. */
export interface MergedTrees {
  readonly tree: Sha;
  readonly reasons: readonly RevertReason[];
}

/** Merges two trees with their base as `git merge-tree` (merge-ort with its defaults) does. */
export function* mergeTrees(desk: ObjectDesk, base: Sha, ours: Sha, theirs: Sha): Planning<MergedTrees> {
  if (base === theirs || ours === theirs) return { tree: ours, reasons: [] };
  if (base === ours) return { tree: theirs, reasons: [] };
  const scene = yield* walkTrees(desk, [base, ours, theirs]);
  const found = [yield* findRenames(desk, scene.sides[0]), yield* findRenames(desk, scene.sides[1])] as const;
  const moved = filesInRenamedFolders(scene.sides, found);
  const reasons: RevertReason[] = [...moved.files, ...moved.split].map((path) => ({
    code: 'folder-renamed',
    path: readablePath(path),
  }));
  for (const { givenUp } of found) {
    if (givenUp !== undefined) reasons.push({ code: 'too-many-renames', path: readablePath(givenUp) });
  }
  reasons.push(
    ...applyRenames(scene, [
      ...found[0].renames.map((rename) => ({ ...rename, side: 1 as const })),
      ...found[1].renames.map((rename) => ({ ...rename, side: 2 as const })),
    ]),
  );
  const toMerge = [...statesToMerge(scene)].map(({ path }) => path);
  reasons.push(...(yield* refusedByAttributes(desk, ours, toMerge)));
  const built = yield* buildTree(desk, scene);
  return { tree: built.root?.sha ?? EMPTY_TREE, reasons: [...reasons, ...built.reasons] };
}
