import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { storableText } from './storable-text.ts';

test('gives text that PostgreSQL takes, leaves good text alone, and is the same the second time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\u0000', '\ud800', '\udc00'), (text, bad) => {
      const stored = storableText(text + bad);
      expect([stored.includes('\u0000'), stored.isWellFormed(), storableText(stored)]).toEqual([false, true, stored]);
      if (text.isWellFormed() && !text.includes('\u0000')) expect(storableText(text)).toBe(text);
    }),
  );
});
