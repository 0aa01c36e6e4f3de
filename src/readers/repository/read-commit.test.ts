import { describe, expect, test } from '@jest/globals';
import { answer } from '../../../test/support/github/scripted-github.ts';
import { A, B, open } from '../../../test/support/github/scripted-repository.ts';

describe('the pull request of a commit', () => {
  const pull = (number: number, more: object = {}) => ({
    number,
    title: `Pull ${number}`,
    merged_at: '2026-01-01T00:00:00Z',
    merge_commit_sha: B,
    base: { ref: 'main' },
    head: { sha: B },
    ...more,
  });
  const read = async (message: string, pulls: readonly object[], parents: readonly string[] = [B]) => {
    const { repository } = await open({
      [`GET /repos/o/r/commits/${A}`]: {
        sha: A,
        commit: { message, author: { name: 'Ada', date: '2026-01-01T00:00:00Z' }, committer: null },
        author: null,
        parents: parents.map((sha) => ({ sha })),
        files: [{ filename: 'a.ts', status: 'modified', additions: 1, deletions: 0 }],
      },
      [`GET /repos/o/r/commits/${A}/pulls`]: pulls,
    });
    return repository.commit(A);
  };

  test('is none although the message says so', async () => {
    expect(await read('Fix it (#9)', [])).toEqual({
      repositoryId: 7,
      sha: A,
      message: 'Fix it (#9)',
      author: 'Ada',
      committedAt: Date.UTC(2026, 0, 1),
      parents: [B],
      files: [{ path: 'a.ts', status: 'modified', additions: 1, deletions: 0 }],
      mergeKind: 'push',
    });
  });

  test('is none that was never merged', async () => {
    expect(await read('Fix', [pull(1, { merged_at: null })])).toMatchObject({ mergeKind: 'push' });
  });

  test.each([
    ['the one that became the commit', [pull(1), pull(2, { merge_commit_sha: A })], 'x (#1)', 2],
    ['the one into the default branch', [pull(1, { base: { ref: 'next' } }), pull(2)], 'x (#1)', 2],
    ['the one that the message names', [pull(1), pull(2)], 'x (#2)', 2],
    ['the first that was merged', [pull(1), pull(2, { merged_at: '2025-01-01T00:00:00Z' })], 'x', 2],
  ])('is %s', async (_, pulls, message, number) => {
    expect(await read(message, pulls)).toMatchObject({ pullRequest: number, pullRequestTitle: `Pull ${number}` });
  });

  test.each([
    ['squash', 'Fix it (#1)\n\nbody', [B], { merge_commit_sha: A }],
    ['merge', 'Merge pull request #1', [B, B], { merge_commit_sha: A }],
    ['merge', 'a commit of the branch itself', [B], { head: { sha: A } }],
    [undefined, 'Fix it', [B], { merge_commit_sha: A }],
    [undefined, 'a commit in the middle', [B], {}],
  ])('was merged by %s: %s', async (kind, message, parents, more) => {
    const commit = await read(message, [pull(1, more)], parents);
    expect(commit?.pullRequest).toBe(1);
    expect(commit?.mergeKind).toBe(kind);
  });

  test('into another branch does not say when the default branch got it', async () => {
    expect(await read('x', [pull(1, { base: { ref: 'next' } })])).not.toHaveProperty('mergedAt');
    expect(await read('x', [pull(1)])).toMatchObject({ mergedAt: Date.UTC(2026, 0, 1) });
  });
});

test.each([404, 409, 422])('a commit that GitHub answers %i for is not there', async (status) => {
  const { repository } = await open({ [`GET /repos/o/r/commits/${A}`]: answer(status) });
  expect(await repository.commit(A)).toBeUndefined();
});
