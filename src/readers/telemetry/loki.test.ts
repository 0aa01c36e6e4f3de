import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { vendorConnection } from '../../../test/support/vendors/vendor-connection.ts';
import type { TelemetryQuery } from './contract.ts';
import { loki } from './loki.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const QUERY: TelemetryQuery = {
  id: 'logs',
  query: '{service_name="checkout"}',
  from: NOW - 3_600_000,
  to: NOW,
  stepSeconds: 60,
  as: { service: 'checkout' },
};
const streams = (...values: (readonly [string, string])[]) => ({
  body: { status: 'success', data: { resultType: 'streams', result: [{ stream: {}, values }] } },
});
const lokiThat = (reply: (count: number) => { status?: number; body: unknown }) =>
  vendorConnection(loki, { url: 'http://loki:3100', tenant: 'shop' }, (_request, count) => reply(count), NOW);

test('the captured lines, oldest first, with service and level from their labels', async () => {
  const captured = JSON.parse(
    readFileSync(new URL('../../../test/fixtures/telemetry/loki/streams.json', import.meta.url), 'utf8'),
  );
  const to = lokiThat(() => captured);
  await expect(loki.read(QUERY, to)).resolves.toEqual({
    series: [],
    partial: [],
    logs: [
      { at: 1_795_604_460_000, service: 'search', level: 'warn', message: 'slow query' },
      {
        at: 1_795_604_461_000,
        service: 'checkout',
        level: 'error',
        message: 'payment refused: card network answered 503',
      },
      {
        at: 1_795_604_462_500,
        service: 'checkout',
        level: 'error',
        message: 'payment refused: card network answered 503',
      },
    ],
  });
  expect(to.asked[0]?.headers).toMatchObject({ 'x-scope-orgid': 'shop' });
  expect(Object.fromEntries(to.asked[0]?.url.searchParams ?? [])).toMatchObject({
    start: `${NOW - 3_600_000}000000`,
    direction: 'forward',
    limit: '2000',
  });
});

const at = (n: number) => `${NOW}${String(n).padStart(6, '0')}`;
const page = (start: number) => Array.from({ length: 2_000 }, (_, n) => [at(start + n), 'same text'] as const);

test('a full page is followed by the next from its last line, which is not counted twice', async () => {
  const to = lokiThat((count) =>
    count === 1 ? streams(...page(0)) : streams([at(1_999), 'same text'], [at(2_000), 'x']),
  );
  const { logs, partial } = await loki.read(QUERY, to);
  expect(logs).toHaveLength(2_001);
  expect(partial).toEqual([]);
  expect(to.asked.map(({ url }) => url.searchParams.get('start'))).toEqual([`${NOW - 3_600_000}000000`, at(1_999)]);
});

test('very many lines are cut and told', async () => {
  const { logs, partial } = await loki.read(
    QUERY,
    lokiThat((count) => streams(...page((count - 1) * 2_000))),
  );
  expect(logs).toHaveLength(6_000);
  expect(partial).toEqual(['only the first 6000 lines were read']);
});

test('a page that only repeats itself ends the reading', async () => {
  const to = lokiThat(() => streams(...page(0)));
  expect((await loki.read(QUERY, to)).logs).toHaveLength(2_000);
  expect(to.asked).toHaveLength(2);
});

test('a refusal in plain text is told', async () => {
  await expect(
    loki.read(
      QUERY,
      lokiThat(() => ({ status: 400, body: 'parse error at line 1, col 3' })),
    ),
  ).rejects.toMatchObject({
    code: 'upstream-failed',
    message: 'Loki refused the question: parse error at line 1, col 3',
  });
});
