import { expect, test } from '@jest/globals';
import { stackFrames } from './stack-frames.ts';

test.each([
  ['Java', 'at com.acme.Tax.add(Tax.java:57)', 'com/acme/tax', 57, 'add', 'Tax.java:57'],
  ['Java without package', 'at add(Tax.java:57)', 'tax', 57, 'add', 'Tax.java:57'],
  [
    'JavaScript',
    'at Prices.lookup (/app/src/pricing/regional.ts:34:11)',
    'app/src/pricing/regional',
    34,
    'lookup',
    'regional.ts:34',
  ],
  ['Python', 'File "/app/totals.py", line 31, in recalculate', 'app/totals', 31, 'recalculate', 'totals.py:31'],
  ['Go', 'internal/seatmap/block.go:58', 'internal/seatmap/block', 58, undefined, 'block.go:58'],
  ['C#', String.raw`in C:\src\Tax.cs:line 12`, 'src/tax', 12, undefined, 'Tax.cs:12'],
  ['C++', String.raw`at ..\..\native\Device.cpp:573 (SetUp)`, 'native/device', 573, 'SetUp', 'Device.cpp:573'],
  ['PHP', 'in /var/www/tax.php(12)', 'var/www/tax', 12, undefined, 'tax.php:12'],
  ['Ruby', "app/tax.rb:12:in 'add'", 'app/tax', 12, undefined, 'tax.rb:12'],
])('%s', (_language, text, path, line, name, place) => {
  expect(stackFrames(text)).toEqual([
    { segments: path.split('/'), line, rank: 1, place, ...(name === undefined ? {} : { function: name }) },
  ]);
});

test('the innermost frame has rank 1: first in most languages, last in Python', () => {
  const ranks = (text: string) => stackFrames(text).map(({ place, rank }) => `${rank} ${place}`);
  expect(ranks('at a(A.java:1)\nat b(B.java:2)')).toEqual(['1 A.java:1', '2 B.java:2']);
  expect(ranks('Traceback (most recent call last):\n File "a.py", line 1, in x\n File "b.py", line 2, in y')).toEqual([
    '1 b.py:2',
    '2 a.py:1',
  ]);
});

test('what is no place is none, and no more than thirty are read', () => {
  expect(stackFrames('version 1.2:3 of .ts:4 and plain text')).toEqual([]);
  expect(stackFrames('a.ts:1\n'.repeat(100))).toHaveLength(30);
});
