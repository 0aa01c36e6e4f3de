import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchesGlob } from './matches-glob.ts';

describe('a glob', () => {
  test.each([
    ['services/checkout/src/total.js', 'services/checkout/**', true],
    ['services/checkout', 'services/checkout/**', true],
    ['services/checkout2/a.js', 'services/checkout/**', false],
    ['a/b/c/d.ts', '**/*.ts', true],
    ['d.ts', '**/*.ts', true],
    ['d.tsx', '**/*.ts', false],
    ['a/b.ts', '*.ts', false],
    ['a1.ts', 'a?.ts', true],
    ['a.ts', 'a?.ts', false],
    ['libs/money/decimal.js', 'libs/*/decimal.*', true],
    ['libs/a/b/decimal.js', 'libs/*/decimal.*', false],
    ['Makefile', '**', true],
  ])('%s against %s: %s', (path, glob, expected) => {
    expect(matchesGlob(path, glob)).toBe(expected);
  });

  test('a path fits itself, and any path fits two stars', () => {
    const name = fc.stringMatching(/^[a-z.]{1,8}$/).filter((text) => !text.includes('*'));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), (names) => {
        const path = names.join('/');
        expect(matchesGlob(path, path)).toBe(true);
        expect(matchesGlob(path, '**')).toBe(true);
        expect(matchesGlob(`${path}/x`, path)).toBe(false);
      }),
    );
  });
});
