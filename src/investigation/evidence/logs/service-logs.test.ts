import { describe, expect, test } from '@jest/globals';
import { row, SINCE, UNTIL } from '../../../../test/support/cases/log-rows.ts';
import type { Case } from '../../case.ts';
import { plainText } from '../../sentence.ts';
import { MINUTE_MS } from '../../time.ts';
import type { SignatureRows } from './log-signatures.ts';
import { serviceLogs } from './service-logs.ts';

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
