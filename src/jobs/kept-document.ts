import type { Transaction } from '../storage/contract.ts';

/** One JSON document for each key, for what needs no table of its own because nobody searches in it. */
export interface KeptDocument<Key extends string | number, Value> {
  /** Undefined where none was kept. */
  read(this: void, tx: Transaction, installationId: number, key: Key): Promise<Value | undefined>;
  /** Replaces what was kept under the key. */
  keep(this: void, tx: Transaction, installationId: number, key: Key, value: Value): Promise<void>;
}

/** The documents of one kind: of the kind `thumbs` there is one for each incident. */
export function keptDocument<Key extends string | number, Value>(kind: string): KeptDocument<Key, Value> {
  return {
    read: async (tx, installationId, key) => {
      const stored = await tx.cursors.get(installationId, `${kind}:${key}`);
      return stored === undefined ? undefined : (JSON.parse(stored) as Value);
    },
    keep: (tx, installationId, key, value) => tx.cursors.set(installationId, `${kind}:${key}`, JSON.stringify(value)),
  };
}
