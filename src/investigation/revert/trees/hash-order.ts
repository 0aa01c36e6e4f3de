const FIRST_SIZE = 64;
const GROWTH = 4;
const LOAD = 0.8;

/**
 * The order in which git's hash table gives back strings (one character a byte) that were put into it in the order given.
 * Git opens the folders that it set aside in this order, and of equally good renames it takes the one that it met first.
 */
export function inHashOrder<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  let buckets: T[][] = emptyBuckets(FIRST_SIZE);
  items.forEach((item, index) => {
    put(buckets, item, keyOf);
    if (index + 1 <= Math.floor(buckets.length * LOAD)) return;
    const old = buckets.flat();
    buckets = emptyBuckets(buckets.length * GROWTH);
    for (const one of old) put(buckets, one, keyOf);
  });
  return buckets.flat();
}

function emptyBuckets<T>(size: number): T[][] {
  return Array.from({ length: size }, () => []);
}

/** The last one in comes first. */
function put<T>(buckets: T[][], item: T, keyOf: (item: T) => string): void {
  buckets[hash(keyOf(item)) % buckets.length]?.unshift(item);
}

/** FNV-1, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value, 0x01000193) ^ text.charCodeAt(at);
  return value >>> 0;
}
