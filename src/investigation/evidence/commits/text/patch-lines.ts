import type { CaseCommit } from '../../../case.ts';
import { isForOtherEnvironment } from './is-for-other-environment.ts';

const PATCH_READ = 20_000;
const LINE_READ = 500;

/** A line of a patch without its sign. */
export interface PatchLine {
  readonly side: 'added' | 'removed' | 'context';
  readonly text: string;
}

/**
 * The lines of a commit's patches, hunk headings as context, without those of settings for other environments than the
 * incident's; no more than the beginning of each patch and of each line is read.
 */
export function patchLines({ files = [] }: CaseCommit, environment: string | undefined): PatchLine[] {
  return files
    .filter(({ path }) => !isForOtherEnvironment(path, environment))
    .flatMap(({ patch = '' }) =>
      hunksOf(patch)
        .slice(0, PATCH_READ)
        .split('\n')
        .map((line) => ({ side: SIDES.get(line.charAt(0)) ?? 'context', text: line.slice(1, LINE_READ) })),
    );
}

/** Without the heading that git, but not GitHub, puts before the first hunk: its `+++ b/path` is no added line. */
function hunksOf(patch: string): string {
  return patch.slice(Math.max(0, patch.search(/^@@/m)));
}

const SIDES: ReadonlyMap<string, PatchLine['side']> = new Map([
  ['+', 'added'],
  ['-', 'removed'],
]);
