import { randomUUID } from 'node:crypto';
import { createDispatcher } from '../../../src/intake/github/create-dispatcher.ts';
import { RECORDERS } from '../../../src/intake/github/registry.generated.ts';
import { recordGitHubDelivery } from '../../../src/jobs/deliveries/record-github-delivery.ts';
import { resolveRange } from '../../../src/jobs/deploys/resolve-range.ts';
import type { Storage, Transaction } from '../../../src/storage/contract.ts';
import type { Delivery, DeliveryOutcome } from '../../../src/storage/inbox-contract.ts';
import type { OpenStorage } from '../../../src/storage/open-storage.ts';
import type { HistoryInMemory } from './history-in-memory.ts';

/** Commits: the second and third follow the first, the last is of another branch. */
export const [A, B, C, F] = ['a', 'b', 'c', 'f'].map((letter) => letter.repeat(40)) as [string, string, string, string];
export const HISTORY = { [A]: [], [B]: [A], [C]: [B], [F]: [A] };
/** The repository of every event. */
export const REPOSITORY = {
  id: 7,
  full_name: 'acme/shop',
  default_branch: 'main',
  private: true,
  visibility: 'private',
};
/** When everything is received. */
export const T0 = Date.UTC(2026, 0, 1);
export const minute = (count: number) => new Date(T0 + count * 60_000).toISOString();

/** A job that was committed. */
export interface RecordedJob {
  readonly name: string;
  readonly payload: object;
}

export type Said = readonly [event: string, payload: object];

const dispatcher = await createDispatcher(RECORDERS);

/** What GitHub says of one deployment: its request, its start and its end. */
export function deployment(id: number, sha: string, at: number, end = 'success', more: object = {}): readonly Said[] {
  const environment = 'production';
  const made = {
    id,
    sha,
    ref: 'main',
    environment,
    original_environment: environment,
    created_at: minute(at),
    ...more,
  };
  const status = (state: string, statusId: number, when: number): Said => [
    'deployment_status',
    { action: 'created', deployment: made, deployment_status: { id: statusId, state, created_at: minute(when) } },
  ];
  return [
    ['deployment', { action: 'created', deployment: made }],
    status('in_progress', id * 10, at + 1),
    status(end, id * 10 + 1, at + 3),
  ];
}

/** What the tests of recorded events send and ask, in the installation that is the present one. */
export function githubDeliveries(
  at: () => { readonly opened: OpenStorage; readonly installationId: number; readonly jobs: RecordedJob[] },
) {
  /** The storage, but that the jobs which are committed are only noted. */
  const storage: Storage = {
    ping: () => at().opened.storage.ping(),
    close: () => at().opened.storage.close(),
    transaction: async (work) => {
      const enqueued: RecordedJob[] = [];
      const result = await at().opened.storage.transaction((tx) =>
        work({ ...tx, jobs: { enqueue: async (name, payload) => void enqueued.push({ name, payload }) } }),
      );
      at().jobs.push(...enqueued);
      return result;
    },
  };

  /** Records one event of GitHub. */
  async function deliver(...[event, payload]: Said): Promise<DeliveryOutcome> {
    const body = Buffer.from(
      JSON.stringify({ repository: REPOSITORY, installation: { id: at().installationId }, ...payload }),
    );
    const delivery = await at().opened.storage.transaction(async (tx) => {
      const { id } = await tx.inbox.add({
        installationId: 0,
        endpoint: 'github',
        source: 'github',
        kind: 'github',
        dedupeKey: randomUUID(),
        via: 'push',
        headers: { 'x-github-event': event },
        body,
      });
      return (await tx.inbox.get(0, id)) as Delivery;
    });
    return recordGitHubDelivery({ storage, dispatcher }, delivery);
  }

  async function deliverAll(said: readonly Said[]): Promise<void> {
    for (const one of said) await deliver(...one);
  }

  /** Runs what was asked of the repository until nothing is left. */
  async function resolveAll(history: HistoryInMemory): Promise<void> {
    for (;;) {
      const asked = new Set(
        at()
          .jobs.splice(0)
          .filter(({ name }) => name === 'resolve-range')
          .map(({ payload }) => String(Reflect.get(payload, 'deployId'))),
      );
      if (asked.size === 0) return;
      for (const deployId of asked) {
        await resolveRange(
          { storage, openRepository: history.open },
          { installationId: at().installationId, deployId },
        );
      }
    }
  }

  const inTx = <T>(work: (tx: Transaction) => Promise<T>) => at().opened.storage.transaction(work);

  const ledgerOf = (service = 'shop', environment = 'production') =>
    inTx((tx) => tx.ledger.deploysOf(at().installationId, { repositoryId: 7, service, environment }));

  const commitsOf = (...shas: string[]) => inTx((tx) => tx.commits.many(at().installationId, 7, shas));

  return { storage, deliver, deliverAll, resolveAll, inTx, ledgerOf, commitsOf };
}
