import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messageTemplate } from './message-template.ts';

test.each([
  ['lobby 46703b waited 1294 ms (pod matchmaker-6f7d9-x2vqk)', 'lobby <*> waited <*> ms (pod matchmaker-<*>)'],
  ['container in pod store-589d83e43-nvpnx is gone', 'container in pod store-<*> is gone'],
  ['sepa answered 502, transfer 2988606661 stays', 'sepa answered 502, transfer <*> stays'],
  ['query took 502 ms', 'query took <*> ms'],
  ['429 for org 1731: bucket empty (300 per 1m0s)', '429 for org <*>: bucket empty (<*> per <*>)'],
  ["no price in region 'MX' (platform=ps5)", 'no price in region <*> (platform=<*>)'],
  ['could not extend file "base/16401/48233.11": full', 'could not extend file <*>: full'],
  ["it couldn't be done, wasn't it", "it couldn't be done, wasn't it"],
  [
    'AADSTS7000222: The keys are expired. Trace ID: 107d7178-717b-b82b-03c0-826e5ee4d1aa',
    'AADSTS7000222: The keys are expired. Trace ID: <*>',
  ],
  ['supplier BEDL99 failed', 'supplier <*> failed'],
  [
    'fax: 402 {"code":"QUOTA_EXCEEDED","message":"Volume of 250 reached"}',
    'fax: 402 {code:QUOTA_EXCEEDED,message Volume of <*> reached }',
  ],
  ['SSLError(SSLV3_ALERT_HANDSHAKE_FAILURE)', 'SSLError(SSLV3_ALERT_HANDSHAKE_FAILURE)'],
  ['GET https://example.org/d46eff failed', 'GET <*> failed'],
  ['mail to a.b@example.org refused', 'mail to <*> refused'],
  ['dial tcp 10.41.250.186:5432: refused', 'dial tcp <*>: refused'],
  ['POST /forms/74d343/attachments 502', 'POST /forms/<*>/attachments 502'],
  ['http2 and x509 and p95', 'http2 and x509 and p95'],
  ['at 2024-07-01T00:00:00Z it ended', 'at <*> it ended'],
  ['java.lang.Boom: null\n\tat a.B.c(B.java:5)', 'java.lang.Boom: null'],
  ['Traceback (most recent call last):\n  File "a.py", line 5\nTypeError: bad', 'TypeError: bad'],
  [`token ${'a'.repeat(300)} is bad`, 'token <*> is bad'],
  ['  ', ''],
  ['', ''],
  [' two   spaces ', 'two spaces'],
  ['id 107D7178-717b-b82b-03c0-826e5ee4d1aa.', 'id <*>.'],
  ['x107d7178-717b-b82b-03c0-826e5ee4d1aa', 'x<*>'],
  ['{"error" : "no price", "n": 4}', '{error no price , n: <*>}'],
  ['{"msg": "gone"}', '{msg gone }'],
  ['{"ok": true, "why" :null, "list":[1], "of": "x", "at":-4}', '{ok: true, why :null, list:[<*>], of: <*>, at:-<*>}'],
  ['{"7th": false} and "8-x": 9', '{<*>: false} and <*>: <*>'],
  ['{"a b": 1} then "NO_PRICE": told', '{<*>: <*>} then NO_PRICE: told'],
  ['said "NO_PRICE_" and "xNO_PRICE" and "NO_PRICE at"', 'said <*> and <*> and <*>'],
  ["'a' and 'NO_PRICE' and o'clock's", "<*> and NO_PRICE and o'clock's"],
  ['\n  \nfirst\nsecond', 'first'],
  ['Traceback (most recent call last):\n  at x\n\n', 'at x'],
  ['not a Traceback (most recent call last):\nTypeError', 'not a Traceback (most recent call last):'],
  ...['ms', 's', 'sec', 'secs', 'seconds', 'minutes', 'bytes', 'kb', 'MiB'].map((unit) => [
    `500 ${unit} gone`,
    `<*> ${unit} gone`,
  ]),
  ['500 items', '500 items'],
  ['404 of 404', '404 of 404'],
  ['(404) is no status', '(<*>) is no status'],
  ['ORA01017: no', 'ORA01017: no'],
  ['ORA-01017: no', 'ORA-01017: no'],
  ['xORA01017: no', '<*>: no'],
  ['ORA01017x: no', '<*>: no'],
  ['ORA01017 no', '<*> no'],
  ['see s3://bucket/4', 'see <*>'],
  ['(http://a/1)', '(http://a/<*>)'],
  ['a@b.org, x', '<*>, x'],
  ['a@b.org@c x', 'a@b.org@c x'],
  ['a@b x', 'a@b x'],
  ['1a=4, _b=x, c=', '<*>=<*>, _b=<*>, c='],
  ['12:30:05 and 50% and +4', '<*> and <*> and <*>'],
  ['-- and ::', '-- and ::'],
  ['1-2-3-4 x1-22-333 a/1.2.3/b', '<*> <*> a/<*>/b'],
  ['facade1 1facade deadbeef 1abc23', '<*> <*> deadbeef <*>'],
  ['ab1 abc12 a12 a1234 x509 abcdefghijklm1 1ab', 'ab1 <*> a12 <*> x509 <*> <*>'],
  ['CODE_404 CODE404 code_404', 'CODE_404 <*> <*>'],
  ['pod web-5d4f-bcdfg and web-5d4f-aeiou', 'pod web-<*> and web-<*>-aeiou'],
  ['pod web-5d4f-bcdfgh', 'pod web-<*>-bcdfgh'],
])('%j', (message, template) => {
  expect(messageTemplate(message)).toBe(template);
});

test('lines that differ in numbers and ids have one template, without any of them', () => {
  const id = fc.stringMatching(/^[0-9a-f]{3}[0-9][0-9a-f]{6}$/);
  fc.assert(
    fc.property(fc.integer({ min: 10_000 }), id, fc.integer({ min: 10_000 }), id, (one, first, other, second) => {
      const line = (number: number, name: string) =>
        `order ${name} of customer ${number} failed after ${number}ms on node-${name}`;
      const template = messageTemplate(line(one, first));
      expect(template).toBe(messageTemplate(line(other, second)));
      expect(template).not.toContain(first);
      expect(template).not.toContain(String(one));
    }),
  );
});

test('any text gives a template of bounded length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (message) => {
      expect(messageTemplate(message).length).toBeLessThanOrEqual(300);
    }),
  );
  for (const piece of ['a', '"', "'", '/', '0a', 'a=', '<*>-', '[', 'a@a.', '-']) {
    expect(messageTemplate(piece.repeat(1e6 / piece.length)).length).toBeLessThanOrEqual(300);
  }
});
