import { describe, expect, test } from '@jest/globals';
import { signStandardWebhook, standardWebhook } from './standard-webhooks.ts';

const BODY = new TextEncoder().encode('{"test": 2432232314}');
// The example of the specification's own libraries: id, time, secret and signature belong together.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const HEADERS = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': '1614265330',
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const AT = 1_614_265_330_000;

test('the example of the specification is signed', () => {
  expect(standardWebhook(HEADERS, BODY, [SECRET], AT)).toBe(true);
  expect(signStandardWebhook(HEADERS['webhook-id'], BODY, SECRET, AT)).toEqual(HEADERS);
});

describe('a signature is refused', () => {
  test.each([
    ['when it is six minutes old', HEADERS, AT + 360_000],
    ['when it is six minutes early', HEADERS, AT - 360_000],
    ['under another id', { ...HEADERS, 'webhook-id': 'msg_other' }, AT],
    ['with another time', { ...HEADERS, 'webhook-timestamp': '1614265331' }, AT],
    ['with no time', { ...HEADERS, 'webhook-timestamp': 'now' }, AT],
  ])('%s', (_, headers, now) => {
    expect(standardWebhook(headers, BODY, [SECRET], now)).toBe(false);
  });
});

test('one of several signatures is enough, while a secret is rotated', () => {
  const other = signStandardWebhook(HEADERS['webhook-id'], BODY, 'another-secret', AT)['webhook-signature'];
  const both = { ...HEADERS, 'webhook-signature': `${other} ${HEADERS['webhook-signature']}` };
  expect(standardWebhook(both, BODY, [SECRET], AT)).toBe(true);
});
