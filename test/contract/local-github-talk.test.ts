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
  expect(shop.github.unknownRoutes).toEqual([]);
  expect(shop.github.violations).toEqual([]);
  await shop.stop();
});

async function statusOf(call: Promise<{ status: number }>): Promise<number> {
  return call.then(
    ({ status }) => status,
    (error: { status: number }) => error.status,
  );
}

describe('issues', () => {
  test('are opened by the bot, edited, closed and found again', async () => {
    const { github, repo } = shop;
    const made = await octokit.rest.issues.create({ ...repo, title: 'Spike', body: 'Body', labels: ['whatchanged'] });
    expect([made.data.user?.login, made.data.user?.type, made.data.performed_via_github_app?.slug]).toEqual([
      'whatchanged[bot]',
      'Bot',
      'whatchanged',
    ]);
    const { number } = made.data;
    github.clock.set('2026-03-02T08:05:00Z');
    const edited = await octokit.rest.issues.update({ ...repo, issue_number: number, body: 'New' });
    expect([edited.data.body, edited.data.created_at, edited.data.updated_at]).toEqual([
      'New',
      '2026-03-02T08:00:00Z',
      '2026-03-02T08:05:00Z',
    ]);
    await github.openIssue('acme/shop', { title: 'By a person', by: 'ada' });
    const find = async (more: object) =>
      (await octokit.rest.issues.listForRepo({ ...repo, ...more })).data.map((one) => one.title);
    expect(await find({ creator: 'whatchanged[bot]' })).toEqual(['Spike']);
    expect(await find({ creator: 'app/whatchanged' })).toEqual(['Spike']);
    expect(await find({ labels: 'WhatChanged' })).toEqual(['Spike']);
    expect(await find({ sort: 'created', direction: 'desc' })).toEqual(['By a person', 'Spike']);
    expect(await find({ since: '2026-03-02T08:06:00Z' })).toEqual([]);
    const closed = await octokit.rest.issues.update({
      ...repo,
      issue_number: number,
      state: 'closed',
      state_reason: 'not_planned',
    });
    expect([closed.data.state_reason, closed.data.closed_by?.login]).toEqual(['not_planned', 'whatchanged[bot]']);
    expect(await find({})).toEqual(['By a person']);
    expect(await find({ state: 'all', direction: 'asc' })).toEqual(['Spike', 'By a person']);
  });

  test('take 65,536 characters and no more, and need a title', async () => {
    const { repo } = shop;
    const create = (title: string, body: string) => statusOf(octokit.rest.issues.create({ ...repo, title, body }));
    expect(await create('Long', 'ä'.repeat(65_536))).toBe(201);
    expect(await create('Too long', 'ä'.repeat(65_537))).toBe(422);
    expect(await create('t'.repeat(257), 'x')).toBe(422);
    expect(await statusOf(octokit.rest.issues.create({ ...repo, body: 'x' } as never))).toBe(422);
    const state = octokit.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
      ...repo,
      issue_number: 1,
      state: 'gone' as 'open',
    });
    expect(await statusOf(state)).toBe(422);
  });

  test('are 410 where they are switched off, 403 where the repository is archived, 301 where it moved, 404 where it went', async () => {
    const { github } = shop;
    await github.createRepository('acme/trouble');
    const trouble = { owner: 'acme', repo: 'trouble' };
    const create = (more: object = {}) => statusOf(octokit.rest.issues.create({ ...trouble, title: 'x', ...more }));
    github.setIssuesEnabled('acme/trouble', false);
    expect(await create()).toBe(410);
    github.setIssuesEnabled('acme/trouble', true);
    await github.renameRepository('acme/trouble', 'moved');
    const seen = await octokit.rest.repos.get(trouble);
    expect(seen.data.full_name).toBe('acme/moved');
    const plain = await fetch(`${github.url}/repos/acme/trouble/issues?state=all`, { redirect: 'manual' });
    expect([plain.status, plain.headers.get('location')]).toEqual([404, null]);
    const token = ((await octokit.auth()) as { token: string }).token;
    const moved = await fetch(`${github.url}/repos/acme/trouble/issues?state=all`, {
      redirect: 'manual',
      headers: { authorization: `token ${token}` },
    });
    const { id } = github.repository('acme/moved');
    expect([moved.status, moved.headers.get('location')]).toEqual([
      301,
      `${github.url}/repositories/${id}/issues?state=all`,
    ]);
    expect((await octokit.request('GET /repositories/{id}', { id })).data.full_name).toBe('acme/moved');
    await github.archiveRepository('acme/moved');
    expect(await create({ repo: 'moved' })).toBe(403);
    await github.deleteRepository('acme/moved');
    expect(await create({ repo: 'moved' })).toBe(404);
  });
});

test('comments are written, edited, listed in pages and since a time, and react', async () => {
  const { github, repo } = shop;
  const { number } = await github.openIssue('acme/shop', { title: 'Talk', by: 'ada' });
  const on = { ...repo, issue_number: number };
  const ids: number[] = [];
  for (const minute of ['10', '11', '12']) {
    github.clock.set(`2026-03-02T09:${minute}:00Z`);
    ids.push((await octokit.rest.issues.createComment({ ...on, body: minute })).data.id);
  }
  await octokit.rest.issues.updateComment({ ...repo, comment_id: ids[0] ?? 0, body: 'edited' });
  const all = await octokit.paginate(octokit.rest.issues.listComments, { ...on, per_page: 2 });
  expect(all.map((one) => [one.body, one.created_at, one.updated_at])).toEqual([
    ['edited', '2026-03-02T09:10:00Z', '2026-03-02T09:12:00Z'],
    ['11', '2026-03-02T09:11:00Z', '2026-03-02T09:11:00Z'],
    ['12', '2026-03-02T09:12:00Z', '2026-03-02T09:12:00Z'],
  ]);
  const since = await octokit.rest.issues.listComments({ ...on, since: '2026-03-02T09:12:00Z' });
  expect(since.data.map((one) => one.body)).toEqual(['edited', '12']);
  const react = () =>
    octokit.rest.reactions.createForIssueComment({ ...repo, comment_id: ids[1] ?? 0, content: 'eyes' });
  expect([(await react()).status, (await react()).status]).toEqual([201, 200]);
  const listed = await octokit.rest.reactions.listForIssueComment({ ...repo, comment_id: ids[1] ?? 0 });
  expect(listed.data.map((one) => [one.content, one.user?.login])).toEqual([['eyes', 'whatchanged[bot]']]);
  expect(await statusOf(octokit.rest.issues.createComment({ ...on, issue_number: 9999, body: 'x' }))).toBe(404);
});

test('a comment on a pull request needs either permission, one on an issue its own', async () => {
  const { github, repo } = shop;
  await github.commit('acme/shop', { branch: 'talk', message: 'Talk', files: { 't.txt': 't\n' } });
  const pull = await github.openPullRequest('acme/shop', { head: 'talk', title: 'Talk' });
  const issue = await github.openIssue('acme/shop', { title: 'Issue' });
  const narrow = await shop.asInstallation({ pull_requests: 'write' });
  const comment = (issue_number: number) =>
    statusOf(narrow.rest.issues.createComment({ ...repo, issue_number, body: 'x' }));
  expect([await comment(pull.number), await comment(issue.number)]).toEqual([201, 403]);
  const listed = await octokit.rest.issues.listForRepo(repo);
  expect(listed.data.find((one) => one.number === pull.number)?.pull_request?.html_url).toContain(
    `/pull/${pull.number}`,
  );
});

test('labels are made on first use, listed, and refused twice', async () => {
  const { github, repo } = shop;
  const { number } = await github.openIssue('acme/shop', { title: 'Labels' });
  await github.label('acme/shop', number, 'by-hand', { by: 'ada' });
  const added = await octokit.rest.issues.addLabels({ ...repo, issue_number: number, labels: ['whatchanged', 'new'] });
  expect(added.data.map((label) => label.name)).toEqual(['by-hand', 'whatchanged', 'new']);
  const set = await octokit.rest.issues.update({ ...repo, issue_number: number, labels: ['new'] });
  expect(set.data.labels.map((label) => (typeof label === 'string' ? label : label.name))).toEqual(['new']);
  expect((await octokit.rest.issues.getLabel({ ...repo, name: 'by-hand' })).data.color).toBe('ededed');
  expect(await statusOf(octokit.rest.issues.createLabel({ ...repo, name: 'NEW' }))).toBe(422);
  expect(await statusOf(octokit.rest.issues.createLabel({ ...repo, name: 'other', color: 'ff0000' }))).toBe(201);
});

describe('deployments', () => {
  test('have the defaults of GitHub, and a success retires the older ones of its environment in silence', async () => {
    const { github, repo, first } = shop;
    const old = await github.createDeployment('acme/shop', { sha: first, at: '2026-03-02T10:00:00Z' });
    await github.createDeploymentStatus('acme/shop', old, { state: 'success', at: '2026-03-02T10:01:00Z' });
    const preview = await github.createDeployment('acme/shop', {
      environment: 'pr-7',
      transient: true,
      payload: 'text',
    });
    await github.createDeploymentStatus('acme/shop', preview, { state: 'success' });
    const next = await github.createDeployment('acme/shop', { ref: 'main', at: '2026-03-02T11:00:00Z' });
    const before = shop.received.webhooks.length;
    await github.createDeploymentStatus('acme/shop', next, { state: 'success', at: '2026-03-02T11:01:00Z' });
    expect(shop.received.names().slice(before)).toEqual(['deployment_status.created']);
    const { data } = await octokit.rest.repos.listDeployments({ ...repo, environment: 'production' });
    expect(
      data.map((one) => [one.id, one.sha, one.task, one.production_environment, one.transient_environment]),
    ).toEqual([
      [next.id, next.sha, 'deploy', true, false],
      [old.id, first, 'deploy', true, false],
    ]);
    expect(data[1]?.updated_at).toBe('2026-03-02T11:01:00Z');
    const statuses = await octokit.rest.repos.listDeploymentStatuses({ ...repo, deployment_id: old.id });
    expect(statuses.data.map((one) => [one.state, one.created_at])).toEqual([
      ['inactive', '2026-03-02T11:01:00Z'],
      ['success', '2026-03-02T10:01:00Z'],
    ]);
    const kept = await octokit.rest.repos.getDeployment({ ...repo, deployment_id: preview.id });
    expect([kept.data.payload, kept.data.transient_environment, kept.data.production_environment]).toEqual([
      'text',
      true,
      false,
    ]);
    expect(await statusOf(octokit.rest.repos.getDeployment({ ...repo, deployment_id: 1 }))).toBe(404);
  });
});

test('workflow runs and releases are listed, newest first', async () => {
  const { github, repo, first } = shop;
  const path = '.github/workflows/deploy.yml';
  const run = await github.workflowRun('acme/shop', { path, headSha: first, at: '2026-03-02T12:00:00Z' });
  await github.workflowRun('acme/shop', {
    path,
    headSha: first,
    id: run.id,
    runAttempt: 2,
    conclusion: 'failure',
    at: '2026-03-02T12:10:00Z',
  });
  const second = await github.workflowRun('acme/shop', {
    path,
    event: 'workflow_dispatch',
    at: '2026-03-02T13:00:00Z',
  });
  const { data } = await octokit.rest.actions.listWorkflowRunsForRepo(repo);
  expect(data.workflow_runs.map((one) => [one.id, one.run_number, one.run_attempt, one.conclusion, one.name])).toEqual([
    [second.id, 2, 1, 'success', 'deploy'],
    [run.id, 1, 2, 'failure', 'deploy'],
  ]);
  const failed = await octokit.rest.actions.listWorkflowRunsForRepo({ ...repo, status: 'failure' });
  expect(failed.data.total_count).toBe(1);
  expect((await octokit.rest.actions.getWorkflowRun({ ...repo, run_id: run.id })).data.head_sha).toBe(first);
  await github.publishRelease('acme/shop', { tag: 'v1', target: first, at: '2026-03-02T13:00:00Z' });
  await github.publishRelease('acme/shop', { tag: 'v2-rc', prerelease: true, at: '2026-03-02T14:00:00Z' });
  expect((await octokit.rest.repos.listReleases(repo)).data.map((one) => one.tag_name)).toEqual(['v2-rc', 'v1']);
  expect((await octokit.rest.repos.getLatestRelease(repo)).data.tag_name).toBe('v1');
  expect((await octokit.rest.git.getRef({ ...repo, ref: 'tags/v1' })).data.object.sha).toBe(first);
});

test('pull requests are found by head, base and state, and follow their branch', async () => {
  const { github, repo } = shop;
  await github.commit('acme/shop', { branch: 'find-me', message: 'One', files: { 'f.txt': '1\n' } });
  const { number } = await github.openPullRequest('acme/shop', { head: 'find-me', title: 'Find me' });
  const sha = await github.commit('acme/shop', { branch: 'find-me', message: 'Two', files: { 'f.txt': '2\n' } });
  const found = await octokit.rest.pulls.list({ ...repo, head: 'acme:find-me', base: 'main' });
  expect(found.data.map((one) => [one.number, one.head.sha])).toEqual([[number, sha]]);
  expect((await octokit.rest.pulls.list({ ...repo, head: 'acme:other' })).data).toEqual([]);
  const commits = await octokit.rest.pulls.listCommits({ ...repo, pull_number: number });
  expect(commits.data.map((one) => one.commit.message)).toEqual(['One', 'Two']);
  const of = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({ ...repo, commit_sha: sha });
  expect(of.data.map((one) => one.number)).toEqual([number]);
  await octokit.rest.pulls.update({ ...repo, pull_number: number, state: 'closed', title: 'Closed' });
  expect(await statusOf(octokit.rest.pulls.checkIfMerged({ ...repo, pull_number: number }))).toBe(404);
  expect((await octokit.rest.pulls.list({ ...repo, head: 'acme:find-me', state: 'closed' })).data[0]?.title).toBe(
    'Closed',
  );
});

test('an entity tag spares what did not change', async () => {
  const { data: _, headers } = await octokit.rest.repos.get(shop.repo);
  const again = octokit.rest.repos.get({ ...shop.repo, headers: { 'if-none-match': String(headers.etag) } });
  expect(await statusOf(again)).toBe(304);
  expect(Number(headers['x-ratelimit-remaining'])).toBeLessThan(Number(headers['x-ratelimit-limit']));
});

test('pages show what was written, and no foreign markup', async () => {
  const { github } = shop;
  const body =
    '## Verdict\n\n- **strong** `code`\n\n<script>alert(1)</script>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[bad](javascript:x)';
  const { number } = await github.openIssue('acme/shop', { title: 'A <b> page', body });
  await github.comment('acme/shop', number, '> quoted', { by: 'ada' });
  const answer = await fetch(`${github.url}/acme/shop/issues/${number}`);
  const html = await answer.text();
  expect(answer.headers.get('content-type')).toContain('text/html');
  for (const part of [
    '<h2>Verdict</h2>',
    '<li><strong>strong</strong> <code>code</code></li>',
    '<td>1</td>',
    '<blockquote>',
    'A &#60;b&#62; page',
  ]) {
    expect(html).toContain(part);
  }
  expect(html).not.toMatch(/<script|href="javascript/);
  expect(await (await fetch(`${github.url}/acme/shop`)).text()).toContain(`/acme/shop/issues/${number}`);
  expect((await fetch(`${github.url}/acme/nowhere`)).status).toBe(404);
});
