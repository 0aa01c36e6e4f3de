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
