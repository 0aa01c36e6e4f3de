import { expect, test } from '@jest/globals';
import { OUTSIDE_CAUSES } from './outside-causes.ts';

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
    'used-up-range',
    [
      'nextval: reached maximum value of sequence "scans_id_seq" (2147483647)',
      'ERROR: integer out of range',
      "Out of range value for column 'id'",
      'sequence orders_seq is exhausted',
      'possible transaction ID wraparound',
      'database "x" must be vacuumed within 10 transactions',
      'no more free inodes',
      'no more ip addresses in subnet',
    ],
  ],
  ['burst-credits', ['BurstBalance 0 %', 'burst credits are gone', 'CPUCreditBalance at 0', 'credits exhausted']],
  [
    'failover',
    [
      "READONLY You can't write against a read only replica.",
      'error: not master',
      'not the leader of partition 3',
      'NotWritablePrimary',
      'PrimarySteppedDown: election',
      'cannot execute INSERT in a read-only transaction',
      'FATAL: the database system is starting up',
      'failover in progress',
    ],
  ],
  [
    'clock-change',
    [
      'pytz.exceptions.NonExistentTimeError: 2025-03-30 02:30:00',
      'AmbiguousTimeError',
      '2025-03-30 02:30:00 is an invalid local time.',
      '02:30 does not exist in time zone Europe/Berlin',
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
