import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DEPLOY_SOURCES } from '../../../src/intake/deploys/registry.generated.ts';
import { receiveDeploy } from '../../../src/jobs/deploys/receive-deploy.ts';
import type { Transaction } from '../../../src/storage/contract.ts';
import type { Delivery, DeliveryOutcome } from '../../../src/storage/inbox-contract.ts';
import type { OpenStorage } from '../../../src/storage/open-storage.ts';

/** When everything is received: deploys are told of the day before, by their minute. */
export const T0 = Date.UTC(2026, 10, 23, 12);
export const [A, B, C] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string];
export const SHOP = 7;
export const time = (minute: number) => new Date(T0 - 86_400_000 + minute * 60_000).toISOString();
export const ms = (minute: number) => T0 - 86_400_000 + minute * 60_000;

/** A captured payload. */
export const captured = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../fixtures/deploys/${path}.json`, import.meta.url), 'utf8'));

/** What the tests of recorded deploys send and ask, in the installation that is the present one. */
export function deployDeliveries(at: () => { readonly opened: OpenStorage; readonly installationId: number }) {
  const inTx = <T>(work: (tx: Transaction) => Promise<T>) => at().opened.storage.transaction(work);

  /** `acme/shop` of the installation, and `acme/other` of the one after it. */
  async function saveRepositories(): Promise<void> {
    await inTx(async (tx) => {
      const about = { defaultBranch: 'main', visibility: 'private', removed: false } as const;
      await tx.repositories.save({
        ...about,
        installationId: at().installationId,
        repositoryId: SHOP,
        fullName: 'acme/shop',
      });
      await tx.repositories.save({
        ...about,
        installationId: at().installationId + 1,
        repositoryId: 9,
        fullName: 'acme/other',
      });
    });
  }

  /** The computed deploys of a service. */
  const ledger = (service = 'shop', environment = 'production') =>
    inTx((tx) => tx.ledger.deploysOf(at().installationId, { repositoryId: SHOP, service, environment }));

  const changes = () => inTx((tx) => tx.changes.between(at().installationId, 0, T0 + 1));

  /** Receives what a source of deploys sent to an endpoint with these defaults. */
  async function deliver(source: string, body: unknown, defaults: object = {}): Promise<DeliveryOutcome> {
    const delivery = await inTx(async (tx) => {
      const { id } = await tx.inbox.add({
        installationId: at().installationId,
        endpoint: 'deploy:ci',
        source,
        kind: 'deploy',
        dedupeKey: randomUUID(),
        via: 'push',
        headers: {},
        body: Buffer.from(JSON.stringify(body)),
      });
      return (await tx.inbox.get(at().installationId, id)) as Delivery;
    });
    const endpoints = [{ id: 'ci', source: '*', installationId: at().installationId, secrets: [], ...defaults }];
    return receiveDeploy({ storage: at().opened.storage, sources: DEPLOY_SOURCES, endpoints }, delivery);
  }

  /** A deploy of three minutes, reported by its sender. */
  const report = (id: string, sha: string, minute: number, more: object = {}) =>
    deliver('generic-deploy', {
      id,
      repo: 'acme/shop',
      sha,
      status: 'success',
      started_at: time(minute),
      finished_at: time(minute + 3),
      ...more,
    });

  return { inTx, saveRepositories, ledger, changes, deliver, report };
}
