import { expect, test } from '@jest/globals';
import { mappingIn, reasonWithMapping } from './reason-with-mapping.ts';

test('the lines that would map an alert are found again behind its reason', () => {
  const kept = reasonWithMapping('No label.', 'services:\n  disk:\n');
  expect(kept).toBe('No label. To map it:\nservices:\n  disk:\n');
  expect(mappingIn(kept)).toBe('services:\n  disk:\n');
});

test('a reason without such lines has none', () => {
  expect(mappingIn('No label.')).toBeUndefined();
});
