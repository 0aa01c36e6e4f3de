import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { shopPerFile } from '../support/github/shop-per-file.ts';
import { lines, statusOf } from '../support/github/shop-repository.ts';

const shop = shopPerFile();

describe('comparing', () => {
  test('says ahead, behind, identical and diverged, from the merge base', async () => {
    const { full, repo, base } = await shop.repository('compare', { 'a.txt': 'a\n' });
    const left = await shop.github.commit(full, { message: 'Left', files: { 'l.txt': 'l\n' } });
    const right = await shop.github.commit(full, {
      branch: 'right',
      from: base,
      message: 'Right',
      files: { 'r.txt': 'r\n' },
    });
    const compare = async (basehead: string) => {
      const { data } = await shop.octokit.rest.repos.compareCommitsWithBasehead({ ...repo, basehead });
      const files = data.files?.map((file) => file.filename);
      return [
        data.status,
        data.ahead_by,
        data.behind_by,
        data.merge_base_commit.sha,
        data.commits.map((one) => one.sha),
        files,
      ];
    };
    expect(await compare(`${base}...${left}`)).toEqual(['ahead', 1, 0, base, [left], ['l.txt']]);
    expect(await compare(`${left}...${base}`)).toEqual(['behind', 0, 1, base, [], []]);
    expect(await compare(`${left}...main`)).toEqual(['identical', 0, 0, left, [], []]);
    expect(await compare(`main...right`)).toEqual(['diverged', 1, 1, base, [right], ['r.txt']]);
    expect(await statusOf(compare(`main...${'0'.repeat(40)}`))).toBe(404);
  });

  test('shows the newest 250 commits without paging and the oldest first with it; files on the first page only', async () => {
    const { full, repo, base, git } = await shop.repository('long', { 'a.txt': 'a\n' });
    const commits = Array.from({ length: 260 }, (_, index) =>
      [
        'commit refs/heads/main',
        `committer Ada <ada@example.org> ${1_700_000_000 + index} +0000`,
        `data <<END\nCommit ${index}\nEND`,
        ...(index === 0 ? [`from ${base}`] : []),
        `M 100644 inline f${index}.txt\ndata <<END\n${index}\nEND`,
      ].join('\n'),
    );
    const { folder } = shop.github.repository(full).git;
    execFileSync('git', ['-C', folder, 'fast-import', '--quiet'], { input: `${commits.join('\n')}\n` });
    const get = async (page?: number) => {
      const paging = page === undefined ? {} : { page, per_page: 100 };
      const answer = await shop.octokit.rest.repos.compareCommitsWithBasehead({
        ...repo,
        basehead: `${base}...main`,
        ...paging,
      });
      return { ...answer.data, link: answer.headers.link };
    };
    const whole = await get();
    expect([whole.total_commits, whole.commits.length, whole.commits.at(-1)?.commit.message]).toEqual([
      260,
      250,
      'Commit 259',
    ]);
    expect(whole.files?.length).toBe(260);
    const [first, third] = [await get(1), await get(3)];
    expect([first.commits[0]?.commit.message, third.commits.at(-1)?.commit.message]).toEqual([
      'Commit 0',
      'Commit 259',
    ]);
    expect([third.commits.length, third.files]).toEqual([60, undefined]);
    expect(first.link).toMatch(/page=3&per_page=100>; rel="last"/);
    expect(git('rev-list', '--count', 'main').trim()).toBe('261');
  });
});

describe('the files of a commit', () => {
  test('carry the hunks that git prints, for every kind of change', async () => {
    const long = Array.from({ length: 40 }, (_, index) => `line ${index}`);
    const { full, repo, git, base } = await shop.repository('files', {
      'changed.txt': lines(...long),
      'gone.txt': 'gone\n',
      'old name.txt': lines(...long, 'same'),
      'no-newline.txt': 'x',
    });
    const sha = await shop.github.commit(full, {
      message: 'All kinds',
      files: {
        'changed.txt': lines(...long.with(3, 'three').with(30, 'diff --git a/x b/x')),
        'gone.txt': null,
        'old name.txt': null,
        'new/näme.txt': lines(...long, 'same', 'more'),
        'no-newline.txt': 'y',
        'added.txt': '@@ not a hunk @@\n',
        'binary.bin': Buffer.from([0, 1, 2, 255, 0]),
        'empty.txt': '',
      },
    });
    const { data } = await shop.octokit.rest.repos.getCommit({ ...repo, ref: sha });
    const shown = data.files?.map((file) => [
      file.filename,
      file.status,
      file.additions,
      file.deletions,
      file.previous_filename,
    ]);
    expect(shown?.toSorted()).toEqual([
      ['added.txt', 'added', 1, 0, undefined],
      ['binary.bin', 'added', 0, 0, undefined],
      ['changed.txt', 'modified', 2, 2, undefined],
      ['empty.txt', 'added', 0, 0, undefined],
      ['gone.txt', 'removed', 0, 1, undefined],
      ['new/näme.txt', 'renamed', 1, 0, 'old name.txt'],
      ['no-newline.txt', 'modified', 1, 1, undefined],
    ]);
    for (const file of data.files ?? []) {
      const paths = [file.filename, ...(file.previous_filename === undefined ? [] : [file.previous_filename])];
      const printed = git('diff', '-M', base, sha, '--', ...paths);
      const hunks = printed.slice(printed.search(/^@@ /m)).replace(/\n$/, '');
      expect(file.patch).toBe(/^@@ /m.test(printed) ? hunks : undefined);
    }
    expect(data.stats).toEqual({ additions: 5, deletions: 4, total: 9 });
    const whole = await shop.octokit.rest.repos.getCommit({ ...repo, ref: sha, mediaType: { format: 'diff' } });
    expect(whole.data).toBe(git('diff', '-M', base, sha));
  });

  test('come 300 to a page', async () => {
    const { full, repo } = await shop.repository('many', { 'a.txt': 'a\n' });
    const files = Object.fromEntries(Array.from({ length: 310 }, (_, index) => [`f${index}.txt`, `${index}\n`]));
    const sha = await shop.github.commit(full, { message: 'Many', files });
    const one = await shop.octokit.rest.repos.getCommit({ ...repo, ref: sha });
    const two = await shop.octokit.rest.repos.getCommit({ ...repo, ref: sha, page: 2 });
    expect([one.data.files?.length, two.data.files?.length, one.data.stats?.additions]).toEqual([300, 10, 310]);
    expect(one.headers.link).toContain('rel="next"');
  });

  test('of the first commit and of a merge are against nothing and against the first parent', async () => {
    const { full, repo, base } = await shop.repository('edges', { 'a.txt': 'a\n' });
    await shop.github.commit(full, { branch: 'side', message: 'Side', files: { 's.txt': 's\n' } });
    await shop.github.commit(full, { message: 'Main', files: { 'm.txt': 'm\n' } });
    const { number } = await shop.github.openPullRequest(full, { head: 'side', title: 'Side' });
    const { sha } = await shop.github.mergePullRequest(full, number, { method: 'merge' });
    const names = async (ref: string) => {
      const { data } = await shop.octokit.rest.repos.getCommit({ ...repo, ref });
      return data.files?.map((file) => file.filename);
    };
    expect(await names(base)).toEqual(['a.txt']);
    expect(await names(sha)).toEqual(['s.txt']);
  });
});

test('a commit of a fork resolves, and is on no branch', async () => {
  const { full, repo, base, git } = await shop.repository('fork', { 'a.txt': 'a\n' });
  const sha = await shop.github.imposterCommit(full, { message: 'Not ours', files: { 'evil.txt': 'x\n' }, from: base });
  expect((await shop.octokit.rest.repos.getCommit({ ...repo, ref: sha })).data.sha).toBe(sha);
  expect((await shop.octokit.rest.repos.listBranchesForHeadCommit({ ...repo, commit_sha: sha })).data).toEqual([]);
  expect((await shop.octokit.rest.repos.listBranches(repo)).data.map((branch) => branch.name)).toEqual(['main']);
  expect((await shop.octokit.rest.git.listMatchingRefs({ ...repo, ref: '' }).catch(() => ({ data: [] }))).data).toEqual(
    [],
  );
  expect(git('branch', '--contains', sha).trim()).toBe('');
  const compared = await shop.octokit.rest.repos.compareCommitsWithBasehead({ ...repo, basehead: `main...${sha}` });
  expect(compared.data.status).toBe('ahead');
});

test('a history is imported from a bundle and from a folder', async () => {
  const { full, git, base } = await shop.repository('origin', { 'a.txt': 'a\n' });
  await shop.github.tag(full, 'v1', base, { message: 'The first' });
  const { folder } = shop.github.repository(full).git;
  git('bundle', 'create', `${folder}.bundle`, '--all');
  for (const [index, path] of [folder, `${folder}.bundle`].entries()) {
    const name = `acme/imported-${index}`;
    await shop.github.createRepository(name);
    await shop.github.importFrom(name, path);
    expect(await shop.github.branches(name)).toEqual({ main: base });
    const { data } = await shop.octokit.rest.repos.listTags({ owner: 'acme', repo: `imported-${index}` });
    expect(data.map((tag) => [tag.name, tag.commit.sha])).toEqual([['v1', base]]);
  }
});
