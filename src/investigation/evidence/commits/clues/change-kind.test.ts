import { expect, test } from '@jest/globals';
import { changed, commit, found, logged } from '../../../../../test/support/cases/commit-incident.ts';
import type { Case, CaseCommit } from '../../../case.ts';
import { addingClue, configurationClue, inertClue, migrationClue, observingClue } from './change-kind.ts';
import type { CommitFeature } from './commit-feature.ts';

/** What a feature says of the one commit of a case: its value and its words. */
const said = (feature: CommitFeature, one: CaseCommit, more: Partial<Case> = {}) => found(feature, [one], more)[0];

test('only documents, tests or pipelines', () => {
  const of = (...paths: string[]) => said(inertClue, commit('x', 'x', ...paths.map((path) => changed(path, 'a'))));
  const says = '0.2 it changes only documents, tests, pipelines or another environment';
  expect(of('a.md', 'test/a.ts')).toBe(says);
  expect(of('a.md', 'deploy/values-staging.yaml')).toBe(says);
  expect(of('a.md', 'src/preview/fetch.ts')).toBeNull();
  expect(of('a.md', 'a.ts')).toBeNull();
  expect(of()).toBeNull();
});

test('they say more where something runs', () => {
  const documents = commit('x', 'x', changed('a.md', 'a'));
  expect(said(inertClue, documents, { logs: logged('x') })).toMatch(/^1 /);
  expect(said(inertClue, documents, { series: [{ id: 's', service: 'shop', points: [] }] })).toMatch(/^1 /);
  expect(said(inertClue, documents, { logs: [], series: [] })).toMatch(/^0\.2 /);
});

test('configuration or a schema among others', () => {
  const of = (clue: CommitFeature, ...paths: string[]) =>
    said(clue, commit('x', 'x', ...paths.map((path) => changed(path, 'a'))));
  expect(of(configurationClue, 'a.ts', 'b.yml')).toBe('1 it changes configuration');
  expect(of(configurationClue, 'a.sql')).toBeNull();
  expect(of(configurationClue, 'a.ts', 'deploy/values-staging.yaml')).toBeNull();
  expect(of(configurationClue, 'a.ts')).toBeNull();
  expect(of(migrationClue, 'a.ts', 'a.sql')).toBe('1 it changes a database schema');
  expect(of(migrationClue, 'a.ts', 'b.yml')).toBeNull();
});

test('what its title says to change only how the service is watched, where something runs', () => {
  const of = (title: string, more: Partial<Case> = { logs: logged('seat is gone') }) =>
    said(observingClue, commit('x', title), more);
  const says = '1 by its title it changes only what is logged or measured';
  for (const title of [
    'Histogram for seats',
    'fix: log why',
    'Cost centres',
    'Trace id in errors',
    'SLO of seats',
    'Service monitor',
    'Recording rules',
  ]) {
    expect(of(title)).toBe(says);
  }
  expect(of('Seats\n\nwith a log line')).toBeNull();
  expect(of('Login of seats, blog, alerts')).toBeNull();
  expect(of('Histogram for seats', {})).toBeNull();
});

test('what only adds lines, in files that run, where something does', () => {
  const adds = { path: 'a.ts', patch: '--- a/a.ts\n+++ b/a.ts\n@@ -1 +1,2 @@\n one\n+two' };
  const runs = { logs: logged('seat is gone') };
  const of = (one: CaseCommit, more: Partial<Case> = runs) => said(addingClue, one, more);
  const says = 'it only adds lines: what was there before stays as it was';
  expect(of(commit('x', 'x', adds))).toBe(`1 ${says}`);
  expect(of(commit('x', 'x', adds), {})).toBeNull();
  expect(of(commit('x', 'x', adds, changed('b.ts', 'now', 'before')))).toBeNull();
  expect(of(commit('x', 'x', { ...adds, path: 'docs/a.md' }))).toBeNull();
  expect(of(commit('x', 'x', adds, { path: 'b.bin' }))).toBeNull();
  expect(of(commit('x', 'x'))).toBeNull();
});
