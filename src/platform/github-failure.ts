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

/** The HTTP status that GitHub answered an Octokit call with; undefined for any other error and where no answer came. */
export function failureStatus(error: unknown): number | undefined {
  return isRequestFailure(error) && error.response !== undefined ? error.status : undefined;
}

const SECONDARY_DEFAULT_MS = 60_000;

/**
 * Whether an answer is one of GitHub's rate limits, and how long to wait: `retry-after`, else until the primary limit is
 * reset, else a minute (docs.github.com, "Rate limits for the REST API", read 2026-11). The reset is held against the
 * answer's own date: both are GitHub's time, so that it does not matter whether our clock is right.
 */
export function rateLimitOf(error: unknown): Limit | undefined {
  if (!isRequestFailure(error) || error.response === undefined || (error.status !== 403 && error.status !== 429))
    return undefined;
  const { headers } = error.response;
  const retryAfter = Number(headers['retry-after']);
  const secondary = /secondary rate|abuse/i.test(error.message);
  const exhausted = String(headers['x-ratelimit-remaining']) === '0';
  if (!secondary && !exhausted && headers['retry-after'] === undefined && error.status !== 429) return undefined;
  if (Number.isFinite(retryAfter) && retryAfter >= 0) return { retryAfterMs: retryAfter * 1_000 };
  const untilReset = Number(headers['x-ratelimit-reset']) * 1_000 - Date.parse(String(headers.date));
  if (exhausted && Number.isFinite(untilReset)) return { retryAfterMs: Math.max(1_000, untilReset) };
  return { retryAfterMs: SECONDARY_DEFAULT_MS };
}

/**
 * A failed call to GitHub as an OperationalError: to wait, to try again or to give up. `what` says what was being done or
 * could not be, and begins the message. An OperationalError that our own layers threw on the way is given back, and bugs
 * are given back as they are.
 */
export function githubFailure(error: unknown, what: string): unknown {
  const ours = operationalInside(error);
  if (ours !== undefined) return ours;
  // The error's own request and answer may hold a token: only its status and message go on.
  const status = failureStatus(error);
  if (status === undefined) {
    const late = isLate(error);
    if (!late && !isRequestFailure(error)) return error;
    const code = late ? 'upstream-timeout' : 'upstream-failed';
    return new OperationalError(code, `${what}: GitHub did not answer${late ? ' in time' : ''}.`, { retryable: true });
  }
  const limit = rateLimitOf(error);
  if (limit !== undefined) {
    const seconds = Math.ceil(limit.retryAfterMs / 1_000);
    const message = `${what}: GitHub asks to wait ${seconds} s.`;
    return new OperationalError('upstream-rate-limited', message, { retryable: true, status, ...limit });
  }
  const said = firstLine((error as RequestFailure).message);
  return new OperationalError('upstream-failed', `${what}: GitHub answered ${status} (${said}).`, {
    // 401: a token that was revoked, or a clock that drifted, passes with the next token that is minted. A wrong key does
    // not, but people put it right; a job gives up after its attempts.
    retryable: status >= 500 || status === 401,
    status,
  });
}

/** The guard's own refusal inside what Octokit makes of every error of `fetch`. */
export function guardRefusal(error: unknown): OperationalError | undefined {
  return operationalInside(error, ({ code }) => code === 'guard-denied');
}

function operationalInside(
  error: unknown,
  isMeant: (found: OperationalError) => boolean = () => true,
): OperationalError | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof OperationalError && isMeant(at)) return at;
  }
  return undefined;
}

/** By name, since a DOMException is no Error everywhere; else by what Octokit says of a request that was cut off. */
function isLate(error: unknown): boolean {
  const { name, cause } = (error ?? {}) as { readonly name?: unknown; readonly cause?: { readonly name?: unknown } };
  if ([name, cause?.name].some((one) => one === 'TimeoutError' || one === 'AbortError')) return true;
  return isRequestFailure(error) && /timeout|aborted/i.test(error.message);
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').slice(0, 200);
}
