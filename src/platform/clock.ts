import type { EpochMs } from '../investigation/time.ts';

/** The only source of the current time in the shell; tests pass one that they move. */
export interface Clock {
  now(): EpochMs;
}

export const systemClock: Clock = { now: () => Date.now() };
