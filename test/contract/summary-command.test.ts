import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Command } from 'commander';
import { registerSummary, type SummaryOptions, summary } from '../../src/cli/summary.ts';
import { fillBusyMonth, INSTALLATION } from '../support/database/busy-month.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';
import { askForTests } from '../support/terminal/ask-for-tests.ts';

/** A Wednesday of 2026-W48. */
const NOW = Date.UTC(2026, 10, 25, 14);
let store: StorageForTests;

beforeAll(async () => {
  store = await storageForTests();
  store.clock.set(NOW);
  await fillBusyMonth(store.storage, NOW);
  await store.storage.transaction(async (tx) => {
    await tx.alerts.save(INSTALLATION, {
      key: 'lost',
      source: 'alertmanager',
      status: 'firing',
      startsAt: NOW - 7 * 86_400_000,
      title: 'DiskFull \u001b[31m',
      labels: {},
      receivedAt: NOW,
      unmappedReason: 'No label. To map it:\nservices:\n  disk:\n',
    });
    await tx.reverts.save(INSTALLATION, {
      id: 'refused',
      incidentId: 'inc0030-of-a-month',
      repositoryId: 1,
      issueNumber: 41,
      subject: { kind: 'commit', sha: 'a'.repeat(40) },
      deploy: null,
      by: { kind: 'automatic' },
      at: NOW - 7 * 86_400_000,
      state: 'refused',
      plans: 0,
      reasons: [['Later commits changed ', { code: 'src/cart.js' }]],
    });
  });
});
afterAll(() => store.close());

async function asked(options: SummaryOptions = {}, installations: readonly number[] = [INSTALLATION]) {
  const { ask, told } = askForTests({ storage: store.storage, clock: store.clock, installations });
  await summary(ask, options);
  return { ...told, lines: told.out.join('\n').split('\n') };
}

/** The document, after its published schema has found nothing to object to. */
async function document(options: SummaryOptions): Promise<{ repositories: { repository: string; title: string }[] }> {
  const { out } = await asked({ ...options, json: true });
  expect(out).toHaveLength(1);
  const found = JSON.parse(out[0] ?? '');
  const schema = JSON.parse(
    readFileSync(new URL('../../docs/reference/summary.schema.json', import.meta.url), 'utf8'),
  ) as object;
  const validate = new Ajv2020({ strict: true }).compile(schema);
  expect([validate(found), validate.errors]).toEqual([true, null]);
  return found;
}

describe('whatchanged summary', () => {
  test('tells of the last week that ended what its issue would tell', async () => {
    const { lines, errors, exit } = await asked();
    expect([errors, exit]).toEqual([[], 0]);
    expect(lines[0]).toBe(
      'acme/repository-1: Week 2026-W47 (2026-11-16 to 2026-11-22): 28 incidents, 28 with a strong suspect',
    );
    expect(lines[2]).toMatch(/^28 incidents in 2026-W47: 28 strong, /);
    expect(lines).toContain('Incidents');
    expect(lines.filter((line) => /^2026-11-\d\d \d\d:\d\d/.test(line))).toHaveLength(28);
    expect(lines).toContain('What your telemetry could have told');
    expect(lines).toContain('- DiskFull, 1 alert');
    expect(lines.join('\n')).toContain('refused: Later commits changed src/cart.js');
    expect(lines.join('\n')).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  test('the same as a document', async () => {
    const found = await document({});
    expect(found).toMatchObject({
      week: '2026-W47',
      from: '2026-11-16T00:00:00Z',
      to: '2026-11-23T00:00:00Z',
      isOver: true,
      repositories: [
        {
          repository: 'acme/repository-1',
          counts: { total: 28, strong: 28 },
          before: { total: 21 },
          answers: { answered: 0, right: 0 },
          unmapped: { count: 1 },
          reverts: [{ issue: 41, state: 'refused', reason: 'Later commits changed src/cart.js' }],
        },
      ],
    });
  });

  test('the week that runs is told up to now', async () => {
    expect(await document({ week: '2026-W48' })).toMatchObject({ isOver: false });
    expect((await asked({ week: '2026-W48' })).out[0]).toContain('This week is not over: as of 2026-11-25 14:00 UTC.');
  });

  test('a repository without an incident is told where it is named, in whatever letters', async () => {
    expect((await document({ repository: 'ACME/Repository-7' })).repositories).toMatchObject([
      { repository: 'acme/repository-7', title: expect.stringContaining('no incident'), deploys: expect.any(Array) },
    ]);
  });

  test('where no repository had an incident, that is said', async () => {
    const { out, exit } = await asked({ week: '2026-W01' });
    expect(out).toEqual([expect.stringContaining('No repository had an incident in 2026-W01')]);
    expect(exit).toBe(0);
    expect(await document({ week: '2026-W01' })).toMatchObject({ repositories: [] });
  });

  test('a repository that asks for summaries is told also without one', async () => {
    const outcome = { kind: 'valid', configuration: { level: 'report', summary: 'weekly', services: [] } };
    await store.storage.transaction((tx) => tx.cursors.set(INSTALLATION, 'configuration:3', JSON.stringify(outcome)));
    const { repositories } = await document({});
    expect(repositories.map(({ repository }) => repository)).toEqual(['acme/repository-1', 'acme/repository-3']);
    expect((await asked()).out).toHaveLength(2);
  });
});

describe('what cannot be answered is told with what to do', () => {
  test.each([
    ['2026-W54', '--week "2026-W54" names no week. Give an ISO week such as 2026-W47, which is the last that ended.'],
    ['last', '--week "last" names no week.'],
    ['2026-W49', '--week "2026-W49" has not begun: it does at 2026-11-30 00:00 UTC.'],
  ])('%s', async (week, said) => {
    await expect(asked({ week })).rejects.toThrow(said);
  });

  test('a repository that is not known', async () => {
    const { out, errors, exit } = await asked({ repository: 'acme/shop' });
    expect([out, exit]).toEqual([[], 1]);
    expect(errors[0]).toMatch(
      /^The App is not installed on acme\/shop\. It is on: acme\/repository-1, .* and 2 more\.$/,
    );
    expect((await asked({ repository: 'acme/shop' }, [1])).errors).toEqual([
      'No repository is known yet. Is the App installed, and do its webhooks arrive?',
    ]);
  });
});

test('the command line passes its options on', async () => {
  const { ask, told } = askForTests({ storage: store.storage, clock: store.clock, installations: [INSTALLATION] });
  const program = new Command();
  registerSummary(program, async () => ask);
  const words = ['summary', '--week', '2026-W46', '--repository', 'acme/repository-2', '--json'];
  await program.parseAsync(words, { from: 'user' });
  expect(JSON.parse(told.out[0] ?? '')).toMatchObject({
    week: '2026-W46',
    repositories: [{ repository: 'acme/repository-2' }],
  });
});
