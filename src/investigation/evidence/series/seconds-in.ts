const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(ms|milli)/i, 1e-3],
  [/^([uµμ]s|micro)/i, 1e-6],
  [/^(ns|nano)/i, 1e-9],
];

/** How many seconds one of a latency's unit is; of a unit that is not known, or not said, it is taken for seconds. */
export function secondsIn(unit = ''): number {
  return UNITS.find(([name]) => name.test(unit))?.[1] ?? 1;
}
