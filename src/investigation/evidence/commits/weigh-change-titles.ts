import type { Case, CaseCommit } from '../../case.ts';
import type { CommitEvidence } from './commit-evidence.ts';
import { commitScene } from './commit-scene.ts';
import { weighCommits } from './weigh-commits.ts';

/**
 * How much the incident speaks for each flag, setting or other change by hand, by its index in the case: its title is all
 * that is known of what it did, and is read as the message and the content of a commit beside the case's own.
 */
export function weighChangeTitles(theCase: Case): ReadonlyMap<number, CommitEvidence> {
  const titled = (theCase.changes ?? []).flatMap(({ title = '' }, index) => (title === '' ? [] : [{ title, index }]));
  if (titled.length === 0) return new Map();
  const commits = [...titled.map(({ title, index }) => asCommit(title, index)), ...(theCase.commits ?? [])];
  const weighed = weighCommits(commitScene({ ...theCase, commits }));
  return new Map(
    titled.flatMap(({ index }) => {
      const evidence = weighed.get(nameOf(index));
      return evidence === undefined ? [] : [[index, evidence] as const];
    }),
  );
}

function asCommit(title: string, index: number): CaseCommit {
  return { sha: nameOf(index), message: title, files: [{ path: 'title', patch: `@@ -0,0 +1 @@\n+${title}` }] };
}

/** No SHA looks like it. */
function nameOf(index: number): string {
  return `change ${index}`;
}
