import type { Sentence } from '../../sentence.ts';

/** One kind of log message: its text without what varies, so it holds no raw value. */
export interface LogSignature {
  readonly service: string;
  readonly template: string;
  /** The most severe level seen: `error` covers error, fatal and critical. */
  readonly level: 'error' | 'warn' | 'other';
  /** Lines before and from `since` on. */
  readonly before: number;
  readonly after: number;
  /** Rate after over rate before, both with half a line added; above 1 it became more frequent. */
  readonly rateRatio: number;
  /** Seen for the first time at or after `since`. */
  readonly isNew: boolean;
  /** Time of the first line at or after `since`, in ms; absent when there is none. */
  readonly firstAfter?: number;
}

/** What the logs say about each service, and what in them speaks for a cause that is no change of ours. Weights are nats. */
export interface LogEvidence {
  readonly services: ReadonlyMap<string, { readonly weight: number; readonly says: Sentence }>;
  readonly noChange: readonly NoChangeClue[];
  /** The most telling first: new errors, then errors that grew, then the rest. */
  readonly signatures: readonly LogSignature[];
}

export interface NoChangeClue {
  readonly clue: string;
  readonly weight: number;
  readonly says: Sentence;
}
