import { expect, test } from '@jest/globals';
import type { HttpRequest } from '../../../platform/http-client.ts';
import { SentryOptions } from './ask-sentry.ts';
import { readIssues } from './read-issues.ts';

const FROM = Date.parse('2026-11-25T11:00:00Z');
const TO = Date.parse('2026-11-25T12:00:00Z');
const issue = (id: string, more: object = {}) => ({
  id,
  title: `Error ${id}`,
  firstSeen: '2026-11-25T11:10:00Z',
  lastSeen: '2026-11-25T11:50:00Z',
  ...more,
});
interface Reply {
  readonly json: unknown;
  /** The cursor of the next page, and whether it holds anything. */
  readonly next?: readonly [cursor: string, results: boolean];
}

async function read(page: (count: number) => Reply, latest: unknown = {}, options: object = {}) {
  const pages: URL[] = [];
  const answer = await readIssues(
    'is:unresolved',
    { id: 'i', query: '', from: FROM, to: TO, stepSeconds: 60, as: { service: 'shop' } },
    {
      options: SentryOptions.parse({ organization: 'acme', token: 't', ...options }),
      http: {
        request: async ({ url }: HttpRequest) => {
          const detail = url.pathname.endsWith('/latest/');
          if (!detail) pages.push(url);
          const { json, next }: Reply = detail ? { json: latest } : page(pages.length);
          const link = next && `<https://sentry.io/>; rel="next"; results="${next[1]}"; cursor="${next[0]}"`;
          return { status: 200, headers: new Headers(link ? { link } : {}), text: JSON.stringify(json) };
        },
      },
      now: TO,
      signal: new AbortController().signal,
    },
  );
  return { ...answer, pages };
}
const one = (more: object = {}, latest?: unknown) => read(() => ({ json: [issue('1', more)] }), latest);
const crash = (...values: unknown[]) => ({
  entries: [
    { type: 'request', data: {} },
    { type: 'exception', data: { values } },
  ],
});

test('what Sentry leaves out is left out: level and count; a count may be written as text', async () => {
  expect((await one()).logs).toEqual([{ at: FROM + 600_000, service: 'shop', message: 'Error 1' }]);
  expect((await one({ level: 'fatal', count: '42' })).logs).toMatchObject([{ level: 'fatal', count: 42 }]);
});

test('an entry without data costs the frames of the others nothing', async () => {
  const frames = [{ filename: 'src/cart.ts', lineNo: 12, inApp: true }];
  const bare = { entries: [{ type: 'breadcrumbs' }, ...crash({ stacktrace: { frames } }).entries] };
  const whole = await one({}, crash({ stacktrace: { frames } }));
  expect((await one({}, bare)).logs).toEqual(whole.logs);
  expect(whole.logs?.[0]?.message).toContain('src/cart.ts');
});

test('frames: the last exception, the crash first, without those that name no file', async () => {
  const stacktrace = (...frames: object[]) => ({ stacktrace: { frames } });
  const { logs } = await one(
    {},
    crash(
      stacktrace({ filename: 'cause.ts' }),
      stacktrace({ filename: 'main.ts', function: 'main', lineNo: 1 }, { function: 'native' }, { filename: 'pool.ts' }),
    ),
  );
  expect(logs?.[0]?.message).toBe('Error 1\n  at ? (pool.ts:0)\n  at main (main.ts:1)');
});

test.each([
  ['no event', 'nonsense'],
  ['an event without an exception', { entries: [{ type: 'message', data: {} }] }],
  ['an exception without a stack', crash({ stacktrace: null })],
  ['a stack without frames', crash({ stacktrace: { frames: null } })],
  ['no exception at all', crash()],
])('an issue stays where there is %s', async (_, latest) => {
  expect((await one({}, latest)).logs).toMatchObject([{ message: 'Error 1' }]);
});

test('pages are followed while they hold something, with the projects on each', async () => {
  const { logs, pages, partial } = await read(
    (count) => ({ json: [issue(String(count))], next: ['0:100:0', count < 2] }),
    {},
    { projects: ['web', 'api'] },
  );
  expect(logs).toHaveLength(2);
  expect(partial).toEqual([]);
  expect(pages.map(({ searchParams }) => searchParams.get('cursor'))).toEqual([null, '0:100:0']);
  expect(pages[1]?.searchParams.getAll('project')).toEqual(['web', 'api']);
});

test('a cursor that stands still ends it; the fourth page is never asked, and that is told', async () => {
  const still = await read((count) => ({ json: [issue(String(count))], next: ['same', true] }));
  expect([still.pages.length, still.partial]).toEqual([2, []]);
  const endless = await read((count) => ({ json: [issue(String(count))], next: [`c${count}`, true] }));
  expect([endless.pages.length, endless.partial]).toEqual([3, ['only the 3 issues that are most seen were read']]);
});

test('rows are in the order of time, not of how often', async () => {
  const { logs } = await read(() => ({ json: [issue('1', { firstSeen: '2026-11-25T11:30:00Z' }), issue('2')] }));
  expect(logs?.map(({ message }) => message)).toEqual(['Error 2', 'Error 1']);
});

test('anything else than issues is nonsense', async () => {
  await expect(read(() => ({ json: { detail: 'hello' } }))).rejects.toMatchObject({ code: 'upstream-nonsense' });
});
