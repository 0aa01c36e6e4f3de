import { OperationalError } from '../../platform/errors.ts';
import type { Storage } from '../../storage/contract.ts';
import type { NewDelivery, StoredDelivery } from '../../storage/inbox-contract.ts';
import { within } from './within.ts';

/**
 * Resolves when the delivery and the job that reads it are committed, both or neither. Rejects where they are not, with
 * `storage-unavailable` also where it takes longer than `limitMs`.
 */
export type StoreDelivery = (delivery: NewDelivery, limitMs: number) => Promise<StoredDelivery>;

interface Waiting {
  readonly delivery: NewDelivery;
  readonly resolve: (stored: StoredDelivery) => void;
  readonly reject: (error: unknown) => void;
}

/** A database that stalls must not keep the pool's connections for longer than a sender waits. */
const STATEMENT_TIMEOUT_MS = 3_000;
/** What one commit carries at most; larger bodies go alone. */
const MOST_TOGETHER = 16;
const MOST_BYTES_TOGETHER = 1_000_000;
/** The best of 1 to 8 for 16 and for 64 senders at once, on two cores beside the database. */
const COMMITS_AT_ONCE = 4;

/**
 * Stores deliveries as fast as they can be committed: what comes while others are being committed waits for them and
 * then shares one transaction, so that nobody waits when there is little to do and many share the cost when there is much.
 */
export function storeDeliveries(storage: Storage): StoreDelivery {
  const waiting: Waiting[] = [];
  let commits = 0;

  async function commitAll(): Promise<void> {
    commits += 1;
    while (waiting.length > 0) await settle(storage, nextGroup(waiting));
    commits -= 1;
  }

  return (delivery, limitMs) => {
    const { promise, resolve, reject } = Promise.withResolvers<StoredDelivery>();
    const mine = { delivery, resolve, reject };
    waiting.push(mine);
    if (commits < COMMITS_AT_ONCE) void commitAll();
    return within(limitMs, promise).finally(() => {
      // Who was told to come back later no longer waits, and its bytes are free.
      if (waiting.includes(mine)) waiting.splice(waiting.indexOf(mine), 1);
    });
  };
}

function nextGroup(waiting: Waiting[]): readonly Waiting[] {
  let bytes = 0;
  const tooMuch = waiting.findIndex(({ delivery }, index) => {
    bytes += delivery.body.byteLength;
    return index === MOST_TOGETHER || (index > 0 && bytes > MOST_BYTES_TOGETHER);
  });
  return waiting.splice(0, tooMuch === -1 ? waiting.length : tooMuch);
}

/** Never rejects: each sender hears of its own delivery. */
async function settle(storage: Storage, group: readonly Waiting[]): Promise<void> {
  try {
    const stored = await store(
      storage,
      group.map(({ delivery }) => delivery),
    );
    for (const [index, { resolve }] of group.entries()) resolve(stored[index] as StoredDelivery);
  } catch (error) {
    if (group.length === 1 || error instanceof OperationalError) for (const { reject } of group) reject(error);
    // One that cannot be stored must not take the others along.
    else for (const each of group) await settle(storage, [each]);
  }
}

function store(storage: Storage, deliveries: readonly NewDelivery[]): Promise<readonly StoredDelivery[]> {
  return storage.transaction(
    async (tx) => {
      const stored = await tx.inbox.addAll(deliveries);
      for (const [index, { id, added }] of stored.entries()) {
        const { installationId } = deliveries[index] as NewDelivery;
        if (added) await tx.jobs.enqueue('process-delivery', { installationId, deliveryId: id });
      }
      return stored;
    },
    { statementTimeoutMs: STATEMENT_TIMEOUT_MS },
  );
}
