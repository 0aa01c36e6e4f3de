import { SECOND_MS } from '../../investigation/time.ts';

/** What a sender may take of the server. GitHub waits 10 s for an answer, Datadog and SNS 15 s. */
export interface ServerLimits {
  readonly headersMs: number;
  readonly bodyMs: number;
  /** From the first byte to the answer; after it the sender is told to try again. */
  readonly handlingMs: number;
  readonly closingMs: number;
  readonly maxConnections: number;
  /** All bodies together that are held at one moment. */
  readonly maxHeldBytes: number;
  readonly maxHeaderBytes: number;
}

export const SERVER_LIMITS: ServerLimits = {
  headersMs: 5 * SECOND_MS,
  bodyMs: 5 * SECOND_MS,
  handlingMs: 7 * SECOND_MS,
  closingMs: 5 * SECOND_MS,
  maxConnections: 1_000,
  maxHeldBytes: 128 * 1024 * 1024,
  maxHeaderBytes: 16 * 1024,
};
