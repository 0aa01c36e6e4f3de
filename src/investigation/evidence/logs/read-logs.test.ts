import { describe, expect, test } from '@jest/globals';
import { loggedShop, ONSET, QUIET, row } from '../../../../test/support/cases/logged-shop.ts';
import type { Case, LogRow } from '../../case.ts';
import { plainText } from '../../sentence.ts';
import { MINUTE_MS } from '../../time.ts';
import { OUTSIDE_CAUSES } from './outside-causes.ts';
import { outsideHosts } from './outside-hosts.ts';
import { readLogs } from './read-logs.ts';

function noChange(logs: readonly LogRow[]): Record<string, number> {
  const { noChange: clues } = readLogs(loggedShop([QUIET, ...logs]), ONSET);
  return Object.fromEntries(clues.map(({ clue, weight }) => [clue, weight]));
}

function weights(logs: readonly LogRow[], more: Partial<Case> = {}): Record<string, number> {
  const { services } = readLogs(loggedShop([QUIET, ...logs], more), ONSET);
  return Object.fromEntries([...services].map(([service, { weight }]) => [service, weight]));
}

test('signatures: counts before and after, the rate ratio, what is new, errors first', () => {
  const { signatures } = readLogs(
    loggedShop([
      row(-60, 'order 1 failed', { count: 6 }),
      row(1, 'order 2 failed', { count: 59 }),
      row(3, 'order 3 failed', { count: 40, level: 'FATAL' }),
      row(2, 'slow', { level: 'warning' }),
      row(4, 'fine', { level: 'INFO' }),
      row(5, 'brand new 17', { service: 'web' }),
      { at: ONSET - MINUTE_MS, service: 'web', message: 'no level' },
    ]),
    ONSET,
  );
  expect(
    signatures.map(({ service, template, level, before, after, isNew }) => [
      service,
      template,
      level,
      before,
      after,
      isNew,
    ]),
  ).toEqual([
    ['shop', 'order <*> failed', 'error', 6, 99, false],
    ['web', 'brand new <*>', 'error', 0, 10, true],
    ['shop', 'slow', 'warn', 0, 10, true],
    ['shop', 'fine', 'other', 0, 10, true],
    ['web', 'no level', 'other', 1, 0, false],
  ]);
  expect(signatures[0]?.rateRatio).toBeCloseTo(99.5 / 10 / (6.5 / 60), 9);
  expect(signatures[0]?.firstAfter).toBe(ONSET + MINUTE_MS);
  expect(signatures[4]).not.toHaveProperty('firstAfter');
  expect(signatures[0]).not.toHaveProperty('rows');
});

test('no logs say nothing', () => {
  const { logs: _, ...without } = loggedShop([]);
  expect(readLogs(without, ONSET)).toEqual({
    services: new Map(),
    noChange: [],
    unreadable: false,
    beside: null,
    signatures: [],
  });
});

describe('which service the logs point at', () => {
  test('a new error counts more than a new warning, and an old one nothing', () => {
    const old = [-50, -40, -30, -20, -10, 1].map((minute) => row(minute, 'always', { service: 'noisy' }));
    const found = weights([...old, row(1, 'boom'), row(1, 'hm', { service: 'web', level: 'WARN' })]);
    expect(found.shop).toBeGreaterThan(found.web ?? 0);
    expect(found.web).toBeGreaterThan(0);
    expect(found).not.toHaveProperty('noisy');
  });

  test('who only reports that another failed points at that one', () => {
    const topology = [{ from: 'web', to: 'tax' }];
    const found = weights([row(1, 'tax answered 502', { service: 'web' }), row(1, 'boom', { service: 'shop' })], {
      topology,
    });
    expect(found.tax).toBeGreaterThan(0);
    expect(found.web).toBeLessThan(found.shop ?? 0);
    expect(weights([row(1, 'taxes answered 502', { service: 'web' })], { topology })).not.toHaveProperty('tax');
    const { services } = readLogs(
      loggedShop([QUIET, row(1, 'tax answered 502', { service: 'web' })], { topology }),
      ONSET,
    );
    expect(plainText(services.get('tax')?.says ?? [])).toBe('the logs of web point at it');
  });

  test('a server whose clients hang up points at its callers', () => {
    const topology = [
      { from: 'web', to: 'store' },
      { from: 'store', to: 'disk' },
      { from: 'store', to: 'store' },
    ];
    const found = weights([row(1, 'client cancelled request after 3 ms', { service: 'store' })], { topology });
    expect(found.web).toBeGreaterThan(0);
    expect(found.store).toBeLessThan(0.5);
    expect(found).not.toHaveProperty('disk');
  });

  test('the first to fail by a minute gets more; a second sooner is chance', () => {
    const both = (minutes: number) => weights([row(1, 'boom'), row(1 + minutes, 'bang', { service: 'web' })]);
    const clear = both(2);
    const close = both(0.5);
    expect((clear.shop ?? 0) - (clear.web ?? 0)).toBeCloseTo(0.3, 9);
    expect((close.shop ?? 0) - (close.web ?? 0)).toBeCloseTo(0, 9);
    const { services } = readLogs(loggedShop([QUIET, row(1, 'boom'), row(3, 'bang', { service: 'web' })]), ONSET);
    expect(plainText(services.get('shop')?.says ?? [])).toBe(
      'its logs hold new lines: boom; it was the first to log trouble',
    );
  });
});

describe('causes that are no change of ours', () => {
  test.each([
    ['certificate-expiry', 'x509: certificate has expired or is not yet valid'],
    ['expired-secret', 'The provided client secret keys for app are expired'],
    ['quota', '402 QUOTA_EXCEEDED: monthly page volume reached'],
    ['name-resolution', 'lookup api.example on 10.0.0.2: server misbehaving'],
    ['disk-full', 'could not write: No space left on device'],
    ['hardware', 'java.io.IOException: Input/output error'],
    ['used-up-range', 'nextval: reached maximum value of sequence "scans_id_seq" (2147483647)'],
    ['burst-credits', 'volume vol-1: BurstBalance 0 %'],
    ['failover', "READONLY You can't write against a read only replica."],
    ['clock-change', '2025-03-30 02:30:00 is an invalid local time.'],
    ['region', 'availability zone eu-1a is impaired'],
    ['bots', 'login refused: bad credentials (agent python-requests/2.1)'],
  ])('%s', (clue, message) => {
    expect(noChange([row(1, message), row(2, message)])[clue]).toBeGreaterThan(0.5);
    expect(Object.keys(noChange([row(1, 'voucher not found'), row(2, 'price is negative')]))).toEqual([]);
  });

  test('every pattern has a case above', () => {
    expect(OUTSIDE_CAUSES.map(({ clue }) => clue)).toEqual([
      'certificate-expiry',
      'expired-secret',
      'quota',
      'name-resolution',
      'disk-full',
      'hardware',
      'used-up-range',
      'burst-credits',
      'failover',
      'clock-change',
      'region',
      'bots',
    ]);
  });

  test('words that tempt but do not say it are no evidence', () => {
    const tempting = [
      'PriceNotFound: no price for offer in region MX',
      'token expired, user must sign in',
      'bucket empty (300 per 1m0s), retry after 58s',
      'certificate of claim 12 printed',
      'quota of seats raised to 40 percent',
    ];
    for (const message of tempting) expect(noChange([row(1, message), row(2, message)])).toEqual({});
  });

  test('what was there before in the same measure is no evidence, and a small part of the trouble is little', () => {
    const message = 'No space left on device';
    const steady = [-50, -40, -30, -20, -10].map((minute) => row(minute, message));
    expect(noChange([...steady, row(1, message)])).toEqual({});
    const loud = Array.from({ length: 9 }, (_, kind) =>
      row(1, `trouble ${'abcdefghi'.charAt(kind)}`, { count: 5_000 }),
    );
    const part = noChange([...loud, row(1, message)])['disk-full'] ?? 0;
    expect(part).toBeGreaterThan(0);
    expect(part).toBeLessThan(0.4);
  });

  test('a host outside, not one of ours', () => {
    const failing = (host: string) =>
      noChange([1, 2].map((minute) => row(minute, `GET https://${host}/v1 failed`, { service: 'billing' })));
    expect(failing('api.pay.example')['outside-host']).toBeCloseTo(0.6, 9);
    expect(failing('tax.prod.svc.cluster.local')).toEqual({});
    expect(failing('ledger')).toEqual({});
    const two = noChange([
      row(1, 'https://a.one.example down'),
      row(1, 'https://b.two.example down', { count: 9_000, service: 'billing' }),
    ]);
    expect(two['outside-host']).toBeGreaterThan(0.5);
  });

  test.each([
    ['https://api.pay.example:443/x', ['api.pay.example']],
    ["host='ebics.clearing.example', port=443", ['ebics.clearing.example']],
    ['lookup api.dpd.example. on 10.0.0.2', ['api.dpd.example']],
    ['http://10.0.0.2/ and http://localhost:80', []],
    ['postgres.internal is down', []],
  ])('hosts in %j', (message, hosts) => {
    expect(outsideHosts(message)).toEqual(hosts);
  });

  test('all new lines name one node, or one tenant; several do not', () => {
    const lines = (...nodes: string[]) => nodes.map((node, index) => row(1 + index, `query took long (node ${node})`));
    expect(noChange(lines('ip-10-4', 'ip-10-4', 'ip-10-4'))['one-node']).toBeCloseTo(1, 9);
    expect(noChange(lines('ip-10-4', 'ip-10-5', 'ip-10-6'))).toEqual({});
    expect(noChange(lines('ip-10-4', 'ip-10-4'))).toEqual({});
    expect(noChange(lines('is', 'is', 'is'))).toEqual({});
    const tenant = [1, 2, 3].map((minute) => row(minute, 'cannot read (tenant mesa-ridge, class 4)'));
    expect(noChange(tenant)['one-record']).toBeCloseTo(0.9, 9);
    const early = lines('ip-10-4', 'ip-10-4', 'ip-10-4').map((line) => ({ ...line, count: 900 }));
    expect(noChange([row(-30, 'query took long (node ip-9-9)'), ...early])['one-node']).toBeGreaterThan(0.5);
  });

  test('a batch job that began to report', () => {
    const started = [1, 2, 3].map((minute) =>
      row(minute, `settlement export: site ${minute} written`, { level: 'INFO', service: 'jobs' }),
    );
    expect(noChange(started)).toEqual({ 'batch-job': 0.6 });
    // The service of `caseOf` has just been deployed: then the job may run because of that.
    expect(noChange(started.map((line) => ({ ...line, service: 'shop' })))).toEqual({ 'batch-job': 0.3 });
    const always = [-50, -40, -30, -20, -10].map((minute) =>
      row(minute, `settlement export: site ${minute} written`, { level: 'INFO', service: 'jobs' }),
    );
    expect(noChange([...always, ...started.slice(0, 1)])).toEqual({});
  });

  test('new lines of one host, unless its service is being rolled out', () => {
    const lines = [
      QUIET,
      row(-9, 'moved from gs-1 to gs-2', { level: 'INFO' }),
      row(1, 'moved from gs-1 to gs-2', { level: 'INFO' }),
      ...[1, 2, 3].map((minute) => row(minute, 'late on gs-3')),
    ];
    expect(noChange(lines)).toEqual({ 'one-node': 0.7 });
    const running = { id: 'd2', service: 'shop', startedAt: ONSET - MINUTE_MS, outcome: 'in_progress' } as const;
    const { noChange: clues } = readLogs(loggedShop(lines, { deploys: [running] }), ONSET);
    expect(clues).toEqual([]);
  });

  test('the strongest stands first', () => {
    const { noChange: clues } = readLogs(
      loggedShop([
        QUIET,
        row(1, 'GET https://api.pay.example/v1 failed: x509: certificate has expired', { count: 50 }),
      ]),
      ONSET,
    );
    expect(clues.map(({ clue }) => clue)).toEqual(['certificate-expiry', 'outside-host']);
  });
});
