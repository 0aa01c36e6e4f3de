import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import type { LocalGitHub, LocalGitHubOptions } from './local-github.ts';
import { startLocalGitHub } from './start-local-github.ts';
import { startWebhookReceiver, type WebhookReceiver } from './start-webhook-receiver.ts';
import type { App, Installation, Permissions } from './world/app.ts';

/** A small world that most tests start from: `acme/shop` with one commit, and an App that is installed and listens. */
export interface Shop {
  readonly github: LocalGitHub;
  readonly app: App;
  readonly privateKey: string;
  readonly installation: Installation;
  readonly received: WebhookReceiver;
  /** `{ owner, repo }` for Octokit. */
  readonly repo: { readonly owner: 'acme'; readonly repo: 'shop' };
  /** The first commit. */
  readonly first: string;
  asApp(): Octokit;
  /** With a token of the installation, narrowed where permissions are given. */
  asInstallation(permissions?: Permissions): Promise<Octokit>;
  asUser(login: string): Octokit;
  stop(): Promise<void>;
}

const SHOP_PERMISSIONS: Permissions = {
  actions: 'read',
  contents: 'write',
  deployments: 'read',
  issues: 'write',
  pull_requests: 'write',
};

const EVENTS = [
  'deployment',
  'deployment_status',
  'issue_comment',
  'issues',
  'pull_request',
  'push',
  'release',
  'repository',
  'workflow_job',
  'workflow_run',
];
const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export async function startShop(options: LocalGitHubOptions = {}): Promise<Shop> {
  const github = await startLocalGitHub(options);
  const received = await startWebhookReceiver();
  const { app, privateKey } = github.createApp({
    webhookUrl: received.url,
    permissions: SHOP_PERMISSIONS,
    events: EVENTS,
  });
  await github.createRepository('acme/shop');
  github.addCollaborator('acme/shop', 'octo-maintainer', 'maintain');
  const first = await github.commit('acme/shop', { message: 'First', files: { 'readme.md': 'shop\n' } });
  const installation = await github.install(app, 'acme');
  const client = (auth: object) => new Octokit({ baseUrl: github.url, log: QUIET, ...auth });
  const asApp = () => client({ authStrategy: createAppAuth, auth: { appId: app.id, privateKey } });
  return {
    github,
    app,
    privateKey,
    installation,
    received,
    repo: { owner: 'acme', repo: 'shop' },
    first,
    asApp,
    asInstallation: async (permissions) => {
      const { data } = await asApp().rest.apps.createInstallationAccessToken({
        installation_id: installation.id,
        ...(permissions === undefined ? {} : { permissions }),
      });
      return client({ auth: data.token });
    },
    asUser: (login) => client({ auth: github.createUserToken(login) }),
    stop: async () => {
      await github.stop();
      await received.stop();
    },
  };
}
