import type { EpochMs } from '../investigation/time.ts';
import { OperationalError } from '../platform/errors.ts';
import { guardRefusal, isRequestFailure, rateLimitOf } from '../platform/github-failure.ts';
import type { EffectOutcome } from '../storage/contract.ts';
import { backOff, FIRST_LOOK_MS } from './post-history.ts';

/** After so many failures in a row an effect is dead; new content wakes it again. */
const MOST_FAILURES = 12;

/** What a failed write means: nothing was done (`ready`, `dead`), or nobody knows (`unknown`). */
export type FailedWrite = EffectOutcome & { readonly deleted?: true };

const REFUSED: Readonly<Record<number, string>> = {
  400: 'GitHub could not read the request (400)',
  403: 'GitHub does not allow it (403): the App lacks a permission, or the repository or the conversation is locked',
  404: 'GitHub does not show it to the App (404)',
  410: 'it is gone, or issues are disabled in this repository (410)',
  422: 'GitHub refused the content (422)',
  451: 'it is blocked for legal reasons (451)',
};

/**
 * Sorts a failed write: only an answer that says so proves that nothing was done. Timeouts, resets, 5xx and what cannot
 * be read prove nothing (a lost answer looks the same), and are reconciled before anything is sent again.
 */
export function classifyFailure(error: unknown, failures: number, now: EpochMs): FailedWrite {
  const refusal = guardRefusal(error);
  if (refusal !== undefined) return { state: 'dead', reason: refusal.message };
  if (error instanceof OperationalError) return postponed(error, failures, now);
  if (!isRequestFailure(error)) throw error;
  const limit = rateLimitOf(error);
  // A limit is no failure of ours: waiting for it does not wear the effect out.
  if (limit !== undefined) return { state: 'ready', nextAt: now + limit.retryAfterMs, reason: 'GitHub asked to wait' };
  if (movedAway(error)) return { state: 'dead', reason: 'it was moved to another repository' };
  if (failures >= MOST_FAILURES) {
    return { state: 'dead', reason: `failed ${failures} times in a row, the last time with ${statusOf(error)}` };
  }
  if (error.response === undefined) return unclear('no answer', failures, now);
  if (error.status === 401) {
    return { state: 'ready', nextAt: now + backOff(failures), reason: 'GitHub did not accept the token (401)' };
  }
  const refused = REFUSED[error.status];
  if (refused === undefined) return unclear(`GitHub answered ${error.status}`, failures, now);
  const deleted = error.status === 404 || error.status === 410;
  return { state: 'dead', reason: refused, ...(deleted ? { deleted: true } : {}) };
}

/** A failure before the write went out, such as of the token: `unknown` is the careful reading of it. */
function postponed(error: OperationalError, failures: number, now: EpochMs): FailedWrite {
  if (!error.retryable || failures >= MOST_FAILURES) return { state: 'dead', reason: error.message };
  return { state: 'unknown', nextAt: now + (error.retryAfterMs ?? backOff(failures)), reason: error.message };
}

/** Nobody knows whether it was done. */
export function unclear(why: string, failures: number, now: EpochMs): FailedWrite {
  return { state: 'unknown', nextAt: now + Math.max(FIRST_LOOK_MS, backOff(failures)), reason: why };
}

/** The guard follows no redirect of a write; GitHub redirects one to an issue that was transferred. */
function movedAway(error: Error): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (/redirect/i.test(at.message)) return true;
  }
  return false;
}

function statusOf(error: { readonly status: number; readonly response?: unknown }): string {
  return error.response === undefined ? 'no answer' : `status ${error.status}`;
}
