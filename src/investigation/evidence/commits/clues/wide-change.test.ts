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
  'A search by any part of a name',
  'feat: [seats] same order everywhere',
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
  'Add one test for carts',
  'Fix all lint errors',
  'Escape single quotes',
  'Bump shared-utils from 1.2 to 1.3',
  'Handle missing seats, if any',
  'Revert "One agent for the whole process"',
])('%s: nothing is told of more places', (title) => {
  expect(found(unifyingClue, [commit('x', title)])).toEqual([null]);
});

test.each([
  'Seats are no longer sorted',
  'Do not wait',
  'Fix: no sorting',
  'SHOP-7: Never retry',
  'Don’t retry',
  '[seats] Stop it',
])('%s: something no longer happens', (title) => {
  expect(found(takingClue, [commit('x', title)])).toEqual(['1 by its title something no longer happens']);
});

test.each([
  'Workers take 40, not 20',
  'Nothing to note',
  'Guard against carts without lines',
  '[no-ops] Seats',
  'Remove a helper that is no longer used',
  'No functional changes',
  'Revert "Seats are no longer sorted"',
])('%s: nothing is told to have ended', (title) => {
  expect(found(takingClue, [commit('x', title)])).toEqual([null]);
});

test('what a rollback took away no longer does it', () => {
  const rollback = { id: 'd', service: 'shop', startedAt: 0, kind: 'rollback' as const, commits: ['x'] };
  expect(found(takingClue, [commit('x', 'No sorting')], { deploys: [rollback] })).toEqual([null]);
});

test('a flag for all users is no commit, and what no deploy carried is not asked', () => {
  expect(found(unifyingClue, [commit('x', 'One cart for all')], { deploys: [] })).toEqual([null]);
  expect(found(takingClue, [commit('x', 'No cart')], { deploys: [] })).toEqual([null]);
});
