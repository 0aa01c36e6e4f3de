import { describe, expect, test } from '@jest/globals';
import { fresh, twoUsersOf } from '../../../../test/support/cases/fresh-signature.ts';
import { plainText } from '../../sentence.ts';
import type { FreshSignature } from './fresh-signatures.ts';
import { sameFailureClue } from './same-failure.ts';

const READ_ONLY = "write failed: READONLY You can't write against a read only replica.";

describe('services that do not depend on each other fail with the same words', () => {
  const graph = twoUsersOf('redis');
  const line = (service: string, message: string, share = 0.5): FreshSignature => ({
    signature: fresh(message, { service }),
    growth: 1,
    share,
  });
  const told = (lines: readonly FreshSignature[], ...deployed: string[]) =>
    sameFailureClue(lines, graph, new Set(deployed)).map(({ weight, says }) => [weight, plainText(says)]);

  test('four words in a row, or the name of an exception', () => {
    expect(told([line('shop', READ_ONLY), line('player', `publish: ${READ_ONLY}`)], 'shop')).toEqual([
      [
        1,
        `player, which was not deployed and does not depend on shop, fails with the same error: publish: ${READ_ONLY}`,
      ],
    ]);
    const disabled = (text: string) => `${text} (KMS.DisabledException)`;
    expect(told([line('shop', disabled('get scan')), line('player', disabled('load'))], 'shop')).toHaveLength(1);
    expect(told([line('shop', 'a b TypeError c'), line('player', 'd e TypeError f')], 'shop')).toEqual([]);
    expect(told([line('shop', 'one two three x'), line('player', 'one two three y')], 'shop')).toEqual([]);
  });

  test('or the same host outside, also where they wait for it', () => {
    const waits = (path: string, host = 'api.nordid.example') => `Read timed out calling https://${host}/${path}`;
    expect(told([line('shop', waits('token')), line('player', waits('sign'))], 'shop')).toHaveLength(1);
    expect(told([line('shop', waits('token')), line('player', waits('sign', 'a.example'))], 'shop')).toEqual([]);
    expect(
      told([line('shop', waits('token', 'redis.local')), line('player', waits('x', 'redis.local'))], 'shop'),
    ).toEqual([]);
  });

  test('as far as the trouble says so', () => {
    expect(told([line('shop', READ_ONLY, 0.1), line('player', READ_ONLY, 0.15)], 'shop')[0]?.[0]).toBeCloseTo(0.5, 9);
  });

  test('nothing where one repeats what the other said, or all of them were deployed', () => {
    expect(told([line('shop', READ_ONLY), line('web', READ_ONLY)], 'shop')).toEqual([]);
    expect(told([line('shop', READ_ONLY)], 'search')).toEqual([]);
    expect(told([line('shop', READ_ONLY), line('player', READ_ONLY)], 'shop', 'player')).toEqual([]);
    const three = [line('shop', READ_ONLY), line('web', READ_ONLY), line('player', READ_ONLY)];
    expect(told(three, 'shop')).toHaveLength(1);
    expect(told(three, 'shop', 'player')).toEqual([]);
  });

  test('nothing where what both depend on was deployed', () => {
    expect(told([line('shop', READ_ONLY), line('player', READ_ONLY)], 'shop', 'redis')).toEqual([]);
    expect(told([line('shop', READ_ONLY), line('player', READ_ONLY)], 'web')).toHaveLength(1);
  });

  test('nothing for words of waiting and load, which one deploy can bring to all', () => {
    const slow = 'timed out waiting for a free connection of the pool';
    expect(told([line('shop', slow), line('player', slow)], 'shop')).toEqual([]);
    const everyday: FreshSignature = {
      ...line('player', READ_ONLY),
      signature: fresh(READ_ONLY, { service: 'player', level: 'other' }),
    };
    expect(told([line('shop', READ_ONLY), everyday], 'shop')).toEqual([]);
  });
});
