import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bearerOrBasic } from './bearer-or-basic.ts';

const SECRETS = ['the-first-secret:with-colon', 'the-second-secret'];
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

test.each([
  `Bearer ${SECRETS[0]}`,
  `bearer ${SECRETS[1]}`,
  basic(`whatchanged:${SECRETS[0]}`),
  basic(`:${SECRETS[1]}`),
  `BASIC ${basic(`a:${SECRETS[1]}`).slice(6)}`,
])('%s is let in', (authorization) => expect(bearerOrBasic(authorization, SECRETS)).toBe(true));

test.each([
  undefined,
  '',
  'Bearer',
  'Bearer ',
  `Bearer  ${SECRETS[1]}`,
  `Bearer ${SECRETS[1]} `,
  `Bearer ${SECRETS[1]}\n`,
  `Token ${SECRETS[1]}`,
  SECRETS[1],
  basic(SECRETS[1] ?? ''),
  basic(`${SECRETS[1]}:`),
  `${basic(`a:${SECRETS[1]}`)}!`,
  `Bearer ${SECRETS[1]}, Bearer ${SECRETS[1]}`,
])('%s is refused', (authorization) => expect(bearerOrBasic(authorization, SECRETS)).toBe(false));

test('only the exact secret is let in', () => {
  fc.assert(
    fc.property(fc.string(), (given) => {
      expect(bearerOrBasic(`Bearer ${given}`, SECRETS)).toBe(SECRETS.includes(given));
    }),
  );
});
