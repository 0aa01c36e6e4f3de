import { expect, test } from '@jest/globals';
import { sentCall } from '../../test/support/github/sent-call.ts';
import { pacedFetch } from './github-pace.ts';

/** A network that answers when told, and what is on its way. */
function network() {
  const waiting: { readonly call: string; readonly answer: () => void }[] = [];
  const fetch: typeof globalThis.fetch = (input, init) =>
    new Promise((resolve) => {
      const { method, url } = sentCall(input, init);
      waiting.push({ call: `${method} ${url}`, answer: () => resolve(new Response('{}')) });
    });
  return { fetch, waiting, calls: () => waiting.map(({ call }) => call) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('writes of one lane go one after another; reads and other lanes do not wait', async () => {
  const { fetch, waiting, calls } = network();
  const paced = pacedFetch(fetch, 1);
  const [first, second] = [paced('1')('a', { method: 'POST' }), paced('1')('b', { method: 'PATCH' })];
  void paced('1')('c');
  void paced('2')('d', { method: 'POST' });
  await turn();
  expect(calls()).toEqual(['GET c', 'POST a', 'POST d']);
  waiting[1]?.answer();
  await first;
  while (waiting.length < 4) await turn();
  expect(calls().at(-1)).toBe('PATCH b');
  waiting[3]?.answer();
  expect((await second).status).toBe(200);
});

test('a write that fails does not hold up the next', async () => {
  const failing: typeof globalThis.fetch = async () => {
    throw new TypeError('fetch failed');
  };
  const lane = pacedFetch(failing, 1)('1');
  await expect(lane('a', { method: 'POST' })).rejects.toThrow('fetch failed');
  await expect(lane('b', { method: 'POST' })).rejects.toThrow('fetch failed');
});

test('without a pause nothing is held up', async () => {
  const { fetch, calls } = network();
  const lane = pacedFetch(fetch, 0)('1');
  void lane('a', { method: 'POST' });
  void lane('b', { method: 'POST' });
  expect(calls()).toEqual(['POST a', 'POST b']);
});
