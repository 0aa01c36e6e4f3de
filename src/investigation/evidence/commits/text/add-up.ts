/** Adds to the sum under a key, which begins at 0. */
export function addUp<Key>(sums: Map<Key, number>, key: Key, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}

/** The sum under a key; 0 where nothing was added. */
export function sumOf<Key>(sums: ReadonlyMap<Key, number>, key: Key): number {
  return sums.get(key) ?? 0;
}
