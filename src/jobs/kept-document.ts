import type { Transaction } from '../storage/contract.ts';

/** What is kept as JSON under a kind and a key of it, for what needs no table: nobody searches in it. */
export interface KeptDocument<Key extends string | number, Value> {
  /** Undefined where none was kept. */
  read(this: void, tx: Transaction, installationId: number, key: Key): Promise<Value | undefined>;
  /** In place of the one before. */
  keep(this: void, tx: Transaction, installationId: number, key: Key, value: Value): Promise<void>;
}

/** The documents of one kind, such as `thumbs`, by the incident's id. */
export function keptDocument<Key extends string | number, Value>(kind: string): KeptDocument<Key, Value> {
  return {
    read: async (tx, installationId, key) => {
      const stored = await tx.cursors.get(installationId, `${kind}:${key}`);
      return stored === undefined ? undefined : (JSON.parse(stored) as Value);
    },
    keep: (tx, installationId, key, value) => tx.cursors.set(installationId, `${kind}:${key}`, JSON.stringify(value)),
  };
}
