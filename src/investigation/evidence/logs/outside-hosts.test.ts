import { expect, test } from '@jest/globals';
import { outsideHosts } from './outside-hosts.ts';

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
