import type { Case, CaseDeploy, CaseSeries } from '../../case.ts';
import { code, sentence } from '../../sentence.ts';
import type { CommitClue, CommitEvidence } from './commit-evidence.ts';
import { commitScene } from './scene/commit-scene.ts';
import { weighCommits } from './weigh-commits.ts';

/** A metric that a deploy has marked: it has climbed, or lies at another level, ever since. */
export interface Mark {
  readonly deploy: CaseDeploy;
  readonly series: CaseSeries;
}

const ABOUT_WORDS: ReadonlySet<string> = new Set(['said-in-message', 'said-in-diff', 'said-mechanism']);
/** In nats: a metric's name is only a few words, enough to tell commits of one deploy apart and no more. */
const MOST = 2;

/**
 * The commits' evidence with what the names of marked metrics say: long after a leak began nothing in the logs may speak of what
 * leaks, but the metric does. Only the commits of the deploy that marked it are held against it.
 */
export function withMarks(
  commits: ReadonlyMap<string, CommitEvidence>,
  theCase: Case,
  marks: readonly Mark[],
): ReadonlyMap<string, CommitEvidence> {
  const all = new Map(commits);
  for (const mark of marks) {
    for (const [sha, clue] of cluesOf(theCase, mark)) {
      const known = all.get(sha);
      if (known === undefined) continue;
      all.set(sha, { ...known, logWeight: known.logWeight + clue.weight, clues: [...known.clues, clue] });
    }
  }
  return all;
}

function cluesOf(theCase: Case, { deploy, series }: Mark): [string, CommitClue][] {
  const { service, startedAt } = theCase.alert;
  // The service's own name stands in all that was ever committed for it.
  const title = [series.id, series.name ?? '', series.kind ?? ''].join(' ').replaceAll(series.service, ' ');
  const asked: Case = { ...theCase, logs: [], alert: { service, startedAt, title }, deploys: [deploy] };
  const carried = new Set(deploy.commits ?? []);
  return [...weighCommits(commitScene(asked))].flatMap(([sha, { clues }]): [string, CommitClue][] => {
    if (!carried.has(sha)) return [];
    const fits = clues.filter(({ clue }) => ABOUT_WORDS.has(clue)).reduce((sum, { weight }) => sum + weight, 0);
    if (fits <= 0) return [];
    const says = sentence`it shares words with ${code(series.id)}, which has changed since its deploy`;
    return [[sha, { clue: 'marked-metric', weight: Math.min(MOST, fits), says }]];
  });
}
