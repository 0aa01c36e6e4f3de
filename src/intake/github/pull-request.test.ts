import { expect, test } from '@jest/globals';
import { changed, githubFixture } from '../../../test/support/github/github-fixture.ts';
import { pullRequest } from './pull-request.ts';

const { payload } = githubFixture('pull-request');
const read = (changes: object) =>
  pullRequest.read(changed(payload, { pull_request: changes }), { receivedAt: 0, rules: {} });

test('a merge tells the commit that the pull request became', () => {
  expect(read({})).toMatchObject({
    kind: 'facts',
    facts: {
      installationId: 1,
      commits: [
        {
          repositoryId: 186853002,
          sha: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
          pullRequest: 2,
          pullRequestTitle: 'Update the README with new information.',
          mergedAt: Date.parse('2019-05-15T15:21:18Z'),
          authorLogin: 'Codertocat',
        },
      ],
    },
  });
});

test('neither a deleted fork nor an account that is gone is in the way', () => {
  const recording = read({ head: { repo: null, user: null }, user: null });
  expect(recording).toMatchObject({ kind: 'facts', facts: { commits: [{ pullRequest: 2 }] } });
  expect(JSON.stringify(recording)).not.toContain('authorLogin');
});

test.each([
  ['closed without a merge', { merged: false, merged_at: null }],
  ['merged into another branch', { base: { ref: 'release-1' } }],
  ['merged without its commit', { merge_commit_sha: null }],
  ['merged without its time', { merged_at: null }],
])('%s is no change', (_, changes) => {
  expect(read(changes).kind).toBe('ignored');
});
