import { afterEach, describe, expect, test } from '@jest/globals';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { startEmulate } from '../support/local-github/start-emulate.ts';
import { startShop } from '../support/local-github/start-shop.ts';

/** A GitHub with one App on one repository, whoever wrote it. */
interface SomeGitHub {
  readonly url: string;
  readonly appId: number;
  readonly privateKey: string;
  readonly installationId: number;
  readonly repo: { readonly owner: string; readonly repo: string };
  stop(): Promise<void>;
}

async function ours(): Promise<SomeGitHub> {
  const shop = await startShop();
  const { app, github, installation, privateKey, repo } = shop;
  const stop = () => shop.stop();
  return { url: github.url, appId: app.id, privateKey, installationId: installation.id, repo, stop };
}

let running: SomeGitHub | undefined;
afterEach(async () => {
  await running?.stop();
});

// A second opinion: what we believe of GitHub must hold on an emulator that others wrote, too.
describe.each([
  ['our local GitHub', ours],
  ['emulate', startEmulate],
])('on %s', (_, start) => {
  test('an App gets a token, opens an issue, keeps it up to date, comments, and finds it again', async () => {
    running = await start();
    const { url, appId, privateKey, installationId, repo } = running;
    const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const asApp = new Octokit({ baseUrl: url, log, authStrategy: createAppAuth, auth: { appId, privateKey } });
    const octokit = new Octokit({
      baseUrl: url,
      log,
      authStrategy: createAppAuth,
      auth: { appId, privateKey, installationId },
    });
    const slug = (await asApp.rest.apps.getAuthenticated()).data?.slug;
    const { data: token } = await asApp.rest.apps.createInstallationAccessToken({ installation_id: installationId });
    expect(token.token).toMatch(/^ghs_/);
    expect(token.permissions).toMatchObject({ issues: 'write' });

    const { data: issue } = await octokit.rest.issues.create({
      ...repo,
      title: 'Spike',
      body: 'First',
      labels: ['whatchanged'],
    });
    expect([issue.state, issue.user?.login, issue.user?.type]).toEqual(['open', `${slug}[bot]`, 'Bot']);
    const at = { ...repo, issue_number: issue.number };
    const updated = await octokit.rest.issues.update({ ...at, body: 'Second' });
    expect([updated.data.number, updated.data.body]).toEqual([issue.number, 'Second']);
    const { data: comment } = await octokit.rest.issues.createComment({ ...at, body: 'Timeline' });
    await octokit.rest.issues.updateComment({ ...repo, comment_id: comment.id, body: 'Timeline, longer' });
    const comments = await octokit.rest.issues.listComments(at);
    expect(comments.data.map((one) => [one.id, one.body, one.user?.login])).toEqual([
      [comment.id, 'Timeline, longer', `${slug}[bot]`],
    ]);
    await octokit.rest.issues.update({ ...at, state: 'closed' });
    const list = async (state: 'open' | 'all') =>
      (await octokit.rest.issues.listForRepo({ ...repo, state, sort: 'created', direction: 'desc' })).data.map(
        (one) => [one.number, one.state],
      );
    expect(await list('open')).toEqual([]);
    expect(await list('all')).toEqual([[issue.number, 'closed']]);

    await expect(octokit.rest.issues.get({ ...repo, issue_number: 999 })).rejects.toMatchObject({ status: 404 });
    const narrow = await asApp.rest.apps.createInstallationAccessToken({
      installation_id: installationId,
      permissions: { contents: 'read' },
    });
    const reader = new Octokit({ baseUrl: url, log, auth: narrow.data.token });
    await expect(reader.rest.issues.create({ ...repo, title: 'No' })).rejects.toMatchObject({ status: 403 });
  });
});
