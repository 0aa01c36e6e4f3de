import { OperationalError } from './errors.ts';

/** A limit of GitHub: nothing was done, and we are to wait this long. */
export interface Limit {
  readonly retryAfterMs: number;
}

/** What Octokit throws for every failed request; without `response` there was no answer (its status is then made up). */
export interface RequestFailure extends Error {
  readonly status: number;
  readonly response?: {
    readonly headers: Readonly<Record<string, string | number | undefined>>;
    readonly data: unknown;
  };
}

/** By its form: several copies of Octokit's class can be loaded at once. */
export function isRequestFailure(error: unknown): error is RequestFailure {
  return error instanceof Error && error.name === 'HttpError' && 'status' in error && typeof error.status === 'number';
}

const SECONDARY_DEFAULT_MS = 60_000;

/**
 * Whether an answer is one of GitHub's rate limits, and how long to wait: `retry-after`, else until the primary limit is
 * reset, else a minute (docs.github.com, "Rate limits for the REST API", read 2026-11). `now` is compared with the reset.
 */
export function rateLimitOf(error: unknown, now: number): Limit | undefined {
  if (!isRequestFailure(error) || error.response === undefined || (error.status !== 403 && error.status !== 429))
    return undefined;
  const { headers } = error.response;
  const retryAfter = Number(headers['retry-after']);
  const secondary = /secondary rate|abuse detection/i.test(error.message);
  const exhausted = headers['x-ratelimit-remaining'] === '0';
  if (!secondary && !exhausted && headers['retry-after'] === undefined && error.status !== 429) return undefined;
  if (Number.isFinite(retryAfter) && retryAfter >= 0) return { retryAfterMs: retryAfter * 1_000 };
  const reset = Number(headers['x-ratelimit-reset']) * 1_000;
  if (exhausted && Number.isFinite(reset)) return { retryAfterMs: Math.max(1_000, reset - now) };
  return { retryAfterMs: SECONDARY_DEFAULT_MS };
}

/** A failed call to GitHub as an OperationalError; `what` says what could not be done. Bugs are given back as they are. */
export function githubFailure(error: unknown, what: string): unknown {
  const guard = guardRefusal(error);
  if (guard !== undefined) return guard;
  if (!isRequestFailure(error)) return error;
  // The error's own request and answer may hold a token: only its status and message go on.
  const limit = rateLimitOf(error, Date.now());
  const status = error.response === undefined ? undefined : error.status;
  if (limit !== undefined) {
    return new OperationalError('upstream-rate-limited', `${what}: GitHub asks to wait.`, {
      retryable: true,
      retryAfterMs: limit.retryAfterMs,
      ...(status === undefined ? {} : { status }),
    });
  }
  if (status === undefined) {
    const late = /timeout|aborted/i.test(`${(error.cause as Error | undefined)?.name} ${error.message}`);
    return new OperationalError(late ? 'upstream-timeout' : 'upstream-failed', `${what}: GitHub did not answer.`, {
      retryable: true,
    });
  }
  return new OperationalError('upstream-failed', `${what}: GitHub answered ${status} (${firstLine(error.message)}).`, {
    // A wrong key or clock is put right by people, not by giving up.
    retryable: status >= 500 || status === 401,
    status,
  });
}

/** The guard's own refusal inside what Octokit makes of every error of `fetch`. */
export function guardRefusal(error: unknown): OperationalError | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof OperationalError && at.code === 'guard-denied') return at;
  }
  return undefined;
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').slice(0, 200);
}
