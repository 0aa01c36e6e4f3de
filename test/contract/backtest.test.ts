import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { backtest } from '../../src/cli/backtest.ts';
import { writeCase } from '../../src/investigation/case-document.ts';
import type { Feedback } from '../../src/investigation/commands/feedback.ts';
import { investigate } from '../../src/investigation/investigate.ts';
import { MINUTE_MS } from '../../src/investigation/time.ts';
import { goldenIncidents } from '../support/cases/golden-incidents.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';
import { askForTests } from '../support/terminal/ask-for-tests.ts';

const INSTALLATION = 7;
const folder = mkdtempSync(join(tmpdir(), 'backtest-'));
let store: StorageForTests;

beforeAll(async () => {
  store = await storageForTests();
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function asked(options: Parameters<typeof backtest>[1] = {}): Promise<string[]> {
  const { ask, told } = askForTests({ ...store, installations: [INSTALLATION] });
  await backtest(ask, options);
  return told.out;
}

/** Keeps one golden incident as it was decided, and what was said of it a quarter of an hour later. */
async function keep(id: string, label: Feedback['label'], deploy: string, commit: string | null): Promise<void> {
  const theCase = goldenIncidents().find((incident) => incident.id === id);
  if (theCase === undefined) throw new Error(`no golden incident ${id}`);
  const { service, startedAt } = theCase.alert;
  const told = {
    incidentId: id,
    deploy,
    commit,
    label,
    at: theCase.askedAt + 15 * MINUTE_MS,
    source: 'command' as const,
  };
  const once = { incidentId: id, at: theCase.askedAt, case: writeCase(theCase), verdict: investigate(theCase) };
  // A later round that knew of nothing any more: what was known before the label counts.
  const later = { ...once, at: told.at + MINUTE_MS, case: writeCase({ ...theCase, deploys: [] }) };
  await store.storage.transaction(async (tx) => {
    await tx.incidents.save({
      installationId: INSTALLATION,
      id,
      service,
      environment: 'production',
      state: 'open',
      openedAt: startedAt,
      lastSignalAt: startedAt,
      alertIds: [],
    } as never);
    await tx.investigations.add(INSTALLATION, once);
    await tx.investigations.add(INSTALLATION, later);
    await tx.feedback.save(INSTALLATION, told);
  });
}

describe('backtest on the installation’s own incidents', () => {
  test('without a label it says how one is given', async () => {
    expect(await asked()).toEqual([expect.stringContaining('/whatchanged it-was')]);
    expect(JSON.parse((await asked({ json: true }))[0] ?? '')).toMatchObject({ incidents: 0, score: null });
  });

  test('what was it is scored by commit and deploy, what was not is counted', async () => {
    await keep('step', 'it-was', 'd2', 'd1e2c1a0'.padEnd(40, '0'));
    await keep('canary', 'it-was', 'd2', null);
    await keep('dependency-deploy', 'it-was', 'd2', null);
    await keep('two-deploys', 'not-it', 'd1', null);
    await keep('flag-flip', 'not-it', 'd1', '4ead3e00'.padEnd(40, '0'));

    const lines = await asked();
    expect(lines[0]).toBe('own history: 3 cases');
    expect(lines[1]).toContain('culprit named first (HR@1)   2/3');
    expect(lines.at(-1)).toMatch(
      /^2 changes were said not to be it: 1 of them are named first, they get \d\d % on average$/,
    );

    const figures = JSON.parse((await asked({ json: true }))[0] ?? '');
    expect(figures).toMatchObject({ incidents: 5, score: { cases: 3 }, cleared: { count: 2, named: 1 } });
  });

  test('the page holds the same', async () => {
    const html = join(folder, 'own.html');
    await asked({ html });
    expect(readFileSync(html, 'utf8')).toContain('<h2>own history</h2>');
  });

  test('a page that cannot be written is told with its file', async () => {
    await expect(asked({ html: join(folder, 'nowhere', 'own.html') })).rejects.toMatchObject({
      code: 'configuration-invalid',
      message: expect.stringMatching(/^The page .*nowhere\/own\.html cannot be written: ENOENT.* Give --html /),
    });
  });
});
