import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Ask } from '../../src/cli/ask/open-ask.ts';
import { audit } from '../../src/cli/audit.ts';
import { readInstanceConfiguration } from '../../src/config/instance-configuration.ts';
import { NO_PAINT } from '../../src/investigation/report/terminal/paint.ts';
import { fillBusyMonth, INCIDENTS, INSTALLATION } from '../support/database/busy-month.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';

const NOW = Date.UTC(2026, 10, 25, 14);
let store: StorageForTests;

beforeAll(async () => {
  store = await storageForTests();
  store.clock.set(NOW);
  await fillBusyMonth(store.storage, NOW);
});
afterAll(() => store.close());

async function run(service: string, json = false) {
  const [lines, errors]: [string[], string[]] = [[], []];
  let code = 0;
  const ask: Ask = {
    storage: store.storage,
    clock: store.clock,
    installations: [INSTALLATION],
    configuration: readInstanceConfiguration({
      APP_ID: '1',
      WEBHOOK_SECRET: '0123456789abcdef0123456789abcdef',
      WHATCHANGED_ROLE: 'intake',
    }),
    output: {
      out: (line: string) => void lines.push(line),
      error: (line: string) => void errors.push(line),
      exitCode: (to: number) => {
        code = to;
      },
    },
    paint: NO_PAINT,
    columns: 100,
    live: false,
    close: async () => undefined,
  };
  await audit(ask, service, { limit: 20, json });
  return { lines, errors, code };
}

async function investigatedService(): Promise<string> {
  return store.storage.transaction(async (tx) => {
    for (const incident of await tx.incidents.list(INSTALLATION, { limit: 100 })) {
      if ((await tx.investigations.latest(INSTALLATION, incident.id)) !== undefined) return incident.service;
    }
    throw new Error(`none of ${INCIDENTS} incidents was investigated`);
  });
}

test('tells of stored investigations what was missing, each with the line to add', async () => {
  const service = await investigatedService();
  const { lines, errors, code } = await run(service);
  expect([errors, code]).toEqual([[], 0]);
  expect(lines[0]).toContain(service);
  const { lines: documents } = await run(service, true);
  const found = JSON.parse(documents[0] ?? '');
  expect(found).toMatchObject({ service, of: expect.any(Number) });
  expect(found.of).toBeGreaterThan(0);
  expect(lines.filter((line) => line.startsWith('    add: '))).toHaveLength(found.findings.length);
});

test('a service without an investigated incident is told', async () => {
  const { lines, errors, code } = await run('nowhere');
  expect(lines).toEqual([]);
  expect(errors).toEqual([expect.stringContaining('nowhere')]);
  expect(code).toBe(1);
});
