import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Ask } from '../../src/cli/ask/open-ask.ts';
import { changed } from '../../src/cli/changed.ts';
import { explain } from '../../src/cli/explain.ts';
import { incidents } from '../../src/cli/incidents.ts';
import { investigateByHand } from '../../src/cli/investigate.ts';
import { live } from '../../src/cli/live.ts';
import { watch } from '../../src/cli/watch.ts';
import { MINUTE_MS } from '../../src/investigation/time.ts';
import { fillBusyMonth, INCIDENTS, INSTALLATION } from '../support/database/busy-month.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';
import { objections } from '../support/terminal/schema-objections.ts';
import { terminalAsk } from '../support/terminal/terminal-ask.ts';
import { waitUntil } from '../support/wait-until.ts';

let store: StorageForTests;
const NOW = Date.UTC(2026, 10, 25, 14, 0);

beforeAll(async () => {
  store = await storageForTests();
  store.clock.set(NOW);
  await fillBusyMonth(store.storage, NOW);
});
afterAll(() => store.close());

const asked = (changes: Partial<Ask> = {}) => terminalAsk(store, changes);

/** The document on the only line of the output, after its published schema has found nothing to object to. */
function document(schema: string, lines: readonly string[]): Record<string, unknown> {
  expect(lines).toHaveLength(1);
  const found = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
  expect(objections(schema, found)).toEqual([]);
  return found;
}

/** What a terminal would act on; a page of ours for a pipe holds none of it. */
const ACTED_ON = /(?!\n)\p{Cc}/u;

describe('live', () => {
  test('tells what is live, what it brought, and what is on its way', async () => {
    const { ask, lines, errors } = asked();
    await live(ask, 'service-0', {});
    expect(errors).toEqual([]);
    expect(lines).toEqual([
      'service-0 in production (acme/repository-1), at 2026-11-25 14:00 UTC',
      '  0000aaa live since 2026-11-25 13:40 UTC (20 min) by octo',
      '    #10248 Change 248 of service 0 red (mira-at-acme)',
      '    0000aaa',
      '  0000aaa rolling out since 2026-11-25 13:58 UTC by octo',
      '    #10249 Change 249 of service 0 red (mira-at-acme)',
      '    0000aaa',
    ]);
  });

  test('at a moment a month ago, as a document', async () => {
    const { ask, lines } = asked();
    await live(ask, 'service-7', { at: '20d', json: true });
    const { environments } = document('live', lines) as {
      environments: { live: { liveAt: string; endedAt: string } }[];
    };
    const at = NOW - 20 * 24 * 60 * MINUTE_MS;
    expect(environments).toHaveLength(1);
    expect(Date.parse(environments[0]?.live.liveAt ?? '')).toBeLessThanOrEqual(at);
    expect(Date.parse(environments[0]?.live.endedAt ?? '')).toBeGreaterThan(at);
  });

  test('before the first deploy on record nothing was live, and it says so', async () => {
    const { ask, lines } = asked();
    await live(ask, 'service-0', { at: '2026-01-01' });
    expect(lines[1]).toBe('  nothing was live as far as the ledger knows');
  });

  test('an environment may be named as people name it', async () => {
    const { ask, errors } = asked();
    await live(ask, 'service-0', { environment: 'prod', json: true });
    expect(errors).toEqual([]);
  });

  test.each([
    ['servcie-0', undefined, 'No deploy of servcie-0 is on record. Services in the ledger: '],
    ['service-0', 'moon', 'service-0 is not deployed to moon as far as the ledger knows; it is to: production.'],
  ])('%s in %s: what is not there is told with what is', async (service, environment, said) => {
    const { ask, lines, errors, code } = asked();
    await live(ask, service, environment === undefined ? {} : { environment });
    expect(lines).toEqual([]);
    expect(errors.join()).toContain(said);
    expect(code()).toBe(1);
  });

  test('a time that cannot be read is told with examples', async () => {
    await expect(live(asked().ask, 'service-0', { at: 'yesterday' })).rejects.toThrow('Give a time such as');
  });
});

describe('changed', () => {
  test('a service since two hours: deploys newest first, and what no deploy carries', async () => {
    const { ask, lines } = asked();
    await changed(ask, 'service-0', { since: '2h' });
    expect(lines[0]).toBe('service-0, the 2 h to 2026-11-25 14:00 UTC');
    expect(lines.filter((line) => line.startsWith('  service-0/production'))).toEqual([
      '  service-0/production 0000aaa rolling out since 2026-11-25 13:58 UTC by octo',
      '  service-0/production 0000aaa live since 2026-11-25 13:40 UTC (20 min) by octo',
    ]);
    expect(lines.at(-1)).toBe('  flag new-tax to 50 % at 2026-11-25 13:30 UTC');
  });

  test('every service over the whole month, as a document of 10,000 deploys', async () => {
    const { ask, lines } = asked();
    await changed(ask, undefined, { since: '31d', json: true });
    const { deploys, service } = document('changed', lines) as { deploys: unknown[]; service: null };
    expect(deploys).toHaveLength(10_000);
    expect(service).toBeNull();
  });

  test('nothing is an answer too', async () => {
    const { ask, lines } = asked();
    await changed(ask, 'service-9', { since: '2026-01-02', until: '2026-01-03' });
    expect(lines[1]).toBe('  nothing went live, and no other change is on record');
  });
});

describe('incidents', () => {
  test('newest first, with the verdict and how to read on', async () => {
    const { ask, lines } = asked();
    await incidents(ask, { limit: 2 });
    expect(lines).toEqual([
      '2026-11-25 13:50 UTC  open for 10 min  [service-0/production] failing requests',
      '    strong #4821 (91 %) · explain inc0000-of-a-month',
      '2026-11-25 07:50 UTC  open for 6 h 10 min  [service-0/production]',
      '    no verdict yet · explain inc0001-of-a-month',
    ]);
  });

  test.each([
    ['open', 2],
    ['resolved', INCIDENTS - 2],
  ] as const)('only those that are %s, as a document', async (state, count) => {
    const { ask, lines } = asked();
    await incidents(ask, { state, limit: 1_000, json: true });
    const found = document('incidents', lines).incidents as { state: string }[];
    expect(found).toHaveLength(count);
    expect(new Set(found.map((one) => one.state))).toEqual(new Set([state]));
  });
});

describe('explain', () => {
  test('the beginning of an id is enough: the report in words', async () => {
    const { ask, lines, errors } = asked();
    await explain(ask, 'inc0000', {});
    expect(errors).toEqual([]);
    expect(lines[0]).toMatch(/^\[service-0\/production\] failing requests .* likely #4821/);
    expect(lines.join('\n')).toContain('the error is raised in src/cart/total.ts:88');
    expect(lines.join('\n')).not.toMatch(ACTED_ON);
  });

  test('as a document that its schema knows, the block of the issue inside', async () => {
    const { ask, lines } = asked();
    await explain(ask, 'inc0000', { json: true });
    const found = document('explained', lines);
    expect(objections('report', found.report)).toEqual([]);
    expect(found.suspects).toMatchObject([{ name: '#4821', probability: 0.91 }, { name: '#4819' }]);
  });

  test.each([
    ['999', 'No incident 999 is on record'],
    ['inc0', `inc0 fits ${INCIDENTS} incidents`],
    ['inc0001', 'has no verdict yet'],
  ])('%s: %s', async (id, said) => {
    const { ask, errors, lines, code } = asked();
    await explain(ask, id, {});
    expect(errors.join()).toContain(said);
    expect(lines).toEqual([]);
    expect(code()).toBe(1);
  });
});

describe('investigate', () => {
  test('by hand: the deploy that went live just before is weighed, nothing is stored', async () => {
    const before = await store.storage.transaction((tx) => tx.incidents.list(INSTALLATION, { limit: 1_000 }));
    const { ask, lines } = asked();
    await investigateByHand(ask, 'service-0', { at: '13:45', json: true });
    const found = document('explained', lines) as {
      suspects: { deploy: string }[];
      notChecked: unknown[];
      title: string;
    };
    expect(found.suspects[0]?.deploy).toBe('deploy:0:248');
    expect(found.notChecked).not.toEqual([]);
    const after = await store.storage.transaction((tx) => tx.incidents.list(INSTALLATION, { limit: 1_000 }));
    expect(after).toEqual(before);
  });

  test('in words, with what was seen', async () => {
    const { ask, lines } = asked();
    await investigateByHand(ask, 'service-0', { at: '13:45', title: 'checkout is slow' });
    expect(lines.join('\n')).toContain('checkout is slow');
    expect(lines.join('\n')).toContain('Not checked');
  });
});

describe('watch', () => {
  test('in a pipe: one line for each thing that happened, and later only what is new', async () => {
    const { ask, lines } = asked();
    const stop = new AbortController();
    const watching = watch(ask, { every: 20 }, stop.signal);
    await waitUntil('the first look', () => lines.length > 0 || undefined);
    const first = lines.length;
    expect(lines.filter((line) => line.includes('service-0/production went live at 0000aaa: #10248'))).toHaveLength(1);
    await store.storage.transaction((tx) =>
      tx.changes.add(INSTALLATION, { id: 'flag-2', kind: 'flag', service: 'service-0', at: NOW, title: 'x' }),
    );
    const key = { repositoryId: 1, service: 'new-service', environment: 'production' };
    await store.storage.transaction((tx) =>
      tx.ledger.saveDeploys(INSTALLATION, key, [
        {
          ...key,
          id: 'new',
          source: 'x',
          sha: 'f'.repeat(40),
          startedAt: NOW - 60_000,
          liveAt: NOW,
          outcome: 'success',
          kind: 'deploy',
        },
      ]),
    );
    await waitUntil('the news', () => lines.length > first || undefined);
    stop.abort();
    await watching;
    expect(lines.slice(first)).toEqual(['2026-11-25 14:00 UTC new-service/production went live at fffffff']);
  });

  test('every line of JSON is an event that the schema knows', async () => {
    const { ask, lines } = asked();
    await watch(ask, { every: 1, once: true, json: true }, new AbortController().signal);
    expect(lines.length).toBeGreaterThan(40);
    const events = lines.map((line) => JSON.parse(line) as { event: string });
    expect(events.flatMap((event) => objections('watch-event', event))).toEqual([]);
    expect(new Set(events.map(({ event }) => event))).toEqual(
      new Set(['deploy-live', 'deploy-started', 'incident-opened', 'incident-resolved']),
    );
  });

  test('on a terminal: one picture with open incidents first', async () => {
    const { ask, lines } = asked({ live: true });
    await watch(ask, { every: 1, once: true }, new AbortController().signal);
    expect(lines[2]).toBe('Open incidents (2)');
    expect(lines.length).toBeLessThan(60);
  });
});
