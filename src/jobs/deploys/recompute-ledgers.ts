import type { LedgerKey } from '../../investigation/ledger/deploy-event.ts';
import type { Transaction } from '../../storage/contract.ts';
import { recomputeLedger } from './recompute-ledger.ts';

/**
 * Computes the ledger of each key anew, each once. All who compute several do it in this one order, so that two of them
 * never wait for each other's locks. Call it last in a transaction: it holds the keys' locks until the end.
 */
export async function recomputeLedgers(
  tx: Transaction,
  installationId: number,
  keys: readonly LedgerKey[],
): Promise<void> {
  for (const key of inOneOrder(keys)) await recomputeLedger(tx, installationId, key);
}

function inOneOrder(keys: readonly LedgerKey[]): readonly LedgerKey[] {
  const byText = new Map(keys.map((key) => [JSON.stringify([key.repositoryId, key.service, key.environment]), key]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
}
