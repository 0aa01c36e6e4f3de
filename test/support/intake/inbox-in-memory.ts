import type { JobName } from '../../../src/jobs/contract.ts';
import { OperationalError } from '../../../src/platform/errors.ts';
import type { Storage, Transaction } from '../../../src/storage/contract.ts';
import type { Delivery, NewDelivery } from '../../../src/storage/inbox-contract.ts';

export interface InboxInMemory extends Storage {
  readonly deliveries: Delivery[];
  readonly jobs: { readonly name: JobName; readonly payload: unknown }[];
  /** `away` fails every transaction, `hangs` never ends one. */
  state: 'up' | 'away' | 'hangs';
}

/** Just enough storage for the intake: an inbox with its dedupe key, and jobs. Nothing is kept where the work throws. */
export function inboxInMemory(): InboxInMemory {
  const deliveries: Delivery[] = [];
  const jobs: InboxInMemory['jobs'] = [];
  const storage: InboxInMemory = {
    deliveries,
    jobs,
    state: 'up',
    async transaction(work) {
      if (storage.state === 'away') throw new OperationalError('storage-unavailable', 'the database is away');
      if (storage.state === 'hangs') return new Promise(() => undefined);
      const before = { deliveries: deliveries.length, jobs: jobs.length };
      try {
        return await work(transaction());
      } catch (error) {
        deliveries.length = before.deliveries;
        jobs.length = before.jobs;
        throw error;
      }
    },
    ping: async () => undefined,
    close: async () => undefined,
  };
  const transaction = () => ({ inbox, jobs: queue, installations, alerts, cursors }) as unknown as Transaction;
  const add = (delivery: NewDelivery) => {
    const first = deliveries.find(
      (stored) => stored.endpoint === delivery.endpoint && stored.dedupeKey === delivery.dedupeKey,
    );
    if (first !== undefined) return { id: first.id, added: false };
    const id = String(deliveries.length + 1);
    deliveries.push({ ...delivery, id, receivedAt: 0, state: 'pending' });
    return { id, added: true };
  };
  const inbox: Partial<Transaction['inbox']> = {
    addAll: async (all) => all.map(add),
    add: async (delivery) => add(delivery),
    countByState: async () => ({ pending: deliveries.length, done: 0, ignored: 0, unmapped: 0, dead: 0 }),
    oldestUnprocessedAt: async () => deliveries[0]?.receivedAt,
  };
  const queue: Transaction['jobs'] = {
    async enqueue(name, payload) {
      jobs.push({ name, payload });
    },
  };
  const installations = { list: async () => [] };
  const alerts = { unmapped: async () => [] };
  const cursors = { get: async () => undefined, set: async () => undefined };
  return storage;
}
