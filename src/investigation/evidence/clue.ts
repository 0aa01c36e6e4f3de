import type { Sentence } from '../sentence.ts';

/** One measured reason, before the verdict numbers it. The weight is in nats: positive speaks for, negative against. */
export interface Clue {
  /** A key of the weight table. */
  readonly clue: string;
  readonly weight: number;
  readonly says: Sentence;
}
