import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fileKind } from './file-kind.ts';
import { inflections } from './inflections.ts';
import { namedThings } from './named-things.ts';
import { parsePatch } from './parse-patch.ts';
import { hashWord, segmentWords } from './segment-words.ts';
import { buildVocabulary } from './vocabulary.ts';
import { countWords, emptyCounts } from './word-counts.ts';
import { wordList } from './word-list.ts';

describe('words', () => {
  test.each([
    ['fetchOrderById', ['fetch', 'order', 'by', 'id'], ['fetchorderbyid']],
    ['HTTPServer', ['http', 'server'], ['httpserver']],
    ['MAX_POOL_SIZE', ['max', 'pool', 'size'], ['max_pool_size']],
    ['urllib3', ['urllib', '3'], ['urllib3']],
    ['read-timeout', ['read', 'timeout'], []],
    ['größe ok', ['größe', 'ok'], []],
    ['__init__', ['init'], []],
    ['', [], []],
  ])('%j', (text, pieces, identifiers) => {
    expect(wordList(text)).toEqual({ pieces, identifiers });
  });

  test('the hash that is told is that of the word in lower case', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_ .-]{0,60}$/), (text) => {
        const sink = (hash: number, from: number, to: number) => {
          expect(hash).toBe(hashWord(text.slice(from, to).toLowerCase()));
        };
        segmentWords(text, 0, text.length, { part: sink, whole: sink });
      }),
    );
  });

  test.each([
    ['rejected', 'reject'],
    ['retries', 'retry'],
    ['limiter', 'limits'],
    ['caching', 'cache'],
    ['dropped', 'drop'],
    ['drop', 'dropping'],
    ['query', 'queries'],
  ])('%s is found as %s', (word, other) => {
    const vocabulary = buildVocabulary([word], []);
    expect(vocabulary.numberOf(other)).toBe(0);
    expect(inflections(word)[0]).toBe(word);
  });

  test.each(['ssh', 'process', 'max_size', 'x509'])('%s has one spelling', (word) => {
    expect(inflections(word)).toEqual([word]);
  });

  test('counts, length and the longest run that the incident has too', () => {
    const words = ['voucher', 'book', 'empty', 'voucherbook'];
    const vocabulary = buildVocabulary(words, [['voucher', 'book', 'is', 'empty']]);
    const counts = emptyCounts();
    const text = 'the VoucherBook was empty';
    countWords(text, 0, text.length, vocabulary, counts);
    expect([...counts.counts].map(([word, count]) => [words[word], count])).toEqual([
      ['voucher', 1],
      ['book', 1],
      ['voucherbook', 1],
      ['empty', 1],
    ]);
    expect(counts.words).toBe(5);
    expect(counts.longestRun).toBe(2);
  });

  test('the sum over the words does not depend on their order, but on the words', () => {
    const vocabulary = buildVocabulary([], []);
    const sum = (text: string) => {
      const counts = emptyCounts();
      countWords(text, 0, text.length, vocabulary, counts);
      return counts.fingerprint;
    };
    expect(sum('one two three')).toBe(sum('three(one, two)'));
    expect(sum('one two three')).not.toBe(sum('one two four'));
  });
});

test.each([
  ['src/app.ts', 'code'],
  ['package-lock.json', 'lock'],
  ['go.sum', 'lock'],
  ['requirements-dev.txt', 'manifest'],
  ['services/a/Dockerfile', 'manifest'],
  ['DEPS', 'manifest'],
  ['.github/workflows/ci.yml', 'pipeline'],
  ['src/test/java/A.java', 'test'],
  ['src/a.spec.ts', 'test'],
  ['src/PolicyTest.java', 'test'],
  ['src/latest.ts', 'code'],
  ['migrations/0044_x.py', 'migration'],
  ['db/V1__a.sql', 'migration'],
  ['locales/de.json', 'asset'],
  ['deploy/helm/values.yaml', 'configuration'],
  ['wmf-config/InitialiseSettings.php', 'configuration'],
  ['src/native/BUILD.gn', 'configuration'],
  ['docs/a.md', 'docs'],
  ['README', 'docs'],
])('%s is %s', (path, kind) => {
  expect(fileKind(path)).toBe(kind);
});

test('a patch is read line by line, with its hunks, up to the limit', () => {
  const patch =
    '--- a/x\n+++ b/x\n@@ -1,2 +3,4 @@ int add(\n one\n-two\n+three\n\\ No newline\n@@ broken\n@@ -1 +7 @@\n+four';
  const read = (limit: number) => {
    const seen: string[] = [];
    parsePatch(patch, limit, {
      line: (side, from, to) => seen.push(`${side} ${patch.slice(from, to)}`),
      hunk: ({ start, lines, heading }) => seen.push(`hunk ${start}+${lines} ${heading}`),
    });
    return seen;
  };
  expect(read(1_000)).toEqual([
    'hunk 3+4 int add(',
    'context one',
    'removed two',
    'added three',
    'hunk 7+1 ',
    'added four',
  ]);
  expect(read(60)).toEqual(['hunk 3+4 int add(', 'context one', 'removed two', 'added three']);
});

test('settings, relations and identifiers are found by name', () => {
  const found = (text: string) => namedThings(text).map(({ kind, pieces }) => `${kind} ${pieces.join(' ')}`);
  expect(found('SELECT i.* FROM public.menu_item i')).toContain('relation menu item');
  expect(found('LEDGER_DB_URL is not set')).toEqual(['setting ledger db url']);
  expect(found('spring.datasource.url is wrong')).toEqual(['setting spring datasource url']);
  expect(found('supplierAdapter and PriceBook failed')).toEqual([
    'identifier supplier adapter',
    'identifier price book',
  ]);
  expect(found('plain words only')).toEqual([]);
  expect(
    namedThings('A_B '.repeat(9) + Array.from({ length: 99 }, (_, index) => `KEY_${index}`).join(' ')),
  ).toHaveLength(40);
});
