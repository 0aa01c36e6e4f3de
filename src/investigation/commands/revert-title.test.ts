import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { revertTitle } from './revert-title.ts';

const pull = { kind: 'pull', number: 12, sha: 'a'.repeat(40) } as const;

test('a title says what is reverted', () => {
  expect(revertTitle(pull, 'Sum up')).toBe('Revert #12: Sum up');
  expect(revertTitle({ kind: 'commit', sha: 'a'.repeat(40) }, undefined)).toBe('Revert aaaaaaaaaaaa');
  expect(revertTitle({ kind: 'deploy', lastGood: 'b'.repeat(40), bad: 'a'.repeat(40) }, '')).toBe(
    'Revert the deploy of aaaaaaaaaaaa',
  );
});

test('whatever the change was called, its title closes no issue, calls nobody and links nowhere', () => {
  const piece = fc.constantFrom(
    'fixes #12',
    'closes GH-3',
    'resolves o/r#7',
    '@ada',
    '@org/team',
    'https://e.example/',
    'www.e.example',
    '\u202e',
    '\n',
    '`',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 6 }), (pieces) => {
      const title = revertTitle(pull, pieces.join('')).slice('Revert #12'.length);
      expect(title).not.toMatch(/#\d|GH-\d|@\w|:\/\/|\bwww\.|\n|\u202e/i);
      expect(title.length).toBeLessThanOrEqual(250);
    }),
  );
});
