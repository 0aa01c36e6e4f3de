import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type SeenReaction, weighReactions } from './weigh-reactions.ts';

const CHANGE = { deploy: 'd1', commit: 'c1' };
const OTHER = { deploy: 'd1', commit: 'c2' };
const NO_CHANGE = { deploy: null, commit: null };
const by = (id: number, type = 'User') => ({ id, login: `login-${id}`, type });
const thumb = (changes: Partial<SeenReaction> = {}): SeenReaction => ({
  by: by(1),
  mayWrite: true,
  thumb: 'up',
  at: 1,
  about: CHANGE,
  ...changes,
});
const NOBODY = { up: 0, down: 0 };

test('a writer labels the change that the report named, with the time of the thumb', () => {
  expect(weighReactions([thumb({ at: 7 })])).toEqual({
    labels: [{ ...CHANGE, label: 'it-was', at: 7, by: 'login-1' }],
    counted: { up: 1, down: 0 },
    others: NOBODY,
  });
  expect(weighReactions([thumb({ thumb: 'down' })]).labels).toMatchObject([{ label: 'not-it' }]);
});

test('who may not write is counted apart and labels nothing; a program is not even counted', () => {
  const seen = [
    thumb({ mayWrite: false }),
    thumb({ by: by(2, 'Bot') }),
    thumb({ by: null }),
    thumb({ by: by(3, 'Organization') }),
  ];
  expect(weighReactions(seen)).toEqual({ labels: [], counted: NOBODY, others: { up: 1, down: 0 } });
});

test('of one person the last thumb counts, wherever it stands; the divided label nothing', () => {
  const changed = [thumb({ at: 2, thumb: 'down' }), thumb({ at: 1 })];
  expect(weighReactions(changed)).toMatchObject({ labels: [{ label: 'not-it' }], counted: { up: 0, down: 1 } });
  const divided = [thumb(), thumb({ by: by(2), thumb: 'down' })];
  expect(weighReactions(divided)).toMatchObject({ labels: [], counted: { up: 1, down: 1 } });
  expect(weighReactions([...divided, thumb({ by: by(3), at: 9 })]).labels).toMatchObject([{ label: 'it-was', at: 9 }]);
});

test('each change has its own label', () => {
  const seen = [thumb({ thumb: 'down' }), thumb({ about: OTHER, at: 5 })];
  expect(weighReactions(seen).labels).toMatchObject([
    { commit: 'c1', label: 'not-it' },
    { commit: 'c2', label: 'it-was' },
  ]);
});

test('that no change was it can be said; that some change was it after all names none', () => {
  expect(weighReactions([thumb({ about: NO_CHANGE })]).labels).toMatchObject([{ ...NO_CHANGE, label: 'it-was' }]);
  expect(weighReactions([thumb({ about: NO_CHANGE, thumb: 'down' })])).toMatchObject({
    labels: [],
    counted: { up: 0, down: 1 },
  });
});

test('a thumb on a report that named several changes is counted and labels none', () => {
  expect(weighReactions([thumb({ about: undefined })])).toEqual({
    labels: [],
    counted: NOBODY,
    others: { up: 1, down: 0 },
  });
});

test('however many strangers and programs react, in whatever order, the labels are the ones of the writers', () => {
  const outsider = fc.record({
    by: fc.record({ id: fc.integer({ min: 100, max: 140 }), login: fc.string(), type: fc.constantFrom('User', 'Bot') }),
    mayWrite: fc.constant(false),
    thumb: fc.constantFrom('up' as const, 'down' as const),
    at: fc.integer({ min: 0, max: 9 }),
    about: fc.constantFrom(CHANGE, OTHER, NO_CHANGE, undefined),
  });
  const writers = [thumb(), thumb({ by: by(2), about: OTHER, thumb: 'down' })];
  const { labels } = weighReactions(writers);
  fc.assert(
    fc.property(fc.array(outsider), fc.integer({ min: 0, max: 20 }), (outsiders, cut) => {
      const mixed = [...outsiders.slice(cut), ...writers, ...outsiders.slice(0, cut)];
      expect(weighReactions(mixed).labels).toEqual(labels);
    }),
  );
});
