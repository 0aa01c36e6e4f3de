import { expect, test } from '@jest/globals';
import { code, plainText } from '../../sentence.ts';
import { batchClue } from './batch-clue.ts';
import type { SignatureRows } from './log-signatures.ts';
import { noChangeClues } from './no-change-clues.ts';
import { OUTSIDE_CAUSES } from './outside-causes.ts';
import { outsideHosts } from './outside-hosts.ts';

function causesOf(message: string): string[] {
  return OUTSIDE_CAUSES.filter(({ shows }) => shows.test(message)).map(({ clue }) => clue);
}

test.each([
  [
    'certificate-expiry',
    [
      'certificate has expired',
      'certificate is expired since Monday',
      'certificate expired',
      'Error: CERT_HAS_EXPIRED',
      'certificate_expired',
      'remote sent an expired certificate',
      'NotAfter: 2026-01-01',
      'SSLCertVerificationError: it expired',
    ],
  ],
  [
    'expired-secret',
    [
      'secret of app 4 has expired',
      'the api key has expired',
      'the apikey expired',
      'key was read and is expired',
      'the credential has expired',
      'credentials have expired',
      'password is expired',
      'the licence is expired',
      'license expired',
      'subscription expired',
      'clienttoken is expired',
      'client token is expired',
      'refresh-token is expired',
      'refreshtoken is expired',
      'expired secret',
      'expired client secret',
      'expired license',
      'expired licence',
      'expired apikey',
      'expired api-key',
      'token endpoint said invalid_grant',
    ],
  ],
  [
    'quota',
    [
      'quotaexceeded',
      'quota: exceeded',
      'exceeded the daily quota',
      'monthly volume of pages reached: limit',
      'the daily allowance is used up',
      'usage limit reached',
      'insufficient funds',
      'insufficient balance',
      'insufficient credit',
      'insufficient credits',
      'Payment Required',
      'plan limit',
      'limit_exceeded for this account',
      'limitexceeded on account 4',
    ],
  ],
  [
    'name-resolution',
    [
      'no such host',
      'NXDOMAIN',
      'SERVFAIL',
      'server misbehaving',
      'temporary failure in name resolution',
      'getaddrinfo ENOTFOUND',
      'EAI_AGAIN',
      'UnknownHostException: db',
      'could not resolve host: db',
      'Name or service not known',
    ],
  ],
  [
    'disk-full',
    ['no space left on device', 'ENOSPC: write', 'disk is full', 'disk full', 'disk quota exceeded', 'SQLSTATE 53100'],
  ],
  [
    'hardware',
    [
      'Input/output error',
      'blk_update_request: I/O error, dev sda',
      'read failed: EIO',
      'Medium Error',
      'uncorrectable sector',
      'Hardware Error',
      'bad sector 7',
      'cpu steal 60 percent',
      'failing disk',
      'eth0: link is down',
    ],
  ],
  [
    'region',
    [
      'availability zone eu-1a',
      'az eu-1b is impaired',
      'az down',
      'region eu-1 outage',
      'region is currently unavailable',
      'InsufficientInstanceCapacity',
      'zone eu-1 unavailable',
      'zone outage',
    ],
  ],
  [
    'bots',
    [
      'bad credentials',
      'login refused',
      'login failed',
      'login attempt',
      'invalid username',
      'invalid password',
      'wrong password',
      'captcha shown',
      'credential stuffing',
      'agent python-requests/2',
      'HeadlessChrome',
      'scrapy',
      'sqlmap',
      'bot was detected',
      'botnet of 400 blocked',
      'crawler',
    ],
  ],
])('what programs write of %s', (clue, messages) => {
  for (const message of messages)
    expect([message, causesOf(message)]).toEqual([message, expect.arrayContaining([clue])]);
});

test.each([
  'certificate renewed',
  'password changed; the session after it was renewed and the message that told so was never expired',
  'bot answered',
  'eiointeraction',
  'benospcx',
  'dailyish limits',
  'amazing, and down',
  'robots traffic',
  'secretary expired-not',
])('%s names no cause outside', (message) => {
  expect(causesOf(message)).toEqual([]);
});

const HOURLY = 60 * 60_000;

/** A kind of error that was never seen before, of a hundred lines. */
function fresh(message: string, more: Partial<SignatureRows> = {}): SignatureRows {
  return {
    service: 'shop',
    template: message,
    level: 'error',
    before: 0,
    after: 100,
    rateRatio: 1_000,
    isNew: true,
    firstAfter: HOURLY,
    rows: [{ at: HOURLY, service: 'shop', message, count: 100 }],
    ...more,
  };
}

test('each cause says in words what it means, and quotes the kind of line', () => {
  const said = Object.fromEntries(
    [
      'certificate has expired',
      'invalid_grant',
      'usage limit',
      'no such host',
      'disk full',
      'bad sector',
      'zone outage',
      'scrapy',
    ].map((message) => {
      const [clue] = noChangeClues([{ signature: fresh(message), growth: 1, share: 1 }], [], new Set());
      return [clue?.clue, [clue?.weight, plainText(clue?.says ?? [])]];
    }),
  );
  expect(said).toEqual({
    'certificate-expiry': [1.8, 'new log lines speak of a certificate that has expired: certificate has expired'],
    'expired-secret': [1.6, 'new log lines speak of a secret or licence that has expired: invalid_grant'],
    quota: [1.3, 'new log lines speak of a quota that is used up: usage limit'],
    'name-resolution': [1, 'new log lines speak of names that cannot be resolved: no such host'],
    'disk-full': [1.2, 'new log lines speak of a full disk: disk full'],
    hardware: [1.2, 'new log lines speak of a failing disk or node: bad sector'],
    region: [1, 'new log lines speak of a region or zone: zone outage'],
    bots: [1, 'new log lines speak of logins or requests as robots send them: scrapy'],
  });
});

test('a cause counts by how much of the new trouble names it: half of it is as good as all', () => {
  const weightAt = (share: number, growth: number) =>
    noChangeClues([{ signature: fresh('disk full'), growth, share }], [], new Set())[0]?.weight;
  expect(weightAt(0.5, 1)).toBeCloseTo(1.2, 9);
  expect(weightAt(0.25, 1)).toBeCloseTo(0.6, 9);
  expect(weightAt(0.25, 0.5)).toBeCloseTo(0.3, 9);
});

test('one row of a kind is enough to name a cause, and only its beginning is read', () => {
  const rows = ['x', 'disk full'].map((message) => ({ at: HOURLY, service: 'shop', message }));
  const clues = noChangeClues([{ signature: fresh('<*>', { rows }), growth: 1, share: 1 }], [], new Set());
  expect(clues.map(({ clue }) => clue)).toEqual(['disk-full']);
  const late = `${'x '.repeat(1_000)}disk full https://api.pay.example/`;
  expect(noChangeClues([{ signature: fresh(late), growth: 1, share: 1 }], [], new Set())).toEqual([]);
});

test('the strongest stands first, and those of one weight by their name', () => {
  const message = 'scrapy: no such host, zone outage, disk full';
  const clues = noChangeClues([{ signature: fresh(message), growth: 1, share: 1 }], [], new Set());
  expect(clues.map(({ clue }) => clue)).toEqual(['disk-full', 'bots', 'name-resolution', 'region']);
});

test('of several hosts outside the one of most trouble is named; a quarter where its caller was just deployed', () => {
  const of = (host: string, share: number, service = 'shop') => ({
    signature: fresh(`GET https://${host}/ gave 500`, { service }),
    growth: 1,
    share,
  });
  const clues = (deployed: string[], ...all: ReturnType<typeof of>[]) =>
    noChangeClues(all, [], new Set(deployed)).map(({ weight, says }) => [weight, plainText(says)]);
  const says = 'the new errors are about calls to b.two.example, a host outside';
  expect(clues([], of('a.one.example', 0.1), of('b.two.example', 0.4))).toEqual([[expect.closeTo(0.48, 9), says]]);
  expect(clues([], of('b.two.example', 0.4), of('a.one.example', 0.1))).toEqual([[expect.closeTo(0.48, 9), says]]);
  expect(clues(['shop'], of('b.two.example', 0.4))).toEqual([[expect.closeTo(0.12, 9), says]]);
  expect(clues(['tax'], of('b.two.example', 0.2), of('b.two.example', 0.2, 'tax'))).toEqual([
    [expect.closeTo(0.12, 9), says],
  ]);
  expect(clues([], { ...of('b.two.example', 0.4), growth: 0 })).toEqual([]);
});

test('of the lines of one kind the first twenty are searched for hosts', () => {
  const rows = Array.from({ length: 21 }, (_, index) => ({
    at: HOURLY,
    service: 'shop',
    message: index === 20 ? 'GET https://late.pay.example' : 'failed',
  }));
  const clues = (list: SignatureRows['rows']) =>
    noChangeClues([{ signature: fresh('GET', { rows: list }), growth: 1, share: 1 }], [], new Set());
  expect(clues(rows)).toEqual([]);
  expect(clues(rows.slice(1))).toHaveLength(1);
});

test.each([
  ['https://a.pay.example and http://b.pay.example', ['a.pay.example', 'b.pay.example']],
  ['host=a.pay.example', ['a.pay.example']],
  ['host="a.pay.example"', ['a.pay.example']],
  ['connect to a.pay.example', ['a.pay.example']],
  ['connecting to a.pay.example', ['a.pay.example']],
  ['connection to A.Pay.example...', ['a.pay.example']],
  ['getaddrinfo ENOTFOUND a.pay.example', ['a.pay.example']],
  ['https://local.pay.example', []],
  ['https://db.internal', []],
  ['https://internal', []],
  ['https://svc.a.b', []],
  ['https://1pay.example', ['1pay.example']],
  ['https://pay.example1', ['pay.example1']],
  ['https://10.0.0.2', []],
  ['https://inlocal.example', ['inlocal.example']],
  [`${'x'.repeat(2_000)} https://a.pay.example`, []],
  ['nothing', []],
])('hosts outside in %j', (message, hosts) => {
  expect(outsideHosts(message)).toEqual(hosts);
});

function report(template: string, more: Partial<SignatureRows> = {}): SignatureRows {
  return fresh(template, { level: 'other', after: 3, rateRatio: 400, ...more });
}

test.each([
  'export',
  'recalculation',
  'recalculating',
  'recalculate',
  'backfill',
  'backfilling',
  'reindex',
  'reindexed',
  'nightly',
  'monthly',
  'vacuum',
  'backup',
  'settlement',
  'dunning',
  'archiving',
  'archived',
  'archive',
  'aggregation run',
  'snapshot job',
  'etl',
  'import run',
])('a job that reports %s', (word) => {
  expect(batchClue([report(`the ${word} began`)], new Set())).toEqual([
    {
      clue: 'batch-job',
      weight: 0.6,
      says: ['a batch job of ', code('shop'), ' started: ', code(`the ${word} began`)],
    },
  ]);
});

test.each([
  ['a word that only contains one', report('exported, metlar')],
  ['an error', report('export', { level: 'error' })],
  ['two lines', report('export', { after: 2 })],
  ['no growth', report('export', { rateRatio: 1, before: 3 })],
])('no job that began: %s', (_, signature) => {
  expect(batchClue([signature], new Set())).toEqual([]);
});
