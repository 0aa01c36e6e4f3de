import { describe, expect, test } from '@jest/globals';
import { vendorConnection } from '../../../test/support/vendors/vendor-connection.ts';
import type { HttpRequest } from '../../platform/http-client.ts';
import type { TelemetryQuery } from './contract.ts';
import { askSentry } from './sentry/ask-sentry.ts';
import { sentry } from './sentry.ts';

const NOW = Date.UTC(2026, 10, 25, 13);
const OPTIONS = { organization: 'acme', projects: ['checkout'], token: 'a-token-of-sentry' };
const query = (question: unknown): TelemetryQuery => ({
  id: 'q',
  query: typeof question === 'string' ? question : JSON.stringify(question),
  from: NOW - 3_600_000,
  to: NOW,
  stepSeconds: 75,
  as: { service: 'checkout' },
});
const sentryThat = (reply: (request: HttpRequest) => unknown) =>
  vendorConnection(sentry, OPTIONS, (request) => ({ body: reply(request) }), NOW);
const at = (minutesAgo: number) => new Date(NOW - minutesAgo * 60_000).toISOString();

test('errors are counted by release in whole minutes', async () => {
  const to = sentryThat(() => ({ timeSeries: [] }));
  const { partial } = await sentry.read(query('level:error'), to);
  expect(partial).toEqual(['the range was read in steps of 120 s instead of 75 s']);
  expect(to.asked[0]?.url.href).toMatch(/^https:\/\/sentry\.io\/api\/0\/organizations\/acme\/events-timeseries\/\?/);
  expect(Object.fromEntries(to.asked[0]?.url.searchParams ?? [])).toMatchObject({
    dataset: 'errors',
    groupBy: 'release',
    query: 'level:error',
    interval: '2m',
    project: 'checkout',
  });
  expect(to.asked[0]?.headers).toMatchObject({ authorization: 'Bearer a-token-of-sentry' });
});

describe('issues', () => {
  const issue = (id: string, more: object = {}) => ({
    id,
    title: `TypeError ${id}`,
    level: 'error',
    count: '31',
    firstSeen: at(20),
    lastSeen: at(1),
    ...more,
  });
  const frames = [
    { filename: 'server.ts', function: 'handle', lineNo: 3, inApp: true },
    { filename: 'pay.ts', function: 'pay', lineNo: 17, inApp: true },
  ];
  const event = { entries: [{ type: 'exception', data: { values: [{ stacktrace: { frames } }] } }] };

  test('are lines with the frames of an event, the crash first; the most seen five are looked into', async () => {
    const to = sentryThat(({ url }) =>
      url.pathname.endsWith('/latest/') ? event : ['1', '2', '3', '4', '5', '6'].map((id) => issue(id)),
    );
    const { logs } = await sentry.read(query({ issues: 'is:unresolved' }), to);
    expect(logs).toHaveLength(6);
    expect(logs?.[0]).toEqual({
      at: NOW - 20 * 60_000,
      service: 'checkout',
      level: 'error',
      message: 'TypeError 1\n  at pay (pay.ts:17)\n  at handle (server.ts:3)',
      count: 31,
    });
    expect(to.asked.map(({ url }) => url.pathname.replace('/api/0/organizations/acme/', ''))).toEqual([
      'issues/',
      ...[1, 2, 3, 4, 5].map((id) => `issues/${id}/events/latest/`),
    ]);
  });

  test('an old issue counts when it was last seen, and one that was not seen then does not', async () => {
    const issues = [issue('1', { firstSeen: at(9_000) }), issue('2', { firstSeen: at(9_000), lastSeen: at(8_000) })];
    const to = sentryThat(({ url }) => (url.pathname.endsWith('/latest/') ? {} : issues));
    const { logs } = await sentry.read(query({ issues: '' }), to);
    expect(logs?.map(({ at: when, message }) => [when, message])).toEqual([[NOW - 60_000, 'TypeError 1']]);
  });
});

test('releases of the time are changes', async () => {
  const to = sentryThat(() => [
    { version: 'checkout@v42', dateCreated: at(400), dateReleased: at(30) },
    { version: 'checkout@v41', dateCreated: at(4_000), dateReleased: null },
  ]);
  const { changes } = await sentry.read(query({ releases: '' }), to);
  expect(changes).toEqual([
    {
      id: 'sentry-release-checkout@v42',
      kind: 'config',
      at: NOW - 30 * 60_000,
      service: 'checkout',
      title: 'Release checkout@v42',
    },
  ]);
});

test.each(['issues/1/', 'issues/../../../users/', 'projects/', 'issues/1/events/latest/x'])(
  '%s is not asked',
  async (path) => {
    const to = sentryThat(() => ({}));
    await expect(askSentry(to, path, [])).rejects.toMatchObject({ code: 'guard-denied' });
    expect(to.asked).toEqual([]);
  },
);

test.each(['{', '{"users": ""}'])('%s is no question', async (text) => {
  await expect(
    sentry.read(
      query(text),
      sentryThat(() => ({})),
    ),
  ).rejects.toMatchObject({ code: 'configuration-invalid' });
});
