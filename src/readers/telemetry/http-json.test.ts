import { describe, expect, test } from '@jest/globals';
import { vendorConnection } from '../../../test/support/vendors/vendor-connection.ts';
import type { TelemetryQuery } from './contract.ts';
import { httpJson } from './http-json.ts';

const NOW = Date.UTC(2026, 10, 25, 13);
const query = (text: string): TelemetryQuery => ({
  id: 'check-queue',
  query: text,
  from: NOW - 600_000,
  to: NOW,
  stepSeconds: 60,
  as: { service: 'checkout' },
});
const page = { queues: { 'orders/eu': { depth: 1_240 } }, up: true, list: [3] };
const status = () =>
  vendorConnection(httpJson, { url: 'https://status.acme.internal/base/' }, () => ({ body: page }), NOW);

describe('a JSON pointer', () => {
  test.each([
    ['/health.json#/queues/orders~1eu/depth', 1_240],
    ['/health.json?full=1#/list/0', 3],
    ['/health.json#/list/length', 1],
  ])('%s is %d now', async (text, value) => {
    const to = status();
    const { series } = await httpJson.read(query(text), to);
    expect(series.map(({ points }) => points)).toEqual([[[NOW / 1_000, value]]]);
    expect(to.asked[0]?.url.href).toBe(`https://status.acme.internal/base${text.split('#')[0]}`);
  });

  test.each(['/h#/queues', '/h#/up', '/h#/nothing/there', '/h#/__proto__/x'])('%s is no number', async (text) => {
    await expect(httpJson.read(query(text), status())).rejects.toMatchObject({ code: 'upstream-nonsense' });
  });
});

test.each(['http://169.254.169.254/', '//evil.example/x', '/../admin', 'health', '/a b', '/x\n', '/@evil.example', ''])(
  '%j is no question',
  async (text) => {
    const to = status();
    const outcome = await httpJson.read(query(text), to).catch((error: unknown) => error);
    for (const { url } of to.asked) expect(url.href).toMatch(/^https:\/\/status\.acme\.internal\/base\//);
    if (to.asked.length === 0) expect(outcome).toMatchObject({ code: 'configuration-invalid' });
  },
);
