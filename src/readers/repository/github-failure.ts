import { OperationalError } from '../../platform/errors.ts';

interface RequestFailure {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly message: string;
  readonly cause: unknown;
}

/** GitHub asks for at least a minute where it does not say how long (docs.github.com, "Rate limits for the REST API", 2026-07). */
const SECONDARY_LIMIT_MS = 60_000;

/**
 * What a failed call of Octokit means for us: to wait, to try again or to give up. `doing` completes "GitHub failed
 * while …". Errors that are not Octokit's (bugs) come back as they are.
 */
export function githubFailure(error: unknown, doing: string): unknown {
  if (error instanceof OperationalError) return error;
  const failure = requestFailure(error);
  if (isTimeout(error) || isTimeout(failure?.cause)) {
    const message = `GitHub did not answer in time while ${doing}`;
    return new OperationalError('upstream-timeout', message, { retryable: true, cause: error });
  }
  if (failure === undefined) return error;
  const { status, cause } = failure;
  if (cause instanceof OperationalError) return cause;
  const waitMs = rateLimitMs(failure);
  if (waitMs !== undefined) {
    const message = `GitHub asked us to wait ${Math.ceil(waitMs / 1000)} s while ${doing}`;
    return new OperationalError('upstream-rate-limited', message, {
      retryable: true,
      retryAfterMs: waitMs,
      status,
      cause: error,
    });
  }
  const message = `GitHub answered ${status} while ${doing}`;
  return new OperationalError('upstream-failed', message, { retryable: status >= 500, status, cause: error });
}

/** The HTTP status of an error of Octokit; undefined for any other. */
export function failureStatus(error: unknown): number | undefined {
  return requestFailure(error)?.status;
}

/** Octokit's class exists in several versions in one process: it is known by its shape. */
function requestFailure(error: unknown): RequestFailure | undefined {
  if (!(error instanceof Error) || error.name !== 'HttpError') return undefined;
  const { status, response } = error as { status?: unknown; response?: { headers?: RequestFailure['headers'] } };
  if (typeof status !== 'number') return undefined;
  return { status, headers: response?.headers ?? {}, message: error.message, cause: error.cause };
}

/** By name, for a DOMException is no Error everywhere. */
function isTimeout(error: unknown): boolean {
  const name = (error as { name?: unknown } | null | undefined)?.name;
  return name === 'TimeoutError' || name === 'AbortError';
}

function rateLimitMs({ status, headers, message }: RequestFailure): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const retryAfter = Number(headers['retry-after']);
  if (Number.isFinite(retryAfter) && retryAfter >= 0) return retryAfter * 1000;
  const untilReset = Number(headers['x-ratelimit-reset']) * 1000 - Date.parse(String(headers.date));
  if (String(headers['x-ratelimit-remaining']) === '0') {
    return Number.isFinite(untilReset) ? Math.max(1000, untilReset) : SECONDARY_LIMIT_MS;
  }
  return status === 429 || /secondary rate limit|abuse/i.test(message) ? SECONDARY_LIMIT_MS : undefined;
}
