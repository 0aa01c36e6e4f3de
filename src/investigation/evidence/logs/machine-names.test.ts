import { expect, test } from '@jest/globals';
import { machineNames } from './machine-names.ts';

test.each([
  ['late on gs-fra-17: tick', 'gs-fra-17', 'gs-fra-#'],
  ['from ip-10-0-3-7.ec2.internal', 'ip-10-0-3-7', 'ip-#-#-#-#'],
  ['zone=use1-az4', 'use1-az4', 'use#-az#'],
  ['in "eu-central-1b"', 'eu-central-1b', 'eu-central-#'],
  ['(wn-3c-07)', 'wn-3c-07', 'wn-#-#'],
  ['pod=shop-6d9f7c5b8-k2x9p', 'shop-6d9f7c5b8-k2x9p', 'shop-*-*'],
  ['pod=shop-6d9f7c5b8-kwxzp', 'shop-6d9f7c5b8-kwxzp', 'shop-*-*'],
  ['pod=shop-6d9f7c5b8-zn612', 'shop-6d9f7c5b8-zn612', 'shop-*-*'],
  ['i-0abc12de', 'i-0abc12de', 'i-*'],
  ['shop-web12', 'shop-web12', 'shop-web#'],
  ['shop-db07', 'shop-db07', 'shop-*'],
  ['shop-node07', 'shop-node07', 'shop-node#'],
  ['pod=shop-6d9f7c5b8-wxzp2', 'shop-6d9f7c5b8-wxzp2', 'shop-*-*'],
  ['eu-west-1-wxzp', 'eu-west-1-wxzp', 'eu-west-#-wxzp'],
  ['pod=order-api-6d9f7c5b8-k2x9p', 'order-api-6d9f7c5b8-k2x9p', 'order-api-*-*'],
  ['broker-3, then', 'broker-3', 'broker-#'],
])('%s', (message, name, kind) => {
  expect(machineNames(message)).toEqual([{ name, kind }]);
});

test.each([
  'no digits: read-only',
  'no dash: x509',
  'request req-8f3a1',
  'version v2-17',
  'release rel-5733',
  'http-500',
  'utf-8',
  'job-2025-06',
  'kid lk-2024-07 is not known',
  'part orders-202407',
  'ORA-01017',
  '2024-11-06',
  '/v2/shop-12/items',
  'mail@shop-12',
  'f326949304-12',
  '#shop-12',
  '3f2a6c1e-8d7b-4c5a-9e0f-1a2b3c4d5e6f',
  'a3f2a6c1-8d7b-4c5a-9e0f-1a2b3c4d5e6f',
  'beef-cafe-dead-f00d-12',
])('no place: %s', (message) => {
  expect(machineNames(message.replace('beef-', 'be3f-'))).toEqual([]);
});

test('each name once, of the first 2,000 characters', () => {
  expect(machineNames('gs-1 gs-2 gs-1').map(({ name }) => name)).toEqual(['gs-1', 'gs-2']);
  expect(machineNames(`${' '.repeat(1_996)}gs-1`)).toHaveLength(1);
  expect(machineNames(`${' '.repeat(1_997)}gs-1`)).toEqual([]);
});
