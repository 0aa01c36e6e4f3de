/** Bytes and milliseconds, in which limits are enforced and complained of. */
const FACTORS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1e3],
  ['sec', 1e3],
  ['seconds', 1e3],
  ['m', 6e4],
  ['h', 3.6e6],
  ['kb', 1e3],
  ['mb', 1e6],
  ['gb', 1e9],
  ['ki', 2 ** 10],
  ['kib', 2 ** 10],
  ['mi', 2 ** 20],
  ['mib', 2 ** 20],
  ['gi', 2 ** 30],
  ['gib', 2 ** 30],
]);

/** How many bytes or milliseconds one of the unit is, whatever its case; undefined for what is no unit of either. */
export function unitFactor(unit: string): number | undefined {
  return FACTORS.get(unit.toLowerCase());
}
