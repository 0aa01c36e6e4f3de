import type { CaseCommit } from '../../../case.ts';
import { actsInProduction, type FileKind, fileKind } from '../text/file-kind.ts';
import { isForOtherEnvironment } from '../text/is-for-other-environment.ts';
import { type Hunk, parsePatch } from '../text/parse-patch.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import { countWords, emptyCounts, type WordCounts } from '../text/word-counts.ts';

/** One commit as the words of the incident see it. */
export interface CommitWords {
  readonly commit: CaseCommit;
  readonly title: WordCounts;
  readonly body: WordCounts;
  readonly paths: WordCounts;
  /** Lines of files that act where the incident is. */
  readonly added: WordCounts;
  readonly removed: WordCounts;
  /** Unchanged lines and hunk headings around them. */
  readonly context: WordCounts;
  /** All lines of documents, tests, lock files, pipelines, pictures and the configuration of other environments. */
  readonly aside: WordCounts;
  readonly files: readonly FileWords[];
  /** Added lines that hold a pattern such as `(a+)+`. */
  readonly nestedRepetitions: number;
  /** Share of the files of which no patch was read, 0 to 1; a commit whose files are not known counts as 1. */
  readonly unread: number;
}

export interface FileWords {
  readonly path: string;
  readonly kind: FileKind;
  /** Whether it runs where the incident is, or shapes what does. */
  readonly acts: boolean;
  readonly hunks: readonly Hunk[];
  readonly nestedRepetitions: number;
  /** Packages whose lines a manifest changes, in lower case. */
  readonly packages: readonly string[];
}

/** What the words of a commit are counted for. */
export interface Reading {
  readonly vocabulary: Vocabulary;
  /** Where the incident is, as the alert names it. */
  readonly environment: string | undefined;
  /** No more characters of the commit's patches are read, fairly shared by its files. */
  readonly budget: number;
}

/** Counts the vocabulary's words in a commit. */
export function commitWords(commit: CaseCommit, reading: Reading): CommitWords {
  const { vocabulary } = reading;
  const message = commit.message ?? '';
  const newline = message.indexOf('\n');
  const titleEnd = newline < 0 ? message.length : newline;
  const title = emptyCounts();
  const body = emptyCounts();
  countWords(message, 0, Math.min(titleEnd, LONGEST_TITLE), vocabulary, title);
  countWords(message, titleEnd, Math.min(message.length, titleEnd + LONGEST_BODY), vocabulary, body);
  const sides = { added: emptyCounts(), removed: emptyCounts(), context: emptyCounts(), aside: emptyCounts() };
  const paths = emptyCounts();
  const files = (commit.files ?? []).slice(0, MOST_FILES);
  const share = { ...reading, budget: Math.floor(reading.budget / Math.max(1, files.length)) };
  const read = files.map((file) => {
    const path = file.path.slice(-LONGEST_PATH);
    countWords(path, 0, path.length, vocabulary, paths);
    return fileWords(path, file.patch ?? '', share, sides);
  });
  const nestedRepetitions = read.reduce((sum, file) => sum + file.nestedRepetitions, 0);
  const unread = files.filter((file) => file.patch === undefined).length;
  return {
    commit,
    title,
    body,
    paths,
    ...sides,
    files: read,
    nestedRepetitions,
    unread: files.length === 0 ? 1 : unread / files.length,
  };
}

const LONGEST_TITLE = 2_000;
const LONGEST_PATH = 1_000;
const LONGEST_BODY = 4_000;
const MOST_FILES = 200;
const LONGEST_LINE = 2_000;
// `urllib3==2.2.1`, `"zod": "3.23.8"`, `github.com/jackc/pgx/v5 v5.5.0`, `implementation 'a.b:name:1.0'`, `name = "1.2"`, `FROM python:3.11`.
const PACKAGE =
  /^\s{0,40}(?:require |implementation\s?\(?|api\s?\(?|gem |FROM |- )?["']?(?:[\w.]{1,80}:)?([@\w][\w./@-]{1,80}?)["']?\s{0,8}(?:==|>=|~=|\^|=|:|,|\sv?)\s{0,8}["'{]?[\w^~>=<.]*\d/;
const NESTED = /[+*}]\??\)[+*{]|[+*]\]\??\)[+*{]|[+*]\[[^\]]{1,40}\][?*]\)[+*]/;

interface Sides {
  readonly added: WordCounts;
  readonly removed: WordCounts;
  readonly context: WordCounts;
  readonly aside: WordCounts;
}

function fileWords(path: string, patch: string, { vocabulary, environment, budget }: Reading, sides: Sides): FileWords {
  const kind = fileKind(path);
  const hunks: Hunk[] = [];
  const acts = actsInProduction(kind) && !isForOtherEnvironment(path, environment);
  const repeats = kind === 'code' && (patch.includes(')+') || patch.includes(')*'));
  let nested = 0;
  const packages: string[] = [];
  parsePatch(patch, budget, {
    line: (side, from, to) => {
      countWords(patch, from, to, vocabulary, acts ? sides[side] : sides.aside);
      if (kind === 'manifest' && side !== 'context') {
        const name = PACKAGE.exec(patch.slice(from, Math.min(to, from + LONGEST_LINE)))?.[1];
        if (name !== undefined) packages.push(name.toLowerCase());
      }
      if (repeats && side === 'added' && to - from < LONGEST_LINE && NESTED.test(patch.slice(from, to))) nested += 1;
    },
    hunk: (hunk) => {
      hunks.push(hunk);
      countWords(hunk.heading, 0, hunk.heading.length, vocabulary, acts ? sides.context : sides.aside);
    },
  });
  return { path, kind, acts, hunks, nestedRepetitions: nested, packages };
}
