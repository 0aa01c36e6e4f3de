import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shownTemplate } from './shown-template.ts';

test.each([
  ['TypeError: total.toFixed is not a function', 'TypeError: total.toFixed is not a function'],
  ['timed out waiting for a connection: pool_max reached', 'timed out waiting for a connection: pool_max reached'],
  ['at renderTotal (src/cart/total.ts:88:21)', 'at renderTotal (src/cart/total.ts:<*>)'],
  [
    'java.lang.NullPointerException in ProxyFactoryBeanInstantiator',
    'java.lang.NullPointerException in ProxyFactoryBeanInstantiator',
  ],
  ['user not found', 'user not found'],
  ['token expired', 'token expired'],
  ['POST https://bank.example/pay: certificate has expired', 'POST <*> certificate has expired'],
  ['user Alice Smith could not log in', 'user <*> <*> could not log in'],
  ['no cart for customer bob, giving up', 'no cart for customer <*>, giving up'],
  ['login failed for user:alice@example.org', 'login failed for user:<*>'],
  ['cannot reach db.internal.example.org', 'cannot reach <*>'],
  ['dial tcp: lookup payments.svc on node worker: no such host', 'dial tcp: lookup <*> on node <*>: no such host'],
  ['open /home/alice/secrets.yml: denied', 'open /home/<*>/secrets.yml: denied'],
  ['password hunter is wrong', 'password <*> is wrong'],
  ['Authorization: Bearer abcdefghijklmnop', 'Authorization: Bearer <*>'],
  ['ping fe80::abcd:ef failed', 'ping <*> failed'],
  ['charge for “Alice Smith” refused', 'charge for <*> refused'],
  ['key\u200b sk\u001b[31mlive is bad', 'key <*> is bad'],
])('%j', (message, template) => {
  expect(shownTemplate(message)).toBe(template);
});

/** Shapes of secrets and of what points at a person; each is put into sentences of several forms. */
const PRIVATE: readonly string[] = [
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  'github_pat_11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTuVwXyZ0123456789',
  'ghs_12345_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl',
  'AKIAIOSFODNN7EXAMPLE',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
  // Parted, so that no scanner takes the made-up ones for keys.
  ['xoxb', '123456789012', 'abcdefGHIJKL'].join('-'),
  ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_'),
  'AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY',
  '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',
  'npm_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5',
  'qWeRtYuIoPaSdFgHjKlZxCvBnM',
  'https://alice:hunter2@db.example.org/shop',
  'postgres://shop:geheim@10.0.0.4:5432/shop',
  'alice.smith@example.org',
  'alice%40example.org',
  '4111-1111-1111-1111',
  '4111111111111111',
  'DE89370400440532013000',
  '+4915112345678',
  '123-45-6789',
  '192.168.17.4',
  '2001:db8:85a3::8a2e:370:7334',
  'db-7.prod.internal',
  'checkout-5f6d8c9b7-x2vqk',
  '550e8400-e29b-41d4-a716-446655440000',
  'd41d8cd98f00b204e9800998ecf8427e',
];
const SENTENCES: readonly ((value: string) => string)[] = [
  (value) => `refused ${value} twice`,
  (value) => `lookup failed: ${value}`,
  (value) => `value=${value}`,
  (value) => `{"error":"bad","value":"${value}"}`,
  (value) => `no row for '${value}'`,
  (value) => `[${value}] gone`,
  (value) => `\u001b[31m${value}\u001b[0m is wrong`,
];

test.each(PRIVATE.map((value) => [value]))('%s is in no template, whatever the sentence', (value) => {
  for (const sentence of SENTENCES) {
    const shown = shownTemplate(sentence(value));
    for (const part of [
      value,
      ...value.split(/[^A-Za-z0-9]+/).filter((one) => one.length > 5 && /\d|[a-z][A-Z]/.test(one)),
    ]) {
      expect({ of: sentence(value), shown, leaks: shown.includes(part) }).toMatchObject({ leaks: false });
    }
    expect(shown).not.toMatch(/alice|hunter|geheim|example\.org|prod\.internal/);
  }
});

test('a secret of letters and digits never shows, wherever it stands', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9]{20,40}$/).filter((one) => /\d/.test(one.slice(3, -3)));
  const word = fc.constantFrom('refused', 'token', 'at', 'key:', 'with', 'user', 'from', '(', 'POST');
  fc.assert(
    fc.property(secret, fc.array(word, { maxLength: 4 }), fc.array(word, { maxLength: 4 }), (value, before, after) => {
      expect(shownTemplate([...before, value, ...after].join(' '))).not.toContain(value);
    }),
  );
});

test('any text gives a template of bounded length in linear time', () => {
  for (const piece of ['a', 'a.', 'aB', '“', 'user ', '@a', '/home/', ':', 'fe::']) {
    expect(shownTemplate(piece.repeat(1e6 / piece.length)).length).toBeLessThanOrEqual(1_000);
  }
});
