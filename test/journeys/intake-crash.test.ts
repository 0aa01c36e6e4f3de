import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { systemClock } from '../../src/platform/clock.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { freshDatabase } from '../support/database/database.ts';
import { githubHeaders } from '../support/intake/intake-server.ts';

const KILLS = 4;
const SENDERS = 8;
const ACKNOWLEDGED_BEFORE_A_KILL = 40;

async function startChild(databaseUrl: string): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(new URL('../support/intake/intake-child.ts', import.meta.url), [databaseUrl], { execArgv: [] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { child, url: `http://127.0.0.1:${port}/webhooks/github` };
}

test('whatever was acknowledged before the process was killed is in the inbox, once, and nothing else is', async () => {
  const database = await freshDatabase();
  const acknowledged = new Set<string>();
  const sent = new Set<string>();

  for (let kill = 0; kill < KILLS; kill += 1) {
    const { child, url } = await startChild(database.url);
    const enough = acknowledged.size + ACKNOWLEDGED_BEFORE_A_KILL;
    const ended = once(child, 'exit');
    const sender = async () => {
      while (child.exitCode === null && child.signalCode === null) {
        const body = `{"n":${sent.size}}`;
        const headers = githubHeaders(body);
        const guid = headers['x-github-delivery'] ?? '';
        sent.add(guid);
        const status = await fetch(url, { method: 'POST', headers, body }).then(
          (answer) => answer.status,
          () => undefined,
        );
        if (status === 202) acknowledged.add(guid);
        if (acknowledged.size >= enough) child.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, sender));
    await ended;
  }

  const { storage, close } = await openStorage({ databaseUrl: database.url, dataFolder: '', clock: systemClock });
  const stored = await storage.transaction((tx) => tx.inbox.list({ limit: 10_000 }));
  await close();
  await database.drop();
  const keys = stored.map(({ dedupeKey }) => dedupeKey);
  expect(acknowledged.size).toBeGreaterThanOrEqual(KILLS * ACKNOWLEDGED_BEFORE_A_KILL);
  expect([...acknowledged].filter((guid) => !keys.includes(guid))).toEqual([]);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter((guid) => !sent.has(guid))).toEqual([]);
}, 60_000);
