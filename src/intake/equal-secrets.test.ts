import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { equalSecrets } from './equal-secrets.ts';

test('agrees with ===, but an empty secret equals nothing', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, two) => {
      expect(equalSecrets(one, two)).toBe(one === two && two !== '');
      expect(equalSecrets(one, one)).toBe(one !== '');
    }),
  );
});
