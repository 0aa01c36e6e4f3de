import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Chart, MOST_POINTS, xychart } from './xychart.ts';

const chart: Chart = {
  title: 'errors',
  unit: 'percent',
  categories: ['02:40', '02:45', '02:50'],
  values: [0.4, 0.5, 9.7],
  mark: 1,
};

/** The part of Mermaid's xychart grammar (10.9.3 to 11.14) that a chart of ours may use. */
const NUMBER = String.raw`[+-]?(?:\d+(?:\.\d+)?|\.\d+)`;
/** The grammar has no empty string; a label that finds no room is made of zero-width spaces. */
const STRING = '"(?:[A-Za-z0-9 ._:/(),=-]+|\u200b+)"';
const LIST = (item: string) => String.raw`\[${item}(?:, ${item})*\]`;
const GRAMMAR = new RegExp(
  `^xychart-beta\n {4}title ${STRING}\n {4}x-axis ${LIST(STRING)}\n {4}y-axis ${STRING} ${NUMBER} --> ${NUMBER}\n` +
    ` {4}bar ${LIST(NUMBER)}\n {4}line ${LIST(NUMBER)}$`,
);

describe('a chart in Mermaid', () => {
  test('draws the deploy as one bar under the line', () => {
    expect(xychart(chart)).toBe(
      [
        'xychart-beta',
        '    title "errors"',
        '    x-axis ["02:40", "02:45", "02:50"]',
        '    y-axis "percent" 0 --> 10.7',
        '    bar [0, 10.7, 0]',
        '    line [0.4, 0.5, 9.7]',
      ].join('\n'),
    );
  });

  test('is in the grammar or not drawn at all, whatever the numbers and names are', () => {
    const values = fc.array(fc.double(), { maxLength: 45 });
    fc.assert(
      fc.property(values, fc.string({ unit: 'binary' }), fc.option(fc.nat(45)), (numbers, words, mark) => {
        const drawn = xychart({
          title: words,
          unit: words,
          categories: numbers.map((_, index) => `${index}`),
          values: numbers,
          ...(mark === null ? {} : { mark }),
        });
        expect(drawn === undefined || GRAMMAR.test(drawn)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('of ordinary numbers is drawn', () => {
    const values = fc.array(fc.float({ min: 0, max: 100_000, noNaN: true }), { minLength: 2, maxLength: MOST_POINTS });
    fc.assert(
      fc.property(values, (numbers) => {
        const categories = numbers.map((_, index) => `${index}`);
        expect(xychart({ title: 't', unit: 'u', categories, values: numbers })).toMatch(GRAMMAR);
      }),
    );
  });

  test('writes no label over another: as many as find room, each category still once', () => {
    const values = Array.from({ length: 40 }, (_, index) => index);
    const labels = (categories: readonly string[]) => {
      const axis = /x-axis \[(.*)\]/.exec(xychart({ title: 't', unit: 'u', values, categories }) ?? '')?.[1] ?? '';
      return axis.split(', ').map((label) => label.slice(1, -1));
    };
    const short = labels(values.map((index) => `02:${10 + index}`));
    expect(new Set(short).size).toBe(40);
    expect(short.filter((label) => !label.startsWith('\u200b'))).toEqual([
      '02:10',
      '02:14',
      '02:18',
      '02:22',
      '02:26',
      '02:30',
      '02:34',
      '02:38',
      '02:42',
      '02:46',
    ]);
    expect(labels(values.map((index) => `11-25 02:${10 + index}`)).filter((label) => label.includes(':'))).toHaveLength(
      5,
    );
  });

  test.each<[string, Partial<Chart>]>([
    ['one point', { categories: ['a'], values: [1] }],
    ['a gap', { values: [1, Number.NaN, 2] }],
    ['an infinite value', { values: [1, Number.POSITIVE_INFINITY, 2] }],
    ['a number that needs an exponent', { values: [1, 1e21, 2] }],
    ['categories that repeat', { categories: ['a', 'a', 'b'] }],
    ['a category too few', { categories: ['a', 'b'] }],
    ['more points than fit', { categories: Array.from({ length: 41 }, (_, n) => `${n}`), values: Array(41).fill(1) }],
  ])('is not drawn for %s', (...[, part]) => {
    expect(xychart({ ...chart, ...part })).toBeUndefined();
  });
});
