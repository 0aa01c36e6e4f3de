import type { OwnedPath } from '../incident/with-catalogue.ts';
import { matchesGlob } from './matches-glob.ts';

/** Who owns a path: the owners of the last rule that fits it, none where no rule does. */
export function ownersOf(path: string, paths: readonly OwnedPath[]): readonly string[] {
  return paths.findLast(({ glob }) => matchesGlob(path, glob))?.owners ?? [];
}
