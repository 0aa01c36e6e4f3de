import type { Random } from './seeded-random.ts';

const MEMORY_SECONDS = 120;

/** Noise that remembers: each call is the next step of a first-order autoregressive course of the given deviation. */
export function wander(random: Random, deviation: number, step: number): () => number {
  const kept = Math.exp(-step / MEMORY_SECONDS);
  const fresh = Math.sqrt(1 - kept * kept) * deviation;
  let now = 0;
  return () => {
    now = kept * now + fresh * random.normal();
    return now;
  };
}
