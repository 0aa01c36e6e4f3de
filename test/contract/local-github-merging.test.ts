import { describe, expect, test } from '@jest/globals';
import { shopPerFile } from '../support/github/shop-per-file.ts';
import { lines, statusOf } from '../support/github/shop-repository.ts';

const shop = shopPerFile();

describe('merging a pull request', () => {
  async function withPull(name: string) {
    const made = await shop.repository(name, { 'a.txt': lines('1', '2', '3', '4', '5') });
    const { full } = made;
    await shop.github.commit(full, {
      branch: 'topic',
      message: 'Second line',
      files: { 'a.txt': lines('1', 'two', '3', '4', '5') },
    });
    const head = await shop.github.commit(full, {
      branch: 'topic',
      message: 'A new file\n\nWhy not',
      files: { 'b.txt': 'b\n' },
    });
    const base = await shop.github.commit(full, {
      message: 'Meanwhile',
      files: { 'a.txt': lines('1', '2', '3', '4', 'five') },
    });
    const pull = await shop.github.openPullRequest(full, { head: 'topic', title: 'Topic', by: 'ada' });
    return { ...made, number: pull.number, head, tip: base };
  }
  const result = lines('1', 'two', '3', '4', 'five');

  test('squash: one commit on the base, by the author of the pull request, with the commits in its words', async () => {
    const { full, git, number, tip, repo } = await withPull('squash');
    const { sha } = await shop.github.mergePullRequest(full, number, { method: 'squash', by: 'bob' });
    expect(git('rev-parse', 'main').trim()).toBe(sha);
    expect(git('log', '-1', '--format=%P|%an|%cn|%s|%b', sha).trim()).toBe(
      `${tip}|ada|GitHub|Topic (#${number})|* Second line\n\n* A new file\n\nWhy not`,
    );
    expect(git('show', `${sha}:a.txt`)).toBe(result);
    const { data } = await shop.octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...repo, commit_sha: sha });
    expect(data.map((pull) => [pull.number, pull.merge_commit_sha, pull.state])).toEqual([[number, sha, 'closed']]);
  });

  test('merge: a commit with both parents, and each commit of the branch belongs to the pull request', async () => {
    const { full, git, number, tip, head, repo } = await withPull('merge');
    const { sha } = await shop.github.mergePullRequest(full, number, { method: 'merge', by: 'bob' });
    expect(git('log', '-1', '--format=%P|%s', sha).trim()).toBe(
      `${tip} ${head}|Merge pull request #${number} from acme/topic`,
    );
    expect(git('show', `${sha}:a.txt`)).toBe(result);
    for (const commit of [sha, head]) {
      const { data } = await shop.octokit.rest.repos.listPullRequestsAssociatedWithCommit({
        ...repo,
        commit_sha: commit,
      });
      expect(data.map((pull) => pull.number)).toEqual([number]);
    }
  });

  test('rebase: every commit again on the base, with its author and its own changes', async () => {
    const { full, git, number, tip, head, repo } = await withPull('rebase');
    const { sha } = await shop.github.mergePullRequest(full, number, { method: 'rebase', by: 'bob' });
    expect(git('log', '--reverse', '--format=%s|%cn', `${tip}..${sha}`)).toBe('Second line|bob\nA new file|bob\n');
    expect(git('show', `${sha}:a.txt`)).toBe(result);
    expect(sha).not.toBe(head);
    const { data } = await shop.octokit.rest.repos.listPullRequestsAssociatedWithCommit({
      ...repo,
      commit_sha: `${sha}`,
    });
    expect(data.map((pull) => pull.number)).toEqual([number]);
  });

  test('a conflict refuses all three ways and leaves the base where it was', async () => {
    const { full, git, number, repo, head } = await withPull('conflict');
    const clean = await shop.octokit.rest.pulls.get({ ...repo, pull_number: number });
    const tip = await shop.github.commit(full, {
      message: 'Same line',
      files: { 'a.txt': lines('1', 'zwei', '3', '4', 'five') },
    });
    const { data } = await shop.octokit.rest.pulls.get({ ...repo, pull_number: number });
    expect([clean.data.mergeable, data.mergeable, data.mergeable_state]).toEqual([true, false, 'dirty']);
    for (const method of ['squash', 'merge', 'rebase'] as const) {
      await expect(shop.github.mergePullRequest(full, number, { method })).rejects.toMatchObject({ status: 405 });
    }
    expect(git('rev-parse', 'main').trim()).toBe(tip);
    expect(await statusOf(shop.octokit.rest.repos.merge({ ...repo, base: 'main', head }))).toBe(409);
  });

  test('a draft, a moved head and a closed pull request are refused', async () => {
    const { full, repo, head } = await withPull('refused');
    await shop.github.commit(full, { branch: 'draft', message: 'Draft', files: { 'd.txt': 'd\n' } });
    const { number } = await shop.github.openPullRequest(full, { head: 'draft', title: 'Draft', draft: true });
    const merge = (sha?: string) =>
      shop.octokit.rest.pulls.merge({ ...repo, pull_number: number, ...(sha === undefined ? {} : { sha }) });
    expect(await statusOf(merge())).toBe(405);
    await shop.github.markReadyForReview(full, number);
    expect(await statusOf(merge(head))).toBe(409);
    await shop.github.closePullRequest(full, number);
    expect(await statusOf(merge())).toBe(405);
  });

  test('closing keywords close what they name, on the default branch only', async () => {
    const { full, number } = await withPull('keywords');
    const issue = await shop.github.openIssue(full, { title: 'Broken' });
    const other = await shop.github.openIssue(full, { title: 'Also broken' });
    shop.github.issue(full, number).body = `Fixes #${issue.number}, see #${other.number}`;
    await shop.github.mergePullRequest(full, number, { method: 'merge' });
    expect([issue.state, other.state]).toEqual(['closed', 'open']);
  });
});
