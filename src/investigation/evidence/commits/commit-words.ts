import type { CaseCommit, CaseFile } from '../../case.ts';
import { actsInProduction, type FileKind, fileKind } from './file-kind.ts';
import { type Hunk, parsePatch } from './parse-patch.ts';
import type { Vocabulary } from './vocabulary.ts';
import { countWords, emptyCounts, type WordCounts } from './word-counts.ts';

/** One commit as the words of the incident see it. */
export interface CommitWords {
  readonly commit: CaseCommit;
  readonly title: WordCounts;
  readonly body: WordCounts;
  readonly paths: WordCounts;
  /** Lines of files that act in production. */
  readonly added: WordCounts;
  readonly removed: WordCounts;
  /** Unchanged lines and hunk headings around them. */
  readonly context: WordCounts;
  /** All lines of documents, tests, lock files, pipelines and pictures. */
  readonly aside: WordCounts;
  readonly files: readonly FileWords[];
  /** Share of the files of which no patch was read, 0 to 1; a commit whose files are not known counts as 1. */
  readonly unread: number;
}

export interface FileWords {
  readonly path: string;
  readonly kind: FileKind;
  readonly hunks: readonly Hunk[];
}

/** Counts the vocabulary's words in a commit. No more than `budget` characters of its patches are read, fairly shared by its files. */
export function commitWords(commit: CaseCommit, vocabulary: Vocabulary, budget: number): CommitWords {
  const message = commit.message ?? '';
  const newline = message.indexOf('\n');
  const titleEnd = newline < 0 ? message.length : newline;
  const title = emptyCounts();
  const body = emptyCounts();
  countWords(message, 0, titleEnd, vocabulary, title);
  countWords(message, titleEnd, Math.min(message.length, titleEnd + LONGEST_BODY), vocabulary, body);
  const sides = { added: emptyCounts(), removed: emptyCounts(), context: emptyCounts(), aside: emptyCounts() };
  const paths = emptyCounts();
  const files = (commit.files ?? []).slice(0, MOST_FILES);
  const share = Math.floor(budget / Math.max(1, files.length));
  const read = files.map((file) => {
    countWords(file.path, 0, file.path.length, vocabulary, paths);
    return fileWords(file, vocabulary, share, sides);
  });
  const unread = files.filter((file) => file.patch === undefined).length;
  return { commit, title, body, paths, ...sides, files: read, unread: files.length === 0 ? 1 : unread / files.length };
}

const LONGEST_BODY = 4_000;
const MOST_FILES = 200;

interface Sides {
  readonly added: WordCounts;
  readonly removed: WordCounts;
  readonly context: WordCounts;
  readonly aside: WordCounts;
}

function fileWords(file: CaseFile, vocabulary: Vocabulary, limit: number, sides: Sides): FileWords {
  const kind = fileKind(file.path);
  const hunks: Hunk[] = [];
  const patch = file.patch ?? '';
  const acts = actsInProduction(kind);
  parsePatch(patch, limit, {
    line: (side, from, to) => countWords(patch, from, to, vocabulary, acts ? sides[side] : sides.aside),
    hunk: (hunk) => {
      hunks.push(hunk);
      countWords(hunk.heading, 0, hunk.heading.length, vocabulary, acts ? sides.context : sides.aside);
    },
  });
  return { path: file.path, kind, hunks };
}
