import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Octokit } from '@octokit/rest';
import { type Shop, startShop } from '../support/local-github/start-shop.ts';

let shop: Shop;
let octokit: Octokit;

beforeAll(async () => {
  shop = await startShop({ startAt: '2026-03-02T08:00:00Z' });
  octokit = await shop.asInstallation();
});
afterAll(async () => {
  expect(shop.github.contractViolations).toEqual([]);
  await shop.stop();
});

async function statusOf(call: Promise<{ status: number }>): Promise<number> {
  return call.then(
    ({ status }) => status,
    (error: { status: number }) => error.status,
  );
}

test('a revert is written from blobs, a tree, a commit, a new branch and a draft', async () => {
  const { github, repo } = shop;
  const good = await github.commit('acme/shop', {
    message: 'Good',
    files: { 'a.txt': 'good\n', 'dir/keep.txt': 'k\n' },
  });
  const bad = await github.commit('acme/shop', { message: 'Bad', files: { 'a.txt': 'bad\n', 'dir/new.txt': 'n\n' } });
  const before = await octokit.rest.git.getCommit({ ...repo, commit_sha: good });
  const blob = await octokit.rest.git.createBlob({
    ...repo,
    content: Buffer.from('good\n').toString('base64'),
    encoding: 'base64',
  });
  const tree = await octokit.rest.git.createTree({
    ...repo,
    base_tree: bad,
    tree: [
      { path: 'a.txt', mode: '100644', type: 'blob', sha: blob.data.sha },
      { path: 'dir/new.txt', mode: '100644', type: 'blob', sha: null },
    ],
  });
  expect(tree.data.sha).toBe(before.data.tree.sha);
  const commit = await octokit.rest.git.createCommit({
    ...repo,
    message: 'Revert "Bad"',
    tree: tree.data.sha,
    parents: [bad],
  });
  const ref = 'refs/heads/whatchanged/revert/abcdefgh';
  expect(await statusOf(octokit.rest.git.createRef({ ...repo, ref, sha: commit.data.sha }))).toBe(201);
  expect(await statusOf(octokit.rest.git.createRef({ ...repo, ref, sha: commit.data.sha }))).toBe(422);
  expect(await statusOf(octokit.rest.git.createRef({ ...repo, ref: 'refs/heads/whatchanged', sha: bad }))).toBe(422);
  expect(await statusOf(octokit.rest.git.createRef({ ...repo, ref: 'refs/heads/x..y', sha: bad }))).toBe(422);
  const head = 'whatchanged/revert/abcdefgh';
  const pull = await octokit.rest.pulls.create({
    ...repo,
    head,
    base: 'main',
    title: 'Revert',
    draft: true,
    body: 'Why',
  });
  expect([pull.data.draft, pull.data.mergeable, pull.data.changed_files, pull.data.commits]).toEqual([
    true,
    true,
    2,
    1,
  ]);
  expect(pull.data.user?.login).toBe('whatchanged[bot]');
  expect(await statusOf(octokit.rest.pulls.create({ ...repo, head, base: 'main', title: 'Again' }))).toBe(422);
  const { data } = await octokit.rest.pulls.listFiles({ ...repo, pull_number: pull.data.number });
  expect(data.map((file) => [file.filename, file.status, file.patch])).toEqual([
    ['a.txt', 'modified', '@@ -1 +1 @@\n-bad\n+good'],
    ['dir/new.txt', 'removed', '@@ -1 +0,0 @@\n-n'],
  ]);
  expect(shop.github.violations).toEqual([]);
});

test('trees: recursive by any value, inline content, whole folders, and refusals', async () => {
  const { github, repo } = shop;
  const sha = await github.commit('acme/shop', {
    branch: 'trees',
    message: 'Tree',
    files: { 'd/e/f.txt': 'f\n', 'g.txt': 'g\n' },
  });
  const flat = await octokit.rest.git.getTree({ ...repo, tree_sha: sha });
  const deep = await octokit.rest.git.getTree({ ...repo, tree_sha: 'trees', recursive: 'false' });
  expect(flat.data.tree.map((one) => one.path)).not.toContain('d/e/f.txt');
  expect(deep.data.tree.map((one) => [one.path, one.type])).toEqual(
    expect.arrayContaining([
      ['d/e', 'tree'],
      ['d/e/f.txt', 'blob'],
    ]),
  );
  const folder = deep.data.tree.find((one) => one.path === 'd/e')?.sha ?? '';
  const made = await octokit.rest.git.createTree({
    ...repo,
    base_tree: sha,
    tree: [
      { path: 'd', mode: '040000', type: 'tree', sha: folder },
      { path: 'inline.txt', mode: '100644', type: 'blob', content: 'inline\n' },
    ],
  });
  const after = await octokit.rest.git.getTree({ ...repo, tree_sha: made.data.sha, recursive: '1' });
  const paths = after.data.tree.map((one) => one.path);
  expect(paths).toEqual(expect.arrayContaining(['d/f.txt', 'inline.txt', 'g.txt']));
  expect(paths).not.toContain('d/e/f.txt');
  const tree = (path: string, blob: string) =>
    octokit.rest.git.createTree({ ...repo, tree: [{ path, mode: '100644', type: 'blob', sha: blob }] });
  expect(await statusOf(tree('a', '0'.repeat(40)))).toBe(422);
  expect(await statusOf(tree('../a', made.data.sha))).toBe(422);
  expect(await statusOf(octokit.rest.git.getTree({ ...repo, tree_sha: 'nowhere' }))).toBe(404);
  expect(await statusOf(octokit.rest.git.createCommit({ ...repo, message: 'x', tree: sha }))).toBe(422);
});

test('files are read by path on any ref, as JSON, raw text and folders', async () => {
  const { github, repo } = shop;
  const old = await github.commit('acme/shop', { message: 'Config', files: { '.github/what changed.yml': 'a: ü\n' } });
  await github.commit('acme/shop', { message: 'Config 2', files: { '.github/what changed.yml': 'a: 2\n' } });
  const path = '.github/what changed.yml';
  const { data } = await octokit.rest.repos.getContent({ ...repo, path, ref: old });
  const content = 'content' in data ? Buffer.from(data.content, 'base64').toString('utf8') : undefined;
  expect(content).toBe('a: ü\n');
  const raw = await octokit.rest.repos.getContent({ ...repo, path, mediaType: { format: 'raw' } });
  expect(raw.data).toBe('a: 2\n');
  const folder = await octokit.rest.repos.getContent({ ...repo, path: '.github' });
  expect(Array.isArray(folder.data) && folder.data.map((one) => [one.path, one.type])).toEqual([[path, 'file']]);
  const root = await octokit.rest.repos.getContent({ ...repo, path: '' });
  expect(Array.isArray(root.data) && root.data.map((one) => one.name)).toContain('.github');
  expect(await statusOf(octokit.rest.repos.getContent({ ...repo, path: 'nowhere' }))).toBe(404);
  expect(await statusOf(octokit.rest.repos.getContent({ ...repo, path, ref: 'nowhere' }))).toBe(404);
});

test('commits are listed by branch, path, author and time, in pages', async () => {
  const { github } = shop;
  await github.createRepository('acme/log');
  const repo = { owner: 'acme', repo: 'log' };
  expect(await statusOf(octokit.rest.repos.listCommits(repo))).toBe(409);
  for (const day of ['01', '02', '03']) {
    const author = day === '02' ? 'bob' : { name: 'Eve', email: 'eve@elsewhere.example' };
    await github.commit('acme/log', {
      message: day,
      author,
      files: { [`${day}.txt`]: day },
      at: `2026-02-${day}T12:00:00Z`,
    });
  }
  const messages = async (more: object) =>
    (await octokit.rest.repos.listCommits({ ...repo, ...more })).data.map((one) => one.commit.message);
  expect(await messages({})).toEqual(['03', '02', '01']);
  expect(await messages({ path: '02.txt' })).toEqual(['02']);
  expect(await messages({ author: 'bob' })).toEqual(['02']);
  expect(await messages({ since: '2026-02-02T00:00:00Z', until: '2026-02-02T23:00:00Z' })).toEqual(['02']);
  const all = await octokit.paginate(octokit.rest.repos.listCommits, { ...repo, per_page: 1 });
  expect(all.map((one) => [one.commit.message, one.commit.author?.date, one.author?.login])).toEqual([
    ['03', '2026-02-03T12:00:00Z', undefined],
    ['02', '2026-02-02T12:00:00Z', 'bob'],
    ['01', '2026-02-01T12:00:00Z', undefined],
  ]);
  expect(await statusOf(octokit.rest.repos.getCommit({ ...repo, ref: 'f'.repeat(40) }))).toBe(422);
});

test('branches, tags and rules tell what is protected and where a tag leads', async () => {
  const { github, repo } = shop;
  const sha = await github.commit('acme/shop', {
    branch: 'release/1.0',
    message: 'Release',
    files: { 'r.txt': 'r\n' },
  });
  await github.tag('acme/shop', 'v1.0', sha, { message: 'One', by: 'ada', at: '2026-03-02T09:00:00Z' });
  const parameters = {
    allowed_merge_methods: ['squash'],
    dismiss_stale_reviews_on_push: false,
    require_code_owner_review: true,
    require_last_push_approval: false,
    required_approving_review_count: 1,
    required_review_thread_resolution: false,
  };
  github.addRule('acme/shop', { branch: 'main', type: 'pull_request', parameters });
  const branch = await octokit.rest.repos.getBranch({ ...repo, branch: 'release/1.0' });
  const main = await octokit.rest.repos.getBranch({ ...repo, branch: 'main' });
  expect([branch.data.commit.sha, branch.data.protected, main.data.protected]).toEqual([sha, false, true]);
  const rules = await octokit.rest.repos.getBranchRules({ ...repo, branch: 'main' });
  expect(rules.data.map((rule) => rule.type)).toEqual(['pull_request']);
  expect((await octokit.rest.repos.getBranchRules({ ...repo, branch: 'release/1.0' })).data).toEqual([]);
  const heads = await octokit.rest.repos.listBranchesForHeadCommit({ ...repo, commit_sha: sha });
  expect(heads.data.map((one) => one.name)).toEqual(['release/1.0']);
  const ref = await octokit.rest.git.getRef({ ...repo, ref: 'tags/v1.0' });
  expect(ref.data.object.type).toBe('tag');
  const tag = await octokit.rest.git.getTag({ ...repo, tag_sha: ref.data.object.sha });
  expect([tag.data.object.sha, tag.data.message, tag.data.tagger.name, tag.data.tagger.date]).toEqual([
    sha,
    'One',
    'ada',
    '2026-03-02T09:00:00Z',
  ]);
  expect(await statusOf(octokit.rest.git.getRef({ ...repo, ref: 'heads/release' }))).toBe(404);
  const matching = await octokit.rest.git.listMatchingRefs({ ...repo, ref: 'heads/release' });
  expect(matching.data.map((one) => one.ref)).toEqual(['refs/heads/release/1.0']);
});

describe('what only people may do', () => {
  test('is done, and written down when an App does it', async () => {
    const { github, repo } = shop;
    await github.createRepository('acme/acts');
    const acts = { owner: 'acme', repo: 'acts' };
    const one = await github.commit('acme/acts', { message: 'One', files: { 'a.txt': '1\n' } });
    const two = await github.commit('acme/acts', { message: 'Two', files: { 'a.txt': '2\n' } });
    const other = await github.commit('acme/acts', {
      branch: 'other',
      from: one,
      message: 'Other',
      files: { 'b.txt': 'b\n' },
    });
    const pull = await github.openPullRequest('acme/acts', { head: 'other', title: 'Other' });
    const file = { ...acts, path: 'new.txt', message: 'New', content: Buffer.from('new\n').toString('base64') };
    expect(await statusOf(octokit.rest.repos.createOrUpdateFileContents(file))).toBe(201);
    expect(await github.file('acme/acts', 'main', 'new.txt')).toBe('new\n');
    expect(await statusOf(octokit.rest.git.updateRef({ ...acts, ref: 'heads/main', sha: one }))).toBe(422);
    expect(await statusOf(octokit.rest.git.updateRef({ ...acts, ref: 'heads/main', sha: two, force: true }))).toBe(200);
    expect(await statusOf(octokit.rest.repos.merge({ ...acts, base: 'main', head: 'other' }))).toBe(201);
    expect(await statusOf(octokit.rest.pulls.merge({ ...acts, pull_number: pull.number }))).toBe(405);
    expect(
      await statusOf(octokit.rest.pulls.createReview({ ...acts, pull_number: pull.number, event: 'APPROVE' })),
    ).toBe(501);
    expect(await statusOf(octokit.rest.repos.createDeployment({ ...repo, ref: 'main' }))).toBe(403);
    expect(await statusOf(octokit.rest.git.deleteRef({ ...acts, ref: 'heads/other' }))).toBe(204);
    await expect(octokit.graphql('{ viewer { login } }')).rejects.toMatchObject({ status: 501 });
    expect(await statusOf(octokit.request('PUT /repos/{owner}/{repo}/topics', { ...acts, names: [] }))).toBe(404);
    expect(await statusOf(octokit.request('GET /repos/{owner}/{repo}/topics', acts))).toBe(404);
    expect(github.violations.map((violation) => violation.what)).toEqual([
      'contents write',
      'ref update',
      'force push',
      'merge',
      'merge',
      'approval',
      'deployment',
      'delete ref',
      'graphql',
      'unknown mutating route',
    ]);
    expect(github.unknownRoutes.map(({ method }) => method)).toEqual(['PUT', 'GET']);
    expect(await github.branches('acme/acts')).not.toHaveProperty('other');
    expect(other).toMatch(/^[0-9a-f]{40}$/);
  });
});
