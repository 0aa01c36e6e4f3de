import type { Case, CaseCommit } from '../../case.ts';
import { sentence } from '../../sentence.ts';
import type { CommitEvidence } from './commit-evidence.ts';
import { splitWords } from './split-words.ts';

const K1 = 1.2;
const B = 0.75;
const MATCH_WEIGHT = 3;

/**
 * How much the words of the incident speak for each commit of the case, by SHA.
 * Commits are compared with each other: the weights mean something only as differences within one case.
 */
export function weighCommits(theCase: Case): ReadonlyMap<string, CommitEvidence> {
  const commits = theCase.commits ?? [];
  const documents = commits.map(wordsOf);
  const matches = matchScores(new Set(splitWords(incidentText(theCase))), documents);
  const best = Math.max(1e-9, ...matches);
  return new Map(
    commits.map((commit, index): [string, CommitEvidence] => {
      const share = (matches[index] ?? 0) / best;
      const weight = MATCH_WEIGHT * share;
      if (weight === 0) return [commit.sha, { logWeight: 0, clues: [] }];
      const says = sentence`shares words with the alert and its logs (${share.toFixed(2)} of the best match)`;
      return [commit.sha, { logWeight: weight, clues: [{ clue: 'words', weight, says }] }];
    }),
  );
}

function incidentText(theCase: Case): string {
  const labels = Object.values(theCase.alert.labels ?? {});
  const errors = (theCase.logs ?? []).filter((row) => /^(warn|error|fatal|crit)/i.test(row.level ?? ''));
  return [theCase.alert.title ?? '', ...labels, ...errors.map((row) => row.message)].join('\n');
}

function wordsOf(commit: CaseCommit): Map<string, number> {
  const [title = '', ...body] = (commit.message ?? '').split('\n');
  const files = commit.files ?? [];
  const text = [title, title, title, ...body, ...files.map((file) => `${file.path}\n${file.patch ?? ''}`)].join('\n');
  const counts = new Map<string, number>();
  for (const word of splitWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function matchScores(query: ReadonlySet<string>, documents: readonly Map<string, number>[]): number[] {
  const lengths = documents.map((words) => [...words.values()].reduce((sum, count) => sum + count, 0));
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, documents.length);
  const scores = documents.map(() => 0);
  for (const word of query) {
    const holders = documents.filter((words) => words.has(word)).length;
    const idf = Math.log(1 + (documents.length - holders + 0.5) / (holders + 0.5));
    documents.forEach((words, index) => {
      const count = words.get(word) ?? 0;
      const norm = K1 * (1 - B + (B * (lengths[index] ?? 0)) / Math.max(1, average));
      scores[index] = (scores[index] ?? 0) + (idf * count * (K1 + 1)) / (count + norm);
    });
  }
  return scores;
}
