import type { GuardedObject } from './guard.ts';

const MOST = 10_000;

/** The issues and comments that the database says are ours: the only ones that the guard lets anyone edit. */
export interface OwnObjects {
  add(object: GuardedObject): void;
  has(object: GuardedObject): boolean;
}

/** Holds the last 10,000; each is added from its row in the database just before it is edited. */
export function ownObjects(): OwnObjects {
  const known = new Set<string>();
  return {
    add(object) {
      known.delete(key(object));
      known.add(key(object));
      const [oldest] = known;
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    },
    has: (object) => known.has(key(object)),
  };
}

function key({ repository, kind, id }: GuardedObject): string {
  return `${repository.toLowerCase()} ${kind} ${id}`;
}
