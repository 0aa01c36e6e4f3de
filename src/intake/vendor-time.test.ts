import { expect, test } from '@jest/globals';
import { vendorTime } from './vendor-time.ts';

test.each([
  ['2026-11-25T10:35:11.189Z', Date.UTC(2026, 10, 25, 10, 35, 11, 189)],
  ['2026-11-25T10:35:11.123456789Z', Date.UTC(2026, 10, 25, 10, 35, 11, 123)],
  ['2026-11-25T12:35:11+02:00', Date.UTC(2026, 10, 25, 10, 35, 11)],
  ['2019-10-02T17:04:40.989+0000', Date.UTC(2019, 9, 2, 17, 4, 40, 989)],
  ['2026-11-25T24:35:11+14:00', undefined],
  ['2026-11-25 10:35:11Z', Date.UTC(2026, 10, 25, 10, 35, 11)],
])('%s', (text, expected) => expect(vendorTime(text)).toBe(expected));

test.each([
  undefined,
  '',
  '0001-01-01T00:00:00Z',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2026-11-25T10:35:11',
  '2026-11-25',
  '25 Nov 2026',
  '1764066911',
  'now',
  '2026-13-45T10:00:00Z',
])('%s is no time', (text) => expect(vendorTime(text)).toBeUndefined());
