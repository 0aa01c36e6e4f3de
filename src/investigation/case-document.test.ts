import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyCase } from '../../test/support/cases/any-case.ts';
import { CASE_FORMAT, readCase, writeCase } from './case-document.ts';

const LEAST = {
  format: CASE_FORMAT,
  id: 'c',
  askedAt: '2026-03-02T14:10:00Z',
  alert: { service: 'cart', startedAt: '2026-03-02T14:00:00Z' },
  deploys: [],
};

describe('the case document', () => {
  test('times become milliseconds; unknown keys are ignored, a null is a missing key', () => {
    const read = readCase({ ...LEAST, later: 1, priors: null });
    expect(read).toEqual({
      id: 'c',
      askedAt: Date.UTC(2026, 2, 2, 14, 10),
      alert: { service: 'cart', startedAt: Date.UTC(2026, 2, 2, 14) },
      deploys: [],
    });
  });

  test('an empty list is known to be empty, a missing one is not known', () => {
    expect(readCase({ ...LEAST, changes: [] })).toHaveProperty('changes', []);
    expect(readCase(LEAST)).not.toHaveProperty('changes');
  });

  test('a word of a later version counts as not known', () => {
    const deploys = [{ id: 'd', service: 'cart', startedAt: '2026-03-02T13:00:00Z', kind: 'blue-green' }];
    expect(readCase({ ...LEAST, deploys }).deploys[0]).not.toHaveProperty('kind');
  });

  test.each([
    [{ ...LEAST, format: 'other/1' }, 'format'],
    [{ ...LEAST, alert: { service: 'cart' } }, 'alert.startedAt'],
    [{ ...LEAST, deploys: [{ id: 'd', service: 'cart', startedAt: 'yesterday' }] }, 'deploys[0].startedAt'],
    [{ ...LEAST, deploys: 'none' }, 'deploys'],
  ])('what is wrong is named by its path: %#', (document, path) => {
    expect(() => readCase(document)).toThrow(path);
  });

  test('what is written is read back as it was', () => {
    fc.assert(
      fc.property(anyCase(true), (theCase) => {
        expect(readCase(JSON.parse(JSON.stringify(writeCase(theCase))))).toEqual(theCase);
      }),
    );
  });
});
