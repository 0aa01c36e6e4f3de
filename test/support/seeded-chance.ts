// Taken out once: where Jest runs this, each look-up of a global costs more than the arithmetic.
const { floor, imul } = Math;

/** Chance that a seed repeats. */
export interface Chance {
  /** A whole number from 0 up to, and without, `below`. */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
  /** True in so many of a hundred. */
  percent(share: number): boolean;
}

/** Mulberry32: 32 bits of state, good enough to draw histories from. */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number) => floor(next() * limit);
  return {
    below,
    pick: (from) => {
      const one = from[below(from.length)];
      if (one === undefined) throw new Error('there is nothing to pick from');
      return one;
    },
    percent: (share) => below(100) < share,
  };
}
