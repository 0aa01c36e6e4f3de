/**
 * The known name that was most likely meant, for "did you mean": at most a third of the letters differ
 * (Levenshtein distance, spelling of dashes and case aside), or one is the beginning of the other. Gives `undefined`
 * where nothing is near.
 */
export function nearestName(written: string, known: readonly string[]): string | undefined {
  const plain = simple(written);
  if (plain === '') return undefined;
  let best: { name: string; distance: number } | undefined;
  for (const name of known) {
    const other = simple(name);
    const begins = other.length >= 3 && (plain.startsWith(other) || (plain.length >= 3 && other.startsWith(plain)));
    const distance = begins ? 0.5 : editDistance(plain, other);
    const near = distance <= Math.max(plain.length, other.length) / 3;
    if (near && (best === undefined || distance < best.distance)) best = { name, distance };
  }
  return best?.name;
}

function simple(name: string): string {
  return name
    .slice(0, 100)
    .toLowerCase()
    .replace(/[-_.\s]/g, '');
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
