import type { Sentence } from '../sentence.ts';

/** One measured reason, before the verdict numbers it. The weight is in nats: positive speaks for, negative against. */
export interface Clue {
  /** The name of what measured it, such as `timing`: of a feature of a commit it is the key in `commit-weights.ts`. */
  readonly clue: string;
  readonly weight: number;
  readonly says: Sentence;
}
