import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ascending } from './ascending.ts';

test('the same as the engine’s own sort, few values or many, and the input stays as it is', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.double({ noNaN: true }).map((value) => value + 0),
        { maxLength: 120 },
      ),
      (values) => {
        const before = [...values];
        expect([...ascending(values)]).toEqual([...Float64Array.from(values).sort()]);
        expect(values).toEqual(before);
      },
    ),
  );
});
