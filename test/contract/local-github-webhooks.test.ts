import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhooks } from '@octokit/webhooks';
import type { Json } from '../support/local-github/shapes/json.ts';
import { type Shop, startShop } from '../support/local-github/start-shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop({ startAt: '2026-03-02T08:00:00Z' });
});
beforeEach(() => {
  shop.received.answer(202);
  shop.received.webhooks.length = 0;
});
afterAll(async () => {
  expect(shop.github.contractViolations).toEqual([]);
  await shop.stop();
});

/** A day in which everything happens that an App can hear of, on a branch of this name. */
async function everything(branch: string) {
  const { github } = shop;
  const name = 'acme/shop';
  const push = (content: string) =>
    github.commit(name, { branch, message: content, author: 'ada', files: { [`${branch}.txt`]: content } });
  await push('one\n');
  const pull = await github.openPullRequest(name, { head: branch, title: 'All', by: 'ada' });
  await github.label(name, pull.number, 'risky', { by: 'ada' });
  await push('two\n');
  const { sha } = await github.mergePullRequest(name, pull.number, { method: 'squash', by: 'bob' });
  const issue = await github.openIssue(name, { title: 'Issue', by: 'ada' });
  const comment = await github.comment(name, issue.number, 'Hello', { by: 'ada' });
  await github.editComment(name, comment.id, 'Hello again', { by: 'ada' });
  await github.closeIssue(name, issue.number);
  await github.reopenIssue(name, issue.number);
  const deployment = await github.createDeployment(name, { sha, by: 'ada' });
  await github.createDeploymentStatus(name, deployment, { state: 'success', by: 'ada' });
  const run = await github.workflowRun(name, { path: '.github/workflows/deploy.yml', headSha: sha });
  await github.workflowJob(name, { run, name: 'deploy' });
  await github.publishRelease(name, { tag: branch });
}

describe('every webhook', () => {
  test('is signed over its bytes, names its installation, and comes in order', async () => {
    await everything('signed');
    expect(shop.received.names()).toEqual([
      'push',
      'pull_request.opened',
      'pull_request.labeled',
      'push',
      'pull_request.synchronize',
      'push',
      'pull_request.closed',
      'issues.opened',
      'issue_comment.created',
      'issue_comment.edited',
      'issues.closed',
      'issues.reopened',
      'deployment.created',
      'deployment_status.created',
      'workflow_run.completed',
      'workflow_job.completed',
      'release.published',
      'release.released',
    ]);
    const verify = (secret: string, text: string, signature: string) =>
      new Webhooks({ secret }).verify(text, signature);
    const secret = shop.app.webhookSecret;
    const guids = new Set<unknown>();
    for (const { headers, text, payload } of shop.received.webhooks) {
      const signature = String(headers['x-hub-signature-256']);
      expect(await verify(secret, text, signature)).toBe(true);
      expect(await verify(`${secret}!`, text, signature)).toBe(false);
      expect(payload.installation).toMatchObject({ id: shop.installation.id });
      expect(payload.repository).toMatchObject({ full_name: 'acme/shop', id: shop.github.repository('acme/shop').id });
      expect([
        headers['x-github-hook-installation-target-type'],
        headers['x-github-hook-installation-target-id'],
      ]).toEqual(['integration', String(shop.app.id)]);
      guids.add(headers['x-github-delivery']);
    }
    expect(guids.size).toBe(shop.received.webhooks.length);
  });

  test('has the keys of the real ones', async () => {
    await everything('keys');
    const missing: string[] = [];
    const seen = new Set<string>();
    for (const { event, action, payload } of [...shop.received.webhooks]) {
      for (const example of examplesOf(event, action)) {
        seen.add(`${event}.${action}`);
        for (const path of missingKeys(example, payload, '')) missing.push(`${event}: ${path}`);
      }
    }
    expect([...new Set(missing)].filter((path) => !NOT_OURS.some((pattern) => pattern.test(path)))).toEqual([]);
    expect(seen.size).toBeGreaterThan(10);
  });
});

// Of the App that the example shows, of drafts and transfers, and of a discussion that was opened for a release.
const NOT_OURS: readonly RegExp[] = [
  /issue\.draft$/,
  /^issues: changes$/,
  /discussion_url$/,
  /head_commit\.committer\.username$/,
];

describe('the delivery log', () => {
  const list = async (more: object = {}) =>
    (await shop.asApp().rest.apps.listWebhookDeliveries({ per_page: 100, ...more })).data;

  test('shows what was sent and answered, newest first, by cursor', async () => {
    await everything('log');
    const log = await shop.asApp().paginate(shop.asApp().rest.apps.listWebhookDeliveries, { per_page: 7 });
    expect(log.length).toBe(shop.github.webhooks.deliveries.length);
    expect(log.map((one) => one.id)).toEqual(log.map((one) => one.id).toSorted((a, b) => b - a));
    expect(log.slice(0, 2).map((one) => [one.event, one.action, one.status, one.status_code])).toEqual([
      ['release', 'released', 'OK', 202],
      ['release', 'published', 'OK', 202],
    ]);
    const { data } = await shop.asApp().rest.apps.getWebhookDelivery({ delivery_id: log[0]?.id ?? 0 });
    const sent = shop.received.last('release.released');
    expect(data.request.payload).toEqual(sent.payload);
    expect(data.guid).toBe(sent.headers['x-github-delivery']);
    expect(data.installation_id).toBe(shop.installation.id);
  });

  test('keeps what nobody took: a receiver that is away, and one that answers 503', async () => {
    shop.github.webhooks.setOnline(false);
    await shop.github.openIssue('acme/shop', { title: 'Missed' });
    shop.github.webhooks.setOnline(true);
    shop.received.answer(503);
    await shop.github.openIssue('acme/shop', { title: 'Refused' });
    shop.received.answer(202);
    expect(shop.received.names()).toEqual(['issues.opened']);
    const failed = await list({ status: 'failure' });
    expect(failed.map((one) => [one.status, one.status_code])).toEqual([
      ['Invalid HTTP Response: 503', 503],
      ['failed to connect to host', 0],
    ]);
    await shop.github.webhooks.deliverAll();
    expect(shop.received.webhooks.map(({ payload }) => (payload.issue as Json).title)).toEqual([
      'Refused',
      'Missed',
      'Refused',
    ]);
    const again = (await list()).slice(0, 2);
    expect(again.map((one) => [one.redelivery, one.guid])).toEqual(failed.map((one) => [true, one.guid]));
    await shop.github.webhooks.deliverAll();
    expect(shop.received.webhooks.length).toBe(3);
  });

  test('redelivers at the request of the App, under the old GUID', async () => {
    await shop.github.openIssue('acme/shop', { title: 'Once more' });
    const [newest] = await list();
    await shop.asApp().rest.apps.redeliverWebhookDelivery({ delivery_id: newest?.id ?? 0 });
    await shop.github.webhooks.settled();
    expect(shop.received.webhooks.map(({ headers }) => headers['x-github-delivery'])).toEqual([
      newest?.guid,
      newest?.guid,
    ]);
  });
});

test('webhooks that are held back come late, twice and in another order', async () => {
  const { webhooks } = shop.github;
  webhooks.hold();
  const { number } = await shop.github.openIssue('acme/shop', { title: 'Held' });
  await shop.github.closeIssue('acme/shop', number);
  expect(shop.received.names()).toEqual([]);
  await webhooks.release((held) => [...held.toReversed(), ...held]);
  expect(shop.received.names()).toEqual(['issues.closed', 'issues.opened', 'issues.opened', 'issues.closed']);
});

test('what the App does itself is told too, by its bot', async () => {
  const octokit = await shop.asInstallation();
  await octokit.rest.issues.create({ ...shop.repo, title: 'Mine' });
  await shop.github.webhooks.settled();
  const { payload } = shop.received.last('issues.opened');
  expect(payload.sender).toMatchObject({ login: 'whatchanged[bot]', type: 'Bot' });
});

test('only what was subscribed to is sent, and nothing to an installation that is suspended', async () => {
  const { github } = shop;
  const { app } = github.createApp({
    slug: 'quiet',
    webhookUrl: shop.received.url,
    permissions: { contents: 'read' },
    events: ['push'],
  });
  const quiet = await github.install(app, 'acme');
  await github.suspend(shop.installation);
  await github.openIssue('acme/shop', { title: 'Unheard' });
  await github.commit('acme/shop', { message: 'Heard', files: { 'heard.txt': 'x\n' } });
  expect(shop.received.names()).toEqual(['installation.created', 'installation.suspend', 'push']);
  await github.unsuspend(shop.installation);
  await github.uninstall(quiet);
  expect(shop.received.names().slice(3)).toEqual(['installation.unsuspend', 'installation.deleted']);
});

test('a push says where it came from: new, moved, forced and deleted', async () => {
  const { github } = shop;
  const one = await github.commit('acme/shop', { branch: 'moving', message: 'One', files: { 'm.txt': '1\n' } });
  const two = await github.commit('acme/shop', {
    branch: 'moving',
    message: 'Two',
    files: { 'm.txt': '2\n', 'readme.md': null },
  });
  await github.forcePush('acme/shop', 'moving', one);
  await github.deleteBranch('acme/shop', 'moving');
  const zero = '0'.repeat(40);
  const said = shop.received.webhooks.map(({ payload }) => [
    payload.before,
    payload.after,
    payload.created,
    payload.deleted,
    payload.forced,
    (payload.commits as Json[]).map(({ id, added, modified, removed }) => [id, added, modified, removed]),
  ]);
  expect(said).toEqual([
    [zero, one, true, false, false, [[one, ['m.txt'], [], []]]],
    [one, two, false, false, false, [[two, [], ['m.txt'], ['readme.md']]]],
    [two, one, false, false, true, []],
    [one, zero, false, true, false, []],
  ]);
});

const EXAMPLES = new URL('../../node_modules/@octokit/webhooks-examples/api.github.com/index.json', import.meta.url);

function examplesOf(event: string, action: string | undefined): readonly Json[] {
  const all = JSON.parse(readFileSync(EXAMPLES, 'utf8')) as readonly { name: string; examples: readonly Json[] }[];
  return (all.find(({ name }) => name === event)?.examples ?? []).filter((example) => example.action === action);
}

/** Paths of keys that the example has and ours has not, as far as both are objects. */
function missingKeys(example: unknown, ours: unknown, path: string): readonly string[] {
  if (!isObject(example) || !isObject(ours)) return [];
  return Object.entries(example).flatMap(([key, value]) => {
    const here = path === '' ? key : `${path}.${key}`;
    return key in ours ? missingKeys(value, ours[key], here) : [here];
  });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
