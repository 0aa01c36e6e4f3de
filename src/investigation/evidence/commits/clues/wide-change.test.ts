import { expect, test } from '@jest/globals';
import { commit, found } from '../../../../../test/support/cases/commit-incident.ts';
import { takingClue, unifyingClue } from './wide-change.ts';

test.each([
  'One agent for the whole process',
  'One timeout per host',
  'fix(seats): one helper for amounts',
  'Annotations from a single template',
  'The same options for API and events',
  'Shared keys',
  'Common defaults',
  'HSTS on all hosts',
  'Any part of a name is found',
])('%s: it reaches more than one place', (title) => {
  expect(found(unifyingClue, [commit('x', title)])).toEqual(['1 by its title one thing now serves several, or all']);
});

test.each([
  'One retry on connection errors',
  'One second is enough',
  'Grades are loaded in one query',
  'Reindex in one go',
  'Drafts live for two days instead of one',
  'fix(common): seats',
  '[shared] Seats',
  'Seats in small shops',
])('%s: nothing is told of more places', (title) => {
  expect(found(unifyingClue, [commit('x', title)])).toEqual([null]);
});

test.each([
  'Seats are no longer sorted',
  'Do not wait',
  'fix(seats): no sorting',
  'SHOP-7 Never retry',
  '[seats] Stop it',
])('%s: something no longer happens', (title) => {
  expect(found(takingClue, [commit('x', title)])).toEqual(['1 by its title something no longer happens']);
});

test.each(['Workers take 40, not 20', 'Nothing to note', 'Guard against carts without lines', '[no-ops] Seats'])(
  '%s: nothing is told to have ended',
  (title) => {
    expect(found(takingClue, [commit('x', title)])).toEqual([null]);
  },
);

test('a flag for all users is no commit, and what no deploy carried is not asked', () => {
  expect(found(unifyingClue, [commit('x', 'One cart for all')], { deploys: [] })).toEqual([null]);
  expect(found(takingClue, [commit('x', 'No cart')], { deploys: [] })).toEqual([null]);
});
