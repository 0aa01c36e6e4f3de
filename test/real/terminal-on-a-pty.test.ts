import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify, stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fillBusyMonth, INCIDENTS } from '../support/database/busy-month.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';
import { describeWithProgram } from '../support/program/real-program.ts';

jest.setTimeout(120_000);

const COLUMNS = 90;
/** A person who is woken waits no longer; it begins with the start of Node on a machine that has other work too. */
const LONGEST_MS = 20_000;
const bin = fileURLToPath(new URL('../../bin/whatchanged.js', import.meta.url));

let store: StorageForTests;

interface Asked {
  readonly words: readonly string[];
  readonly schema: string;
  /** What a person must find in the answer. */
  readonly tells: RegExp;
}

const ASKED: readonly Asked[] = [
  { words: ['live', 'service-0'], schema: 'live', tells: /service-0 in production .*live since/s },
  { words: ['changed', 'service-0', '--since', '2h'], schema: 'changed', tells: /service-0/ },
  { words: ['changed', '--since', '30d'], schema: 'changed', tells: /service-39/ },
  { words: ['incidents', '--limit', String(INCIDENTS)], schema: 'incidents', tells: /failing requests/ },
  { words: ['explain', 'inc-0'], schema: 'explained', tells: /Do this now/ },
  { words: ['investigate', 'service-0', '--at', '10m'], schema: 'explained', tells: /Suspects/ },
  { words: ['watch', '--once'], schema: 'watch-event', tells: /service-0/ },
];

describeWithProgram(['script', 'stty'], 'every command against a month of 10,000 deploys', () => {
  beforeAll(async () => {
    store = await storageForTests();
    store.clock.set(Date.now());
    await fillBusyMonth(store.storage, Date.now());
  });
  afterAll(() => store.close());

  test.each(ASKED.map((asked) => [asked.words.join(' '), asked] as const))('%s', async (_name, asked) => {
    const words = asked.words[0] === 'explain' ? ['explain', await someIncident()] : asked.words;
    const [onTerminal, inPipe, document] = await Promise.all([
      terminal(words),
      pipe(words),
      pipe([...words, '--json']),
    ]);
    const shown = stripVTControlCharacters(onTerminal).replaceAll('\r', '');
    expect(shown.replace(/\s+/g, ' ')).toMatch(asked.tells);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is looked for.
    expect(onTerminal).toMatch(/\u001b\[\d+m/); // oxlint-disable-line no-control-regex -- as above
    // A command is there to be copied, and is never broken.
    const wide = shown.split('\n').filter((line) => Array.from(line).length > COLUMNS && !/^ {6}/.test(line));
    expect(wide).toEqual([]);
    expect(inPipe.replace(/\s+/g, ' ')).toMatch(asked.tells);
    expect(inPipe).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(objections(asked.schema, documentsIn(asked, document))).toEqual([]);
  });

  test('a document on a terminal is indented for people and still one document', async () => {
    const shown = stripVTControlCharacters(await terminal(['incidents', '--limit', '2', '--json'])).replaceAll(
      '\r',
      '',
    );
    expect(shown.split('\n').length).toBeGreaterThan(10);
    expect(objections('incidents', [JSON.parse(shown)])).toEqual([]);
  });

  test('watch draws on a terminal until Ctrl-C, and ends well', async () => {
    const child = spawn('script', ['-qec', commandLine(['watch', '--every', '1s']), '/dev/null'], {
      env: environment(),
    });
    let drawn = '';
    const ended = new Promise<number | null>((resolve) => {
      child.once('exit', resolve);
    });
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (piece: Buffer) => {
        drawn += piece.toString();
        // The second picture clears the first.
        if (drawn.split('\u001b[2J').length > 2) resolve();
      });
    });
    child.stdin.write('\u0003');
    expect(await ended).toBe(0);
    expect(stripVTControlCharacters(drawn)).toContain('service-0');
  });
});

async function someIncident(): Promise<string> {
  const { incidents } = JSON.parse(await pipe(['incidents', '--limit', '1', '--json'])) as {
    incidents: { id: string }[];
  };
  return incidents[0]?.id ?? '';
}

function environment() {
  return {
    PATH: process.env.PATH ?? '',
    TERM: 'xterm-256color',
    APP_ID: '1',
    WEBHOOK_SECRET: '0123456789abcdef0123456789abcdef',
    DATABASE_URL: store.databaseUrl,
  };
}

function commandLine(words: readonly string[]): string {
  return [`stty cols ${COLUMNS} rows 40; exec`, process.execPath, bin, ...words].join(' ');
}

/** What a terminal of 90 columns gets. */
async function terminal(words: readonly string[]): Promise<string> {
  const began = performance.now();
  const { stdout } = await run('script', ['-qec', commandLine(words), '/dev/null'], { env: environment(), ...LARGE });
  expect(performance.now() - began).toBeLessThan(LONGEST_MS);
  return stdout;
}

async function pipe(words: readonly string[]): Promise<string> {
  const began = performance.now();
  const { stdout } = await run(process.execPath, [bin, ...words], { env: environment(), ...LARGE });
  expect(performance.now() - began).toBeLessThan(LONGEST_MS);
  return stdout;
}

const run = promisify(execFile);
const LARGE = { maxBuffer: 256 * 1024 * 1024 };

const ajv = new Ajv2020({ strict: true });

function documentsIn({ schema }: Asked, text: string): readonly unknown[] {
  if (schema !== 'watch-event') return [JSON.parse(text)];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => JSON.parse(line) as unknown);
}

/** What the published schema objects to. */
function objections(schema: string, documents: readonly unknown[]): readonly unknown[] {
  expect(documents.length).toBeGreaterThan(0);
  const file = new URL(`../../docs/reference/${schema}.schema.json`, import.meta.url);
  const validate =
    ajv.getSchema(schema) ?? ajv.addSchema(JSON.parse(readFileSync(file, 'utf8')), schema).getSchema(schema);
  return documents.flatMap((one): readonly unknown[] =>
    validate?.(one) === true ? [] : (validate?.errors ?? ['no such schema']),
  );
}
