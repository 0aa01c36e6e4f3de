import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { unusableFile } from './unusable-file.ts';

/** One case document of a file, still text, and the line on which it begins. */
export interface CaseLine {
  readonly line: number;
  readonly text: string;
}

/**
 * The case documents of a file, one at a time: a `.json` file holds one, a `.jsonl` or `.jsonl.gz` file one a line.
 * Empty lines are skipped but counted. Throws OperationalError `configuration-invalid` where the file cannot be read.
 */
export async function* caseLines(file: string): AsyncGenerator<CaseLine> {
  try {
    yield* linesOf(file);
  } catch (error) {
    throw unusableFile(
      `The cases in ${file} cannot be read`,
      error,
      'Give a file of cases: .json, .jsonl or .jsonl.gz.',
    );
  }
}

async function* linesOf(file: string): AsyncGenerator<CaseLine> {
  if (/\.json$/i.test(file)) {
    yield { line: 1, text: await readFile(file, 'utf8') };
    return;
  }
  const bytes = createReadStream(file);
  const plain = /\.gz$/i.test(file) ? createGunzip() : undefined;
  if (plain !== undefined) bytes.on('error', (problem) => plain.destroy(problem)).pipe(plain);
  let line = 0;
  for await (const text of createInterface({ input: plain ?? bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++;
    if (text.trim() !== '') yield { line, text };
  }
}
