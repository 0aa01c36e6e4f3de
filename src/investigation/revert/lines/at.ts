/** The number at a place of a list, and 0 outside of it. */
export function at(list: Int32Array | Uint8Array, index: number): number {
  return list[index] ?? 0;
}
