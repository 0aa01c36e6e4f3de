import { code, sentence } from '../../sentence.ts';
import type { CommitEvidence } from './commit-evidence.ts';

/** Nats: in the written sets 2 of 122 guilty commits brought a schedule that ran at the onset, and none of some 3900 others. */
const WEIGHT = 3;

/** The commits' evidence with what is known of schedules that ran when the trouble began. */
export function withRuns(
  commits: ReadonlyMap<string, CommitEvidence>,
  runs: Iterable<{ readonly commit: string; readonly expression: string }>,
): ReadonlyMap<string, CommitEvidence> {
  const all = new Map(commits);
  for (const { commit, expression } of runs) {
    const known = all.get(commit);
    if (known === undefined || known.clues.some(({ clue }) => clue === 'scheduled-run')) continue;
    const says = sentence`it is the one that brought the schedule ${code(expression)}`;
    const clues = [...known.clues, { clue: 'scheduled-run', weight: WEIGHT, says }];
    all.set(commit, { ...known, logWeight: known.logWeight + WEIGHT, clues });
  }
  return all;
}
