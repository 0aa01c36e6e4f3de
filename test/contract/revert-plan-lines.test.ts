import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mergeLines } from '../../src/investigation/revert/lines/merge-lines.ts';
import { bytesOfText } from '../../src/investigation/revert/objects/byte-text.ts';
import { writeThreeVersions } from '../support/revert/git-histories.ts';
import { type Chance, seededChance } from '../support/seeded-chance.ts';

const run = promisify(execFile);

/** Three versions of a text that were made by random edits of the first. */
type Versions = readonly [string, string, string];

/** How a text is drawn: how many different lines there are, how many lines, and how many edits a side makes. */
interface Shape {
  readonly name: string;
  readonly vocabulary: number;
  readonly lines: number;
  readonly edits: number;
  readonly ending: string;
  readonly files?: number;
}

const SHAPES: readonly Shape[] = [
  { name: 'prose', vocabulary: 5000, lines: 120, edits: 4, ending: '\n' },
  { name: 'code with many equal lines', vocabulary: 40, lines: 150, edits: 3, ending: '\n' },
  { name: 'a handful of different lines', vocabulary: 4, lines: 60, edits: 2, ending: '\n' },
  { name: 'lines more common than histogram diff can use', vocabulary: 3, lines: 500, edits: 6, ending: '\n' },
  { name: 'a long file of two lines, edited a lot', vocabulary: 2, lines: 900, edits: 60, ending: '\n' },
  { name: 'very short', vocabulary: 6, lines: 4, edits: 1, ending: '\n' },
  { name: 'line endings of another system', vocabulary: 60, lines: 80, edits: 4, ending: '\r\n' },
  {
    name: 'so long that git settles for less than the best',
    vocabulary: 300,
    lines: 40_000,
    edits: 3000,
    ending: '\n',
    files: 3,
  },
];
const PER_SHAPE = 60;

describe('lines are merged as git merges them', () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'revert-lines-'));
    await run('git', ['init', '--quiet', '--bare', directory]);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test.each(SHAPES)('$name', async (shape) => {
    const chance = seededChance(shape.vocabulary * 1000 + shape.lines);
    const texts = new Map(
      Array.from({ length: shape.files ?? PER_SHAPE }, (_, index) => [`file${index}`, draw(shape, chance)]),
    );
    const theirs = await gitMerges(directory, texts);
    const ours = new Map([...texts].map(([name, versions]) => [name, blobOf(versions)]));
    expect([...ours].filter(([name, blob]) => blob !== theirs.get(name))).toEqual([]);
    // Both outcomes must occur, or the comparison says little.
    if (shape.files === undefined) expect(new Set([...ours.values()].map((blob) => blob === undefined)).size).toBe(2);
  });
});

function draw({ vocabulary, lines, edits, ending }: Shape, chance: Chance): Versions {
  const line = () => `line ${chance.below(vocabulary)}`;
  const base = Array.from({ length: lines }, line);
  const side = () => {
    const edited = [...base];
    for (let times = 1 + chance.below(edits); times > 0; times -= 1) {
      const at = chance.below(edited.length + 1);
      const some = Array.from({ length: chance.below(4) }, line);
      edited.splice(at, chance.below(4), ...(chance.percent(20) ? edited.slice(at, at + 5) : some));
    }
    return text(edited);
  };
  const text = (all: readonly string[]) => all.join(ending) + (chance.percent(90) && all.length > 0 ? ending : '');
  return [text(base), side(), side()];
}

function blobOf(versions: Versions): string | undefined {
  const merged = mergeLines(...(versions.map(bytesOfText) as [Uint8Array, Uint8Array, Uint8Array]));
  return merged && createHash('sha1').update(`blob ${merged.length}\0`).update(merged).digest('hex');
}

/** What git makes of each file: the blob, or undefined for a conflict. */
async function gitMerges(
  directory: string,
  texts: ReadonlyMap<string, Versions>,
): Promise<ReadonlyMap<string, string | undefined>> {
  const { ours, theirs } = await writeThreeVersions(directory, texts);
  const git = (...args: string[]) => run('git', ['-C', directory, ...args], { maxBuffer: 1 << 26 });
  const merge = ['merge-tree', '--write-tree', '--name-only', '--no-messages', ours, theirs];
  const { stdout } = await git(...merge).catch((problem: { code: number; stdout: string }) => {
    if (problem.code !== 1) throw problem;
    return problem;
  });
  const [tree = '', ...conflicts] = stdout.trim().split('\n');
  const listed = (await git('ls-tree', tree)).stdout.trim().split('\n');
  return new Map(
    listed.map((entry) => {
      const [, , blob = '', name = ''] = entry.split(/\s/);
      return [name, conflicts.includes(name) ? undefined : blob];
    }),
  );
}
