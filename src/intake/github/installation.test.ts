import { expect, test } from '@jest/globals';
import { changed, githubFixture } from '../../../test/support/github/github-fixture.ts';
import type { Recorder } from './contract.ts';
import { installation } from './installation.ts';
import { installationRepositories } from './installation-repositories.ts';

const read = (recorder: Recorder, fixture: string, changes: object = {}) =>
  recorder.read(changed(githubFixture(fixture).payload, { ...changes }), { receivedAt: 0, rules: {} });

test('an installation tells its account, its rights and its repositories', () => {
  expect(read(installation, 'installation')).toMatchObject({
    kind: 'facts',
    facts: {
      installationId: 957387,
      installation: { account: 'Codertocat', suspended: false, removed: false, permissions: { contents: 'write' } },
      repositories: [
        { repositoryId: 186853002, fullName: 'Codertocat/Hello-World', visibility: 'public', removed: false },
      ],
    },
  });
});

test.each([
  ['deleted', {}, { removed: true, suspended: false }],
  ['suspend', {}, { removed: false, suspended: true }],
  ['unsuspend', { suspended_at: '2026-01-01T00:00:00Z' }, { removed: false, suspended: false }],
  ['new_permissions_accepted', { suspended_at: '2026-01-01T00:00:00Z' }, { removed: false, suspended: true }],
])('%s', (action, changes, expected) => {
  const recording = read(installation, 'installation', { action, installation: changes, repositories: undefined });
  expect(recording).toMatchObject({ facts: { installation: expected, repositories: [] } });
});

test('a deleted installation takes its repositories along', () => {
  const recording = read(installation, 'installation', { action: 'deleted' });
  expect(recording).toMatchObject({ facts: { repositories: [{ removed: true }] } });
});

test('an enterprise has a slug, and an account may be unknown', () => {
  const of = (account: unknown) => read(installation, 'installation', { installation: { account } });
  expect(of({ login: undefined, slug: 'acme' })).toMatchObject({ facts: { installation: { account: 'acme' } } });
  expect(JSON.stringify(of(null))).not.toContain('"account"');
});

test('an action that is not known says nothing', () => {
  expect(read(installation, 'installation', { action: 'blessed' }).kind).toBe('ignored');
});

test('repositories come and go', () => {
  const entry = { id: 5, full_name: 'a/b', private: true };
  const recording = read(installationRepositories, 'installation-repositories', { repositories_removed: [entry] });
  expect(recording).toMatchObject({
    facts: {
      repositories: [
        { repositoryId: 186853007, removed: false },
        { repositoryId: 5, fullName: 'a/b', visibility: 'private', removed: true },
      ],
    },
  });
});
