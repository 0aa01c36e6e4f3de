import { readInstanceConfiguration } from '../../../src/config/instance-configuration.ts';
import { type RunningWhatchanged, startWhatchanged, type WhatchangedOptions } from '../../../src/main.ts';
import type { Clock } from '../../../src/platform/clock.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { createLog } from '../../../src/platform/log.ts';
import { freshDatabase } from '../database/database.ts';
import { type AlertWish, firingAlert } from '../intake/firing-alert.ts';
import type { LocalGitHub, RepositoryName } from '../local-github/local-github.ts';
import { startLocalGitHub } from '../local-github/start-local-github.ts';
import type { Permissions } from '../local-github/world/app.ts';
import { waitUntil } from '../wait-until.ts';

export const SHOP = 'acme/shop';
export const INSTALLATION = 4711;
export const WEBHOOK_SECRET = 'a-journey-needs-a-long-secret-0123456';
const ALERT_SECRET = 'a-journey-alert-secret';
const EVENTS = ['push', 'pull_request', 'deployment', 'deployment_status', 'issues', 'issue_comment', 'repository'];
const PERMISSIONS: Permissions = {
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  deployments: 'read',
  actions: 'read',
};

export interface StartedProgram {
  readonly github: LocalGitHub;
  readonly program: RunningWhatchanged;
  readonly databaseUrl: string;
  /** Posts an Alertmanager webhook and gives the status of the answer. */
  alert(wish: AlertWish): Promise<number>;
  /** A deployment of a commit that succeeds at once: to production, and of `acme/shop`, where nothing else is named. */
  deploy(sha: string, service?: string, at?: number, environment?: string, repository?: RepositoryName): Promise<void>;
  stop(): Promise<void>;
}

/** The whole program on a database of its own, installed on `acme/shop` of a local GitHub. */
export async function startProgramOnShop(
  options: {
    readonly clock?: Clock;
    readonly permissions?: Permissions;
    /** The events that the App hears of. */
    readonly events?: readonly string[];
    readonly environment?: Readonly<Record<string, string>>;
    /** How often open reverts are looked after. */
    readonly followEveryMs?: number;
    /** The text of the instance's file. */
    readonly file?: string;
    /** Replaces what would reach out of this machine. */
    readonly outside?: Pick<WhatchangedOptions, 'certificates' | 'confirm'>;
  } = {},
): Promise<StartedProgram> {
  const github = await startLocalGitHub();
  const { app, privateKey } = github.createApp({
    slug: 'whatchanged',
    webhookSecret: WEBHOOK_SECRET,
    permissions: options.permissions ?? PERMISSIONS,
    events: options.events ?? EVENTS,
  });
  const database = await freshDatabase();
  const program = await startWhatchanged({
    ...options.outside,
    configuration: readInstanceConfiguration(
      {
        APP_ID: String(app.id),
        PRIVATE_KEY: privateKey,
        WEBHOOK_SECRET,
        GITHUB_API_URL: github.url,
        GITHUB_WEB_URL: github.url,
        PORT: '0',
        DATABASE_URL: database.url,
        WHATCHANGED_INSTALLATION: String(INSTALLATION),
        WHATCHANGED_ALERT_SECRET: ALERT_SECRET,
        ...options.environment,
      },
      options.file,
    ),
    clock: options.clock ?? systemClock,
    log: createLog({ level: 'error' }),
    betweenWritesMs: 0,
    ...(options.followEveryMs === undefined ? {} : { followEveryMs: options.followEveryMs }),
  });
  github.webhooks.setUrl(app, `http://127.0.0.1:${program.port}/webhooks/github`);
  await github.createRepository(SHOP);
  await github.install(app, 'acme', { id: INSTALLATION });
  return {
    github,
    program,
    databaseUrl: database.url,
    async alert(wish) {
      const response = await fetch(`http://127.0.0.1:${program.port}/alerts/alertmanager/default`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ALERT_SECRET}`, 'content-type': 'application/json' },
        body: JSON.stringify(firingAlert(wish)),
      });
      return response.status;
    },
    async deploy(sha, service, at, environment = 'production', repository = SHOP) {
      const when = at === undefined ? {} : { at };
      const payload = service === undefined ? {} : { payload: { service } };
      const deployment = await github.createDeployment(repository, { sha, environment, ...payload, ...when });
      await github.createDeploymentStatus(repository, deployment, { state: 'success', ...when });
      // An alert that overtakes its deploy is of a service that nobody knows.
      await github.webhooks.settled();
      await waitUntil('the deploy to be recorded', async () => {
        const { pending } = await program.storage.transaction((tx) => tx.inbox.countByState());
        return pending === 0 ? true : undefined;
      });
    },
    async stop() {
      await program.close();
      await github.stop();
      await database.drop();
    },
  };
}
