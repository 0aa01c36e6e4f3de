import { describe, expect, test } from '@jest/globals';
import { attributeOf } from './attribute-of.ts';
import { globMatch } from './glob-match.ts';
import { parseAttributes } from './parse-attributes.ts';

describe('a pattern matches a path', () => {
  test.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['a', 'a/b', false],
    ['*', 'anything', true],
    ['*', '', true],
    ['a*', 'abc', true],
    ['*c', 'abc', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abb', false],
    ['a**c', 'abbc', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a/*', 'a/b', true],
    ['a/*', 'a/b/c', false],
    ['a/**', 'a/b/c', true],
    ['a/**', 'a', false],
    ['**/c', 'c', true],
    ['**/c', 'a/b/c', true],
    ['a/**/c', 'a/c', true],
    ['a/**/c', 'a/b/b/c', true],
    ['a/**/c', 'b/c', false],
    ['[abc]', 'b', true],
    ['[a-c]', 'b', true],
    ['[a-c]', 'd', false],
    ['[!a-c]', 'd', true],
    ['[^a]', 'a', false],
    ['[]x]', ']', true],
    ['[a-]', '-', true],
    ['[', '[', true],
    ['[[:digit:]]', '7', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['a\\', 'a', false],
    ['[[:alpha:][:digit:]]x', 'ax', true],
    ['[a[]', '[', true],
  ])('%s %s: %s', (pattern, path, expected) => {
    expect(globMatch(pattern, path)).toBe(expected);
  });

  test('in bounded time, whatever the pattern', () => {
    expect(globMatch('a*'.repeat(500), 'a'.repeat(5000))).toBe(true);
    expect(globMatch(`${'a*'.repeat(500)}b`, 'a'.repeat(5000))).toBe(false);
    expect(globMatch(`${'**/'.repeat(200)}x`, 'a/'.repeat(500))).toBe(false);
  });
});

describe('the attributes of a path', () => {
  const of = (text: string, path: string, attribute = 'merge') =>
    attributeOf([{ folder: '', lines: parseAttributes(text) }], path, attribute);

  test.each([
    ['*.x merge', 'a.x', true],
    ['*.x -merge', 'sub/a.x', false],
    ['*.x !merge', 'a.x', 'unspecified'],
    ['*.x merge=ours', 'a.x', { value: 'ours' }],
    ['*.x merge=', 'a.x', { value: '' }],
    ['*.x text', 'a.x', 'unspecified'],
    ['*.x', 'a.x', 'unspecified'],
    ['', 'a.x', 'unspecified'],
    ['# *.x -merge', 'a.x', 'unspecified'],
    ['!*.x -merge', 'a.x', 'unspecified'],
    ['sub/ -merge', 'sub/a.x', 'unspecified'],
    ['/a.x -merge', 'a.x', false],
    ['/a.x -merge', 'sub/a.x', 'unspecified'],
    ['*.x binary', 'a.x', false],
    ['*.x -binary', 'a.x', 'unspecified'],
    ['*.x binary\n*.x -binary', 'a.x', 'unspecified'],
    ['*.x merge -merge', 'a.x', false],
    ['[attr]own -merge\n*.x own', 'a.x', false],
    ['[attr]binary merge\n*.x binary', 'a.x', true],
    ['"a\\"b.x" -merge', 'a"b.x', false],
  ])('%j of %s: %j', (text, path, expected) => {
    expect(of(text, path)).toEqual(expected);
  });

  test('of another name are found too', () => {
    expect(of('*.psd filter=lfs diff=lfs', 'a.psd', 'filter')).toEqual({ value: 'lfs' });
  });

  test('a deeper file wins, and matches below its own folder', () => {
    const files = [
      { folder: '', lines: parseAttributes('*.x -merge') },
      { folder: 'sub', lines: parseAttributes('/a.x merge=text') },
    ];
    expect(attributeOf(files, 'sub/a.x', 'merge')).toEqual({ value: 'text' });
    expect(attributeOf(files, 'sub/deep/a.x', 'merge')).toBe(false);
  });
});
