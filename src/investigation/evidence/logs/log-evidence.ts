import type { Sentence } from '../../sentence.ts';
import type { EpochMs } from '../../time.ts';

/** One kind of log message of one service. */
export interface LogSignature {
  readonly service: string;
  /** The message without what varies; it holds no raw value. */
  readonly template: string;
  /** The most severe level seen; `error` covers fatal and critical. */
  readonly level: 'error' | 'warn' | 'other';
  /** Lines before `since`, and from then on. */
  readonly before: number;
  readonly after: number;
  /** Lines a minute after over lines a minute before, half a line added to both counts; above 1 it became more frequent. */
  readonly rateRatio: number;
  /** Never, or hardly ever (less than one line in a hundred), seen before `since`. */
  readonly isNew: boolean;
  /** The first line at or after `since`; absent when there is none. */
  readonly firstAfter?: EpochMs;
}

/** For (positive) or against (negative) an origin in a service, in nats. */
export interface ServiceLogs {
  readonly weight: number;
  readonly says: Sentence;
}

/** A reason to believe that no change is to blame, in nats. */
export interface NoChangeClue {
  readonly clue: string;
  readonly weight: number;
  readonly says: Sentence;
}

/** A service that fails without having been deployed and without any tie to the alerting one, and its kind of message. */
export interface FailsBeside {
  readonly service: string;
  readonly template: string;
}

/** What the logs of a case say; empty, false and null where there are no logs. */
export interface LogEvidence {
  readonly services: ReadonlyMap<string, ServiceLogs>;
  readonly noChange: readonly NoChangeClue[];
  /** The alerting service complains of something that it was handed and cannot read. */
  readonly unreadable: boolean;
  /** Null where none does, or where no call is known. */
  readonly beside: FailsBeside | null;
  /** The most telling first: errors before warnings, and those that grew most before the others. */
  readonly signatures: readonly LogSignature[];
}
