import { describe, expect, test } from '@jest/globals';
import { guardFetch } from '../../src/effects/guard.ts';
import { API, marked } from '../support/github/guarded-network.ts';
import { sentCall } from '../support/github/sent-call.ts';

describe('redirects', () => {
  const redirecting = (location: string) => {
    const sent: { readonly url: string; readonly redirect: unknown }[] = [];
    const network: typeof fetch = async (input, init) => {
      const { url } = sentCall(input, init);
      sent.push({ url, redirect: init?.redirect });
      const moved = url.endsWith('/old');
      return moved ? new Response(null, { status: 301, headers: { location } }) : new Response('{}');
    };
    return { sent, door: guardFetch(network, { apiUrl: API, isOurs: () => true }) };
  };

  test('a read follows to a renamed repository on the same server', async () => {
    const { door, sent } = redirecting('/repositories/7');
    const answer = await door(`${API}/repos/shop/old`);
    expect(answer.status).toBe(200);
    expect(sent.map((one) => one.url)).toEqual([`${API}/repos/shop/old`, `${API}/repositories/7`]);
  });

  test('a read does not carry its token to another server', async () => {
    const { door, sent } = redirecting('https://evil.example/x');
    await expect(door(`${API}/repos/shop/old`)).rejects.toMatchObject({ code: 'guard-denied' });
    expect(sent).toHaveLength(1);
  });

  test('a read that goes round in circles ends', async () => {
    const { door } = redirecting(`${API}/repos/shop/old`);
    await expect(door(`${API}/repos/shop/old`)).rejects.toMatchObject({ code: 'guard-denied' });
  });

  test('a write follows nothing', async () => {
    const { door, sent } = redirecting('/x');
    await door(`${API}/repos/shop/old/issues`, { method: 'POST', body: JSON.stringify({ title: 'x', body: marked }) });
    expect(sent).toEqual([{ url: `${API}/repos/shop/old/issues`, redirect: 'error' }]);
  });
});
