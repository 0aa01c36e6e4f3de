import type { Case, CaseCommit, CaseSeries } from '../../case.ts';
import type { CommitEvidence } from './commit-evidence.ts';
import { commitScene } from './scene/commit-scene.ts';
import { weighCommits } from './weigh-commits.ts';

/**
 * How much the incident speaks for each flag, setting or other change by hand, by its index in the case: its title is all
 * that is known of what it did, and is read as the message and the content of a commit beside the case's own. `moved`: as for commits.
 */
export function weighChangeTitles(
  theCase: Case,
  moved: readonly CaseSeries[] = [],
): ReadonlyMap<number, CommitEvidence> {
  const titled = (theCase.changes ?? []).flatMap(({ title = '' }, index) => (title === '' ? [] : [{ title, index }]));
  if (titled.length === 0) return new Map();
  const commits = [...titled.map(({ title, index }) => asCommit(title, index)), ...(theCase.commits ?? [])];
  const weighed = weighCommits(commitScene({ ...theCase, commits }, moved));
  return new Map(
    titled.flatMap(({ index }) => {
      const evidence = weighed.get(nameOf(index));
      return evidence === undefined ? [] : [[index, evidence] as const];
    }),
  );
}

/** A title as a commit that wrote it: what the line said before is not known. */
function asCommit(title: string, index: number): CaseCommit {
  return { sha: nameOf(index), message: title, files: [{ path: 'title', patch: `@@ -1 +1 @@\n-\n+${title}` }] };
}

/** In the place of a SHA, and unlike any. */
function nameOf(index: number): string {
  return `change ${index}`;
}
