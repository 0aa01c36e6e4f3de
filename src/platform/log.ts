import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { createRedactor } from './redact.ts';

/** A line is a static message with fields: `log.warn({ reason }, 'delivery refused')`. */
export type Log = Logger;

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';

export interface LogOptions {
  readonly level: LogLevel;
  /** Secrets by value; everything shaped like one is taken out as well. */
  readonly secrets?: readonly string[];
  /** Where the lines go; stderr, so that stdout stays free for what a command prints. */
  readonly destination?: DestinationStream;
}

/** Creates the log: one JSON object a line, without any secret in any field, message, error or stack. */
export function createLog({ level, secrets = [], destination: stream }: LogOptions): Log {
  const redact = createRedactor(secrets);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError, error: describeError },
      hooks: { streamWrite: redact },
    },
    stream ?? destination({ fd: 2, sync: true }),
  );
}

/** Only what tells the failure: an error of an HTTP client also carries its request, headers and body. */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : typeof error;
  const { code, status } = error as Error & { code?: unknown; status?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
    stack: error.stack,
    ...(error.cause === undefined || depth === 4 ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}
