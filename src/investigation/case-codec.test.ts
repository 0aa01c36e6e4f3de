import { describe, expect, test } from '@jest/globals';
import {
  array,
  CaseProblem,
  flag,
  keep,
  number,
  object,
  oneOf,
  optional,
  points,
  text,
  textMap,
  time,
} from './case-codec.ts';

const service = object<{ name: string; at?: number }>({ name: text, at: optional(time) });

/** What a codec says of a value that it refuses. */
function refusal(read: () => unknown): string {
  try {
    read();
  } catch (problem) {
    if (problem instanceof CaseProblem) return problem.message;
  }
  return 'it was read';
}

describe('what is refused is told with its place, what was found, and what belongs there', () => {
  test.each<[string, () => unknown]>([
    ['the case: expected a string, but it is missing', () => text.read(undefined)],
    ['the case: expected a string, but found null', () => text.read(null)],
    ['the case: expected a string, but found an array', () => text.read([])],
    ['the case: expected a string, but found an object', () => text.read({})],
    ['the case: expected a string, but found true', () => text.read(true)],
    ['the case: expected a string, but found function', () => text.read(() => 0)],
    ['the case: expected true or false, but found "true"', () => flag.read('true')],
    ['the case: expected a number, but found "1"', () => number.read('1')],
    ['the case: expected a number, but found null', () => number.read(null)],
    [`the case: expected a number, but found "${'a'.repeat(59)}…`, () => number.read('a'.repeat(99))],
    ['the case: expected a time such as 2023-04-13T15:19:00Z, but found 5', () => time.read(5)],
    ['the case: expected a time such as 2023-04-13T15:19:00Z, but found "2023-04-13"', () => time.read('2023-04-13')],
    ['the case: expected a string, but found 1', () => oneOf('a', 'b').read(1)],
    ['the case: expected "v1", but found "v2"', () => keep('v1').read('v2')],
    ['the case: expected an object, but found an array', () => textMap.read([])],
    ['team: expected a string, but found an object', () => textMap.read({ team: {} })],
    ['the case: expected an array, but found an object', () => points.read({})],
    ['[1]: expected [unix seconds, value], but found 7', () => points.read([[1, 2], 7])],
    ['[0]: expected [unix seconds, value], but found an array', () => points.read([['1', 2]])],
    ['[0][1]: expected a number, but found "2"', () => points.read([[1, '2']])],
    ['the case: expected an array, but found "a"', () => array(text).read('a')],
    ['[1].name: expected a string, but it is missing', () => array(service).read([{ name: 'a' }, {}])],
    ['at: expected a time such as 2023-04-13T15:19:00Z, but found "now"', () => service.read({ name: 'a', at: 'now' })],
  ])('%s', (message, read) => {
    expect(refusal(read)).toBe(message);
  });

  test('an error of another kind goes through as it is', () => {
    const broken = { read: (value: unknown) => JSON.parse(String(value)) as unknown, write: (value: unknown) => value };
    expect(() => array(broken).read(['{'])).toThrow(SyntaxError);
  });
});

describe('what is read', () => {
  test('numbers stand for their digits; a word of a later version is not known; a null is a missing key', () => {
    expect(text.read(7)).toBe('7');
    expect(oneOf('a', 'b').read('a')).toBe('a');
    expect(object<{ kind?: 'a' }>({ kind: optional(oneOf('a')) }).read({ kind: 'later' })).toEqual({});
    expect(service.read({ name: 'a', at: null, more: 1 })).toEqual({ name: 'a' });
  });

  test('labels become text, and those without a value are left out', () => {
    expect(textMap.read({ a: 1, b: true, c: null, d: undefined, e: 'x' })).toEqual({ a: '1', b: 'true', e: 'x' });
  });

  test('a point without a value is a missing point, and what stands behind a value is dropped', () => {
    expect(
      points.read([
        [1, null],
        [2, 3, 'exemplar'],
        [4, 5],
      ]),
    ).toEqual([
      [2, 3],
      [4, 5],
    ]);
  });

  test('what was read is written back; keys without a value are not', () => {
    expect(service.write({ name: 'a', at: Date.UTC(2026, 0, 2) })).toEqual({ name: 'a', at: '2026-01-02T00:00:00Z' });
    expect(service.write({ name: 'a' })).toEqual({ name: 'a' });
    expect(array(time).write([1.5e12])).toEqual(['2017-07-14T02:40:00Z']);
  });
});
