import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';

/**
 * `npm run mutate -- FOLDER…`: how many changes of the code (mutants) the tests beside it notice, folder by folder; ends
 * with 1 where it is fewer than 80 %. The rest of the configuration stands in `stryker.config.js`.
 * A folder is held to the tests in it only, which is quicker, and stricter, than letting all tests judge it.
 * `--without-constants` leaves out the mutants of what is computed once when a file is loaded: each of them takes all tests of
 * the folder, and together about half of the time. How many were left out is printed.
 */
const LEAST_SCORE = 80;
const EVERY_TEST = 'every.test.ts';
const EVERYTHING = ['src/investigation/evidence', 'src/investigation/verdict'];

interface Tally {
  readonly folder: string;
  readonly noticed: number;
  readonly survived: number;
  readonly untested: number;
  readonly leftOut: number;
}

const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { 'without-constants': { type: 'boolean', default: false } },
});
const folders = (await Promise.all((asked.length > 0 ? asked : EVERYTHING).map(foldersWithTests))).flat();
const tallies: Tally[] = [];
for (const folder of folders) tallies.push(await mutate(folder));

const widest = Math.max(...folders.map(({ length }) => length));
console.log(`\n${'folder'.padEnd(widest)}  mutants  noticed  survived  untested  left out  score`);
for (const tally of [...tallies, total(tallies)]) {
  const { folder, noticed, survived, untested, leftOut } = tally;
  const counts = [noticed + survived + untested, noticed, survived, untested, leftOut].map((count, column) =>
    String(count).padStart([7, 7, 8, 8, 8][column] ?? 8),
  );
  console.log(`${folder.padEnd(widest)}  ${counts.join('  ')}  ${score(tally).toFixed(1)} %`);
}
process.exitCode = tallies.every((tally) => score(tally) >= LEAST_SCORE) ? 0 : 1;

/** The folder itself where it holds tests, with all within it; else those within it that do. */
async function foldersWithTests(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.isFile() && isCounted(entry.name))) return [folder];
  const within = entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(folder, name));
  return (await Promise.all(within.sort().map(foldersWithTests))).flat();
}

/** Properties draw their cases anew each time, and a score that chance has a part in cannot be compared with the last one. */
function isCounted(name: string): boolean {
  return name.endsWith('.test.ts') && !name.endsWith('.properties.test.ts') && name !== EVERY_TEST;
}

/** The folder's tests run as one file: the code is loaded once for each mutant, and the first test that fails ends its run. */
async function mutate(folder: string): Promise<Tally> {
  const tests = (await readdir(folder, { recursive: true })).filter((name) => isCounted(path.basename(name)));
  const every = path.join(folder, EVERY_TEST);
  await writeFile(every, tests.map((name) => `import './${name}';\n`).join(''));
  try {
    return await mutateBy(every, folder);
  } finally {
    await rm(every);
  }
}

async function mutateBy(testFile: string, folder: string): Promise<Tally> {
  const stryker = new Stryker({
    mutate: [`${folder}/**/*.ts`, '!**/*.test.ts'],
    ignoreStatic: values['without-constants'],
    jest: { config: { testMatch: [`<rootDir>/${testFile}`] } },
  });
  const results = await stryker.runMutationTest();
  const count = (...statuses: string[]): number => results.filter(({ status }) => statuses.includes(status)).length;
  return {
    folder,
    noticed: count('Killed', 'Timeout'),
    survived: count('Survived'),
    untested: count('NoCoverage'),
    leftOut: count('Ignored'),
  };
}

function total(tallies: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((all, tally) => all + of(tally), 0);
  return {
    folder: 'all',
    noticed: sum(({ noticed }) => noticed),
    survived: sum(({ survived }) => survived),
    untested: sum(({ untested }) => untested),
    leftOut: sum(({ leftOut }) => leftOut),
  };
}

function score({ noticed, survived, untested }: Tally): number {
  return (100 * noticed) / Math.max(1, noticed + survived + untested);
}
