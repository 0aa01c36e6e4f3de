/**
 * Every operational failure, by code: what it means and what to do.
 * Domain outcomes are values, never errors; bugs stay plain errors and crash the job.
 */
export const ERROR_CODES = {
  'configuration-invalid': 'A setting is missing or wrong. The message names each one with a hint.',
  'storage-unavailable': 'The database did not answer. Intake answers 503 and the sender tries again.',
  'storage-version': 'The data folder or schema is of another version. The message tells how to move on.',
  'upstream-failed': 'A vendor or GitHub answered with an error. Retried where that makes sense.',
  'upstream-timeout': 'A vendor or GitHub did not answer in time. Retried.',
  'upstream-rate-limited': 'A vendor or GitHub asked us to wait. Retried after that.',
  'upstream-nonsense': 'A vendor answered with something that is not what it documents, such as a login page.',
  'upstream-too-large': 'A vendor answered with more than is read. Ask for less: a narrower query or a coarser step.',
  'delivery-invalid': 'A stored delivery cannot be read. It is kept as dead with the reason.',
  'read-only': 'Writes to GitHub are switched off for this instance. What is to be written waits.',
  'guard-denied': 'A call to GitHub that is not on the list of allowed calls was refused. This is a bug: report it.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface Failure {
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  /** HTTP status of the answer, where there was one. */
  readonly status?: number;
  readonly cause?: unknown;
}

/** A failure at an edge of the program. The job runner reads `retryable`; nobody else decides by it. */
export class OperationalError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;

  constructor(code: ErrorCode, message: string, failure: Failure = {}) {
    super(message, failure.cause === undefined ? undefined : { cause: failure.cause });
    this.name = 'OperationalError';
    this.code = code;
    this.retryable = failure.retryable ?? false;
    this.retryAfterMs = failure.retryAfterMs;
    this.status = failure.status;
  }
}
