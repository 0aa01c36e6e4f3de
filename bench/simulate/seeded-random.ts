import { seededChance } from '../../test/support/seeded-chance.ts';

/** Draws that a text repeats. */
export interface Random {
  uniform(low: number, high: number): number;
  /** Uniform in the logarithm: as often between 1 and 10 as between 10 and 100. */
  logUniform(low: number, high: number): number;
  /** Of the standard normal distribution. */
  normal(): number;
  /** Whole, both ends included. */
  integer(low: number, high: number): number;
  chance(share: number): boolean;
  /** Throws where there is nothing to pick from. */
  pick<T>(from: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
}

// Taken out once: where Jest runs this, each look-up of a global costs more than the arithmetic.
const { cos, exp, imul, log, PI, sqrt } = Math;
const WORDS = 2 ** 32;

/** Randomness that depends on the text alone, so that each incident is the same however many are drawn before it. */
export function seededRandom(text: string): Random {
  const chance = seededChance(hashOf(text));
  const unit = () => chance.below(WORDS) / WORDS;
  const uniform = (low: number, high: number) => low + (high - low) * unit();
  return {
    uniform,
    logUniform: (low, high) => exp(uniform(log(low), log(high))),
    // Box and Muller's method; 1 − u is never zero.
    normal: () => sqrt(-2 * log(1 - unit())) * cos(2 * PI * unit()),
    integer: (low, high) => low + chance.below(high - low + 1),
    chance: (share) => unit() < share,
    pick: (from) => chance.pick(from),
    shuffled: (list) =>
      list
        .map((item) => ({ item, place: unit() }))
        .sort((a, b) => a.place - b.place)
        .map(({ item }) => item),
  };
}

/** FNV-1a in 32 bits. */
function hashOf(text: string): number {
  return Array.from(text).reduce((hash, letter) => imul(hash ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5);
}
