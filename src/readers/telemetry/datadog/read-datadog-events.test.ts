import { expect, test } from '@jest/globals';
import type { HttpRequest } from '../../../platform/http-client.ts';
import { DatadogOptions } from './datadog-options.ts';
import { readDatadogEvents } from './read-datadog-events.ts';

const AT = '2026-11-25T11:10:00.000Z';

async function read(body: unknown) {
  const asked: HttpRequest[] = [];
  const answer = await readDatadogEvents(
    'source:*',
    { id: 'e', query: '', from: 1_000, to: 2_000, stepSeconds: 60, as: { service: '' } },
    {
      options: DatadogOptions.parse({ apiKey: 'a', applicationKey: 'b' }),
      http: {
        request: async (request: HttpRequest) => {
          asked.push(request);
          return {
            status: 200,
            headers: new Headers({ 'content-type': 'application/json' }),
            text: JSON.stringify(body),
          };
        },
      },
      now: 2_000,
      signal: new AbortController().signal,
    },
  );
  return { ...answer, asked };
}
const event = (inner: object | undefined, more: object = {}, id = 'x') => ({
  id,
  type: 'event',
  attributes: { timestamp: AT, ...(inner === undefined ? {} : { attributes: inner }), ...more },
});
const changeOf = async (...given: Parameters<typeof event>) => (await read({ data: [event(...given)] })).changes?.[0];

test.each([
  ['the source', { source_type_name: 'LaunchDarkly', title: 'a' }, {}, 'flag'],
  ['a tag', { title: 'a' }, { tags: ['source:terraform'] }, 'infrastructure'],
  ['the title', { title: 'Feature flag new-cart is on' }, {}, 'flag'],
  ['nothing', { title: 'Deployed something' }, {}, 'config'],
  ['nothing inside', undefined, {}, 'config'],
])('its kind is told by %s', async (_, inner, more, kind) => {
  expect((await changeOf(inner, more))?.kind).toBe(kind);
});

test('the event’s own service wins over its tag; without either it is of none', async () => {
  expect(await changeOf({ service: 'cart' }, { tags: ['service:shop'] })).toMatchObject({ service: 'cart' });
  expect(await changeOf({}, { tags: ['service:shop'] })).toMatchObject({ service: 'shop' });
  expect(await changeOf({})).not.toHaveProperty('service');
});

test('its title, else its message, else that it is one; never more than 200 characters', async () => {
  expect((await changeOf({ title: 't' }, { message: 'm' }))?.title).toBe('t');
  expect((await changeOf({}, { message: 'm' }))?.title).toBe('m');
  expect((await changeOf({}))?.title).toBe('an event');
  expect((await changeOf({ title: 'x'.repeat(500) }))?.title).toHaveLength(200);
});

test('an event without a time or without anything is left out; one without an id is not', async () => {
  const { id: _, ...nameless } = event({ title: 'kept' });
  const { changes } = await read({ data: [event({}, { timestamp: undefined }), { id: 'y', type: 'event' }, nameless] });
  expect(changes).toEqual([{ kind: 'config', at: Date.parse(AT), title: 'kept' }]);
});

test('only a full page with another behind it is not all', async () => {
  const page = (count: number, after?: string) =>
    read({ data: Array(count).fill(event({})), ...(after && { meta: { page: { after } } }) });
  expect((await page(200, 'c')).partial).toEqual(['only the first 200 events were read']);
  expect((await page(199, 'c')).partial).toEqual([]);
  expect((await page(200)).partial).toEqual([]);
});

test('an answer without events is nonsense', async () => {
  await expect(read({})).rejects.toMatchObject({ code: 'upstream-nonsense' });
});
