import { execFile } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fillBusyMonth } from '../support/database/busy-month.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';

let store: StorageForTests;
const NOW = Date.UTC(2026, 10, 25, 14, 0);
const BIN = fileURLToPath(new URL('../../bin/whatchanged.js', import.meta.url));

beforeAll(async () => {
  store = await storageForTests();
  store.clock.set(NOW);
  await fillBusyMonth(store.storage, NOW);
});
afterAll(() => store.close());

/** What a terminal would act on; a page of ours for a pipe holds none of it. */
const ACTED_ON = /(?!\n)\p{Cc}/u;

const run = (commandLine: readonly string[], extra: Readonly<Record<string, string>> = {}) =>
  promisify(execFile)(process.execPath, [BIN, ...commandLine], {
    env: {
      PATH: process.env.PATH ?? '',
      APP_ID: '1',
      WEBHOOK_SECRET: '0123456789abcdef0123456789abcdef',
      DATABASE_URL: store.databaseUrl,
      ...extra,
    },
  }).catch((error: { stdout: string; stderr: string; code: number }) => error);

test('in a pipe there is no colour, and none with NO_COLOR; FORCE_COLOR brings it back', async () => {
  const [plain, forced] = await Promise.all([
    run(['incidents', '--limit', '1']),
    run(['incidents', '--limit', '1'], { FORCE_COLOR: '1' }),
  ]);
  expect(plain.stdout).toContain('[service-0/production] failing requests');
  expect(plain.stdout).not.toMatch(ACTED_ON);
  expect(forced.stdout).toContain('\u001b[31mopen for');
});

test('a mistake in the command line is told with examples, exit code 2', async () => {
  expect(await run(['changed', 'service-0', '--since', 'often'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"often" cannot be read. Give a time such as'),
  });
});

test.each([
  [['audit', 'service-0', '--limit', '5x'], 'Give a number from 1 to 1000.'],
  [['replay-deliveries', '--limit', '0'], 'Give a number from 1 to 1000.'],
  [['new', 'alert-source', 'grafana'], 'src/intake/alerts/grafana.ts exists already'],
  [['replay', '/nowhere/cases.json'], 'The cases in /nowhere/cases.json cannot be read: ENOENT'],
])('%j is a mistake of the command line: 2, and no bug', async (line, said) => {
  const { code, stderr } = (await run(line)) as { code?: number; stderr: string };
  expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  expect(stderr).not.toContain('bug');
});

test('a port that another program has is a setting to change: 2, and no bug', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const port = String((other.address() as AddressInfo).port);
  const { code, stderr } = (await run(['serve', '--role', 'intake'], { PORT: port, LOG_LEVEL: 'silent' })) as {
    code?: number;
    stderr: string;
  };
  other.close();
  expect([code, stderr]).toEqual([2, expect.stringContaining(`cannot listen on 127.0.0.1, port ${port}.`)]);
  expect(stderr).not.toContain('bug');
});

test('where no store is, it says what to set instead of making one', async () => {
  const found = await run(['incidents'], { DATABASE_URL: '', WHATCHANGED_DATA: '/nowhere/at/all' });
  expect(found).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no store in /nowhere/at/all yet.'),
  });
});
