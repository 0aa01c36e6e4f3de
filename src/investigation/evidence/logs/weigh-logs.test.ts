import { describe, expect, test } from '@jest/globals';
import type { Case, LogRow } from '../../case.ts';
import { plainText } from '../../sentence.ts';
import { MINUTE_MS } from '../../time.ts';
import { freshSignatures } from './fresh-signatures.ts';
import { growth, logSignatures, type SignatureRows } from './log-signatures.ts';
import { onePlaceClues } from './one-place.ts';
import { readLogs } from './read-logs.ts';
import { serviceLogs } from './service-logs.ts';

const SINCE = 100 * MINUTE_MS;
const UNTIL = SINCE + 10 * MINUTE_MS;

function row(minutes: number, message: string, more: Partial<LogRow> = {}): LogRow {
  return { at: SINCE + minutes * MINUTE_MS, service: 'shop', level: 'error', message, ...more };
}

describe('kinds of messages', () => {
  test('a line at the reference time itself is after it', () => {
    const [kind] = logSignatures([row(0, 'boom'), row(-1, 'boom')], SINCE, UNTIL);
    expect(kind).toMatchObject({ before: 1, after: 1, firstAfter: SINCE });
  });

  test('new is what hardly ever came before, measured by the minute', () => {
    const isNew = (before: number, after: number) =>
      logSignatures(
        [row(-100, 'tick', { level: 'info' }), row(-1, 'boom', { count: before }), row(1, 'boom', { count: after })],
        SINCE,
        UNTIL,
      ).find(({ template }) => template === 'boom')?.isNew;
    expect(isNew(1, 10)).toBe(true);
    expect(isNew(1, 9)).toBe(false);
    expect(isNew(0, 0)).toBe(false);
  });

  test.each([
    ['ERROR', 'error'],
    ['err', 'error'],
    ['Fatal', 'error'],
    ['crit', 'error'],
    ['alert', 'error'],
    ['emerg', 'error'],
    ['panic', 'error'],
    ['severe', 'error'],
    ['warning', 'warn'],
    ['no error', 'other'],
    ['prewarn', 'other'],
    ['', 'other'],
  ])('level %j is %s', (level, told) => {
    expect(logSignatures([row(1, 'boom', { level })], SINCE, UNTIL)[0]?.level).toBe(told);
  });

  test('the worst level of its lines, whatever their order, and none where none is given', () => {
    const level = (...levels: (string | undefined)[]) =>
      logSignatures(
        levels.map((one) => ({
          at: SINCE,
          service: 'shop',
          message: 'boom',
          ...(one === undefined ? {} : { level: one }),
        })),
        SINCE,
        UNTIL,
      )[0]?.level;
    expect(level('info', 'warn', 'error')).toBe('error');
    expect(level('warn', 'info')).toBe('warn');
    expect(level(undefined)).toBe('other');
  });

  test('errors first, then what grew most by the minute, then by name', () => {
    const kinds = logSignatures(
      [
        row(1, 'calm', { level: 'info', count: 900 }),
        row(1, 'hm', { level: 'warn', count: 900 }),
        row(1, 'few'),
        row(1, 'many', { count: 50 }),
        row(-50, 'falling', { count: 5_000 }),
        row(1, 'falling', { count: 60 }),
        row(1, 'few', { service: 'auth' }),
        row(1, 'also'),
        row(-100, 'was always', { count: 2 }),
      ],
      SINCE,
      UNTIL,
    );
    expect(kinds.map(({ service, template }) => `${service}: ${template}`)).toEqual([
      'shop: many',
      'auth: few',
      'shop: also',
      'shop: few',
      'shop: was always',
      'shop: falling',
      'shop: hm',
      'shop: calm',
    ]);
  });

  test('growth: none for as much as before, all for twenty times as much, less one standard error', () => {
    const of = (rateRatio: number, before: number, after: number) =>
      growth({ rateRatio, before, after } as SignatureRows);
    expect(of(1, 10, 10)).toBe(0);
    expect(of(0.1, 10, 10)).toBe(0);
    expect(of(1e9, 0, 10)).toBe(1);
    const error = Math.sqrt(1 / 8.5 + 1 / 2.5);
    expect(of(9, 2, 8)).toBeCloseTo((Math.log(9) - error) / Math.log(20), 12);
    expect(of(9, 2, 8)).toBeGreaterThan(0);
    expect(of(9, 2, 8)).toBeLessThan(1);
  });
});

describe('trouble that began or grew', () => {
  function kind(after: number, more: Partial<SignatureRows> = {}): SignatureRows {
    return {
      service: 'shop',
      template: 'boom',
      level: 'error',
      before: 0,
      after,
      rateRatio: 1e6,
      isNew: true,
      rows: [],
      ...more,
    };
  }

  test('of one line, of no trouble and of no growth nothing is told', () => {
    expect(freshSignatures([kind(1), kind(9, { level: 'other' }), kind(9, { rateRatio: 1 })])).toEqual([]);
    expect(freshSignatures([kind(2)])).toHaveLength(1);
  });

  test('shares add up to one; a warning is half an error, and lines count by their logarithm', () => {
    const shares = (...kinds: SignatureRows[]) => freshSignatures(kinds).map(({ share }) => share);
    expect(shares(kind(9), kind(9, { level: 'warn' }))).toEqual([expect.closeTo(2 / 3, 9), expect.closeTo(1 / 3, 9)]);
    expect(shares(kind(9), kind(99))).toEqual([expect.closeTo(1 / 3, 9), expect.closeTo(2 / 3, 9)]);
    const half = kind(9, { before: 9, rateRatio: Math.exp(Math.sqrt(2 / 9.5) + Math.log(20) / 2) });
    expect(shares(kind(9), half)).toEqual([expect.closeTo(2 / 3, 9), expect.closeTo(1 / 3, 9)]);
  });
});

describe('lines of one place', () => {
  const told = (messages: readonly string[], more: Partial<SignatureRows> = {}, share = 1) =>
    onePlaceClues([
      {
        growth: 1,
        share,
        signature: {
          service: 'shop',
          template: 'slow',
          level: 'error',
          before: 0,
          after: 9,
          rateRatio: 9,
          isNew: true,
          firstAfter: SINCE,
          rows: messages.map((message) => row(1, message)),
          ...more,
        },
      },
    ]).map(({ clue, weight, says }) => [clue, weight, plainText(says)]);

  test.each([
    ['node ip-1', 'ip-1'],
    ['broker 3', '3'],
    ['shard=s-4', 's-4'],
    ['disk:sd1', 'sd1'],
    ['rack r-2', 'r-2'],
    ['node id=n-7', 'n-7'],
    ['node "n-8"', 'n-8'],
    ["node 'n-9'", 'n-9'],
  ])('%s', (message, place) => {
    expect(told([message, message, message])).toEqual([
      ['one-node', 1, `nearly all new lines that name a node name the same one: ${place}`],
    ]);
  });

  test.each([
    ['tenant a-1', 'a-1'],
    ['file f.7', 'f.7'],
    ['record=4', '4'],
    ['document 5', '5'],
    ['customer_id:"6"', '6'],
    ["account_id='7@x'", '7@x'],
  ])('%s', (message, place) => {
    expect(told([message, message, message])).toEqual([
      ['one-record', 0.9, `nearly all new lines that name a tenant or record name the same one: ${place}`],
    ]);
  });

  test('a small part of the trouble is little evidence; words that are no names are none', () => {
    const same = ['node n-1', 'node n-1', 'node n-1'];
    expect(told(same, {}, 0.25)).toEqual([['one-node', 0.5, expect.any(String)]]);
    expect(told([...same, ...['a', 'b', 'c'].map((name) => `node ${name}`)])).toHaveLength(1);
    expect(told(['node is', 'node is', 'node is'])).toEqual([]);
    expect(told([`${'x'.repeat(2_000)} node n-1`, ...same.slice(1)])).toEqual([]);
  });

  test('only lines since the trouble began count, by how many lines a row stands for', () => {
    const rows = [row(-5, 'node n-9', { count: 90 }), ...[1, 2, 3].map((minute) => row(minute, 'node n-1'))];
    expect(told([], { rows })).toHaveLength(1);
    const { firstAfter: _, ...never } = { firstAfter: 0, rows };
    expect(told([], never)).toHaveLength(1);
    const mixed = (count: number) => [row(1, 'node n-2'), row(1, 'node n-2'), row(1, 'node n-1', { count })];
    expect(told([], { rows: mixed(38) })).toHaveLength(1);
    expect(told([], { rows: mixed(37) })).toEqual([]);
    expect(told([], { rows: mixed(38).reverse() })).toHaveLength(1);
  });

  test('a kind of line that names no place takes no part in how much of the trouble it is', () => {
    const part = (message: string, share: number) => ({
      growth: 1,
      share,
      signature: {
        service: 'shop',
        template: message,
        level: 'error' as const,
        before: 0,
        after: 9,
        rateRatio: 9,
        isNew: true,
        firstAfter: SINCE,
        rows: [1, 2, 3].map((minute) => row(minute, message)),
      },
    });
    const [clue] = onePlaceClues([part('node n-1', 0.2), part('failed', 0.8)]);
    expect(clue?.weight).toBeCloseTo(0.4, 9);
  });
});

describe('services', () => {
  const topology = [
    { from: 'web', to: 'store' },
    { from: 'store', to: 'tax' },
  ];
  function theCase(more: Partial<Case> = {}): Case {
    return {
      id: 'c',
      askedAt: UNTIL,
      alert: { service: 'alerting', startedAt: SINCE },
      deploys: [{ id: 'd', service: 'deployed', startedAt: SINCE - MINUTE_MS }],
      topology,
      ...more,
    };
  }
  function kind(service: string, message: string, more: Partial<SignatureRows> = {}, growing = 1) {
    const signature: SignatureRows = {
      service,
      template: message,
      level: 'error',
      before: 0,
      after: 9,
      rateRatio: 99,
      isNew: true,
      rows: [row(1, message, { service })],
      ...more,
    };
    return { signature, growth: growing, share: 1 };
  }
  const told = (kinds: ReturnType<typeof kind>[], more: Partial<Case> = {}) =>
    Object.fromEntries(
      [...serviceLogs(theCase(more), kinds)].map(([name, { weight, says }]) => [
        name,
        `${weight.toFixed(2)} ${plainText(says)}`,
      ]),
    );

  test('a new error counts more than a warning, and a half-grown one half', () => {
    expect(told([kind('store', 'boom'), kind('tax', 'hm', { level: 'warn' }), kind('web', 'bang', {}, 0.5)])).toEqual({
      store: '0.90 its logs hold new lines: boom',
      tax: '0.50 its logs hold new lines: hm',
      web: '0.45 its logs hold new lines: bang',
    });
  });

  test('of several kinds of lines the weightiest counts, whatever their order', () => {
    const kinds = [kind('store', 'small', {}, 0.4), kind('store', 'great'), kind('store', 'middle', {}, 0.6)];
    expect(told(kinds)).toEqual({ store: '0.90 its logs hold new lines: great' });
    expect(told([...kinds].reverse())).toEqual({ store: '0.90 its logs hold new lines: great' });
    expect(told([kind('store', 'first'), kind('store', 'second')])).toEqual({
      store: '0.90 its logs hold new lines: first',
    });
  });

  test.each([
    'alerting answered 500',
    'deployed unavailable',
    'tax upstream',
    'web gave 502',
    'tax timeout',
    'tax timed out',
    'tax time out',
    'web refused',
    'web reset',
    'web failed',
    'web deadline',
    'web unreachable',
    'web io',
    'web i/o error',
    'web did not load',
  ])('"%s" points at the first word, and takes weight from who says so', (message) => {
    const [name = ''] = message.split(' ');
    expect(told([kind('store', message)])).toEqual({
      store: `0.40 its logs hold new lines: ${message}`,
      [name]: '0.40 the logs of store point at it',
    });
  });

  test.each([
    'tax is fine',
    'tax gave 501',
    'tax1 failed',
    'taxi failed',
    'the-tax failed',
    '_tax failed',
    'store failed',
    'nobody failed',
    `${'x'.repeat(2_000)} tax failed`,
  ])('"%s" points at nobody', (message) => {
    expect(Object.keys(told([kind('store', message)]))).toEqual(['store']);
  });

  test('the longest name that fits is meant, and names of two letters are not looked for', () => {
    const more = { topology: [...topology, { from: 'io', to: 'store-cache' }, { from: 'web', to: 'web-edge' }] };
    expect(Object.keys(told([kind('tax', 'store-cache failed, store failed')], more))).toEqual(['tax', 'store-cache']);
    expect(Object.keys(told([kind('tax', 'web failed at web-edge')], more))).toEqual(['tax', 'web-edge']);
    expect(Object.keys(told([kind('tax', 'io failed')], more))).toEqual(['tax']);
    const logs = [row(1, 'x', { service: 'logged' })];
    expect(Object.keys(told([kind('tax', 'logged failed')], { logs }))).toEqual(['tax', 'logged']);
  });

  test.each([
    'client closed',
    'client cancelled',
    'client disconnected',
    'client went away',
    'cancelled by',
    'cancelled request',
    'closed by client',
    'closed by peer',
    'aborted by client',
  ])('"%s" points at the callers', (message) => {
    expect(told([kind('store', message)])).toEqual({
      store: `0.40 its logs hold new lines: ${message}`,
      web: '0.40 the logs of store point at it',
    });
    const { topology: _, ...alone } = theCase();
    expect([...serviceLogs(alone, [kind('store', message)]).keys()]).toEqual(['store']);
  });

  test.each([
    'io.grpc.StatusRuntimeException: RESOURCE_EXHAUSTED',
    'rpc error: code = Internal desc = boom',
    'Grpc.Core.RpcException: x',
    'grpc._channel._InactiveRpcError',
    'Request ended with status code 502',
    'HTTP 500',
    'replied with status 503',
  ])('"%s" points at what was asked and deployed', (message) => {
    const asks = { topology: [...topology, { from: 'web', to: 'deployed' }, { from: 'web', to: 'undeployed' }] };
    expect(told([kind('web', message)], asks)).toEqual({
      web: `0.40 its logs hold new lines: ${message}`,
      deployed: '0.40 the logs of web point at it',
    });
  });

  test.each(['HTTP 404', 'status code 5000', 'x'.repeat(2_000).concat(' HTTP 500')])(
    '"%s" points at nobody who was asked',
    (message) => {
      const asks = { topology: [{ from: 'web', to: 'deployed' }] };
      expect(Object.keys(told([kind('web', message)], asks))).toEqual(['web']);
    },
  );

  test('a cache that one service alone uses logs for that service', () => {
    const more = { topology: [...topology, { from: 'web', to: 'web-cache' }] };
    expect(told([kind('web-cache', 'evicted')], more)).toEqual({
      web: '0.90 the logs of web-cache, which it alone uses, hold new lines: evicted',
    });
  });

  test('the first to fail by a minute is named so, whatever the order; a faint growth is no failure', () => {
    const at = (minutes: number) => ({ firstAfter: SINCE + minutes * MINUTE_MS });
    const first = '1.20 its logs hold new lines: boom; it was the first to log trouble';
    const pair = [kind('tax', 'bang', at(3)), kind('store', 'boom', at(2))];
    expect(told(pair)).toMatchObject({ store: first, tax: '0.90 its logs hold new lines: bang' });
    expect(told([...pair].reverse())).toMatchObject({ store: first });
    expect(told([kind('tax', 'bang', at(2.9)), kind('store', 'boom', at(2))]).store).toMatch(/^0\.90 /);
    expect(told([kind('store', 'boom', at(2))]).store).toMatch(/^0\.90 /);
    expect(told([...pair, kind('web', 'early', at(0), 0.4)])).toMatchObject({ store: first });
    expect(told([...pair, kind('web', 'even', at(0), 0.5)]).web).toMatch(/^0\.75 /);
    expect(told([...pair, kind('web', 'never')])).toMatchObject({ store: first });
    expect(told([...pair, kind('tax', 'again', at(5)), kind('store', 'also', at(6))])).toMatchObject({ store: first });
  });
});

test('a job of a service counts as just deployed within the hour before, at the reference time itself and not after', () => {
  const batch = [1, 2, 3].map((minute) => row(minute, 'nightly export', { level: 'info', count: 9 }));
  const weight = (startedAt: number) =>
    readLogs(
      {
        id: 'c',
        askedAt: UNTIL,
        alert: { service: 'shop', startedAt: SINCE },
        deploys: [{ id: 'd', service: 'shop', startedAt }],
        logs: [row(-60, 'tick', { level: 'info' }), ...batch],
      },
      SINCE,
    ).noChange[0]?.weight;
  expect(weight(SINCE)).toBe(0.3);
  expect(weight(SINCE - 59 * MINUTE_MS)).toBe(0.3);
  expect(weight(SINCE - 60 * MINUTE_MS)).toBe(0.6);
  expect(weight(SINCE + 1)).toBe(0.6);
});
