import { readablePath } from '../objects/byte-text.ts';
import type { Sha } from '../objects/git-object.ts';
import type { ObjectDesk } from '../objects/object-desk.ts';
import type { Planning } from '../objects/planning.ts';
import type { RevertReason } from '../revert-reason.ts';
import { attributeFilesFor, type KnownFiles } from './attribute-files.ts';
import { attributeOf } from './attribute-of.ts';

/**
 * Which of the paths to merge have their own way to be merged by the tip's .gitattributes files, as git reads them. `union`
 * is no reason: where nothing is in conflict, it gives what a plain merge gives.
 */
export function* refusedByAttributes(desk: ObjectDesk, root: Sha, paths: readonly string[]): Planning<RevertReason[]> {
  const known: KnownFiles = new Map();
  const reasons: RevertReason[] = [];
  for (const path of paths) {
    const state = attributeOf(yield* attributeFilesFor(desk, root, path, known), path, 'merge');
    const isPlain =
      typeof state === 'object' ? ['text', 'union'].includes(state.value) : state === true || state === 'unspecified';
    if (!isPlain) reasons.push({ code: 'merge-attribute', path: readablePath(path) });
  }
  return reasons;
}
