import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foreignText } from './foreign-text.ts';

test('what can be stored is left as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
      expect(foreignText(text.replaceAll('\u0000', ''), 1_000)).toBe(text.replaceAll('\u0000', ''));
    }),
  );
});

test('the result is well formed, without NUL, and never longer than asked for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 30 }), (text, longest) => {
      const said = foreignText(`${text}\ud800\u0000`, longest);
      expect([said.isWellFormed(), said.includes('\u0000'), said.length <= longest]).toEqual([true, false, true]);
    }),
  );
});

test('a cut is marked', () => expect(foreignText('abcdef', 4)).toBe('abc…'));
