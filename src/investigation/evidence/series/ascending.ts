/** Up to so many values are quicker to insert one by one than to hand over to the engine's own sort. */
const FEW = 48;

/** A copy of the finite values in ascending order. */
export function ascending(values: ArrayLike<number>): Float64Array {
  const sorted = new Float64Array(values);
  if (sorted.length > FEW) return sorted.sort();
  for (let next = 1; next < sorted.length; next++) {
    const value = sorted[next] as number;
    let at = next;
    for (; at > 0 && (sorted[at - 1] as number) > value; at--) sorted[at] = sorted[at - 1] as number;
    sorted[at] = value;
  }
  return sorted;
}
