import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bytesOfText, textOfBytes } from '../objects/byte-text.ts';
import { mergeLines } from './merge-lines.ts';

const merge = (base: string, ours: string, theirs: string): string | undefined => {
  const merged = mergeLines(bytesOfText(base), bytesOfText(ours), bytesOfText(theirs));
  return merged && textOfBytes(merged);
};
const text = (...lines: (number | string)[]) => lines.map((line) => `${line}\n`).join('');
const texts = fc
  .tuple(fc.array(fc.nat(6), { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, ending, ends]) => lines.join(ending) + (ends ? ending : ''));

describe('three versions of a text', () => {
  test.each([
    [
      'changes far from each other are both kept',
      text(1, 2, 3, 4),
      text('a', 2, 3, 4),
      text(1, 2, 3, 'b'),
      text('a', 2, 3, 'b'),
    ],
    ['one line between two changes is enough', text(1, 2, 3), text('a', 2, 3), text(1, 2, 'b'), text('a', 2, 'b')],
    ['changes that touch are a conflict', text(1, 2), text('a', 2), text(1, 'b'), undefined],
    [
      'the same change on both sides is no conflict',
      text(1, 2, 3),
      text('a', 2, 3),
      text('a', 2, 'b'),
      text('a', 2, 'b'),
    ],
    ['both sides took the same out, by different ways', text(1, 2, 3, 4), text(1, 4), text(1, 3, 4), undefined],
    ['an insertion on one side only', text(1, 2, 3), text(1, 2, 3), text(1, 'x', 2, 3), text(1, 'x', 2, 3)],
    ['two insertions at one place are a conflict', text(1, 2), text(1, 'x', 2), text(1, 'y', 2), undefined],
    ['equal insertions at one place are none', text(1, 2), text(1, 'x', 2), text(1, 'x', 2), text(1, 'x', 2)],
    ['a removal and a change of the same line', text(1, 2, 3), text(1, 3), text(1, 'x', 3), undefined],
    [
      'their longer text, our change before it',
      text(1, 2, 3, 4, 5),
      text(1, 'a', 3, 4, 5),
      text(1, 2, 3, 4, 5, 6, 7),
      text(1, 'a', 3, 4, 5, 6, 7),
    ],
    [
      'our longer text, their change after it',
      text(1, 2, 3, 4, 5),
      text(0, 1, 2, 3, 4, 5),
      text(1, 2, 3, 4, 'b'),
      text(0, 1, 2, 3, 4, 'b'),
    ],
    ['a last line feed that went and a change far above', 'a\nb\nc\nd\n', 'a\nb\nc\nd', 'x\nb\nc\nd\n', 'x\nb\nc\nd'],
    [
      'changes that join up with a conflict',
      text(1, 2, 3, 4, 5),
      text('a', 2, 'c', 4, 5),
      text('b', 'x', 'y', 4, 5),
      undefined,
    ],
  ])('%s', (_, base, ours, theirs, expected) => {
    expect(merge(base, ours, theirs)).toBe(expected);
  });

  test('of which one side changed nothing give the other side', () => {
    fc.assert(
      fc.property(texts, texts, (base, changed) => {
        expect(merge(base, base, changed)).toBe(changed);
        expect(merge(base, changed, base)).toBe(changed);
      }),
    );
  });

  test('of which both sides are the same give that', () => {
    fc.assert(
      fc.property(texts, texts, (base, changed) => {
        expect(merge(base, changed, changed)).toBe(changed);
      }),
    );
  });

  test('give the same whichever side is called ours', () => {
    fc.assert(
      fc.property(texts, texts, texts, (base, ours, theirs) => {
        expect(merge(base, ours, theirs)).toBe(merge(base, theirs, ours));
      }),
    );
  });
});
