import { DAY_MS, type EpochMs, MINUTE_MS, SECOND_MS } from '../investigation/time.ts';
import type { ClaimedEffect } from '../storage/contract.ts';

/**
 * What was tried for one effect so far. It is written before a request goes out, so that a crash cannot hide one:
 * GitHub's REST API has no idempotency keys, and a second POST makes a second issue.
 */
export interface PostHistory {
  /** When something was to be created, oldest first. */
  readonly posts: readonly EpochMs[];
  /** How often it was looked for since the last of them and not found. */
  readonly misses: number;
  /** Unclear or refused answers in a row. */
  readonly failures: number;
  /** The number or id of what people deleted, so that it is made again at most once. */
  readonly gone?: number;
  /** The state that we last gave to our issue: a state that people gave it since is theirs. */
  readonly appliedState?: 'open' | 'closed';
}

export const NO_HISTORY: PostHistory = { posts: [], misses: 0, failures: 0 };

const MOST_POSTS_A_DAY = 3;
/** GitHub does not promise that a list shows what was just made: only two misses, this long after, count. */
export const FIRST_LOOK_MS = 15 * SECOND_MS;
const SECOND_LOOK_MS = 60 * SECOND_MS;
/** How far before the first POST a listing looks, for clocks that differ. */
export const LOOK_BACK_MS = 5 * MINUTE_MS;

export type Step =
  | { readonly kind: 'create' }
  | { readonly kind: 'reconcile'; readonly since: EpochMs }
  | { readonly kind: 'update'; readonly key: number }
  | { readonly kind: 'give-up'; readonly reason: string };

/** What to do with a claimed effect: never a POST while an earlier one is in doubt. */
export function nextStep(effect: ClaimedEffect, history: PostHistory, now: EpochMs): Step {
  const known = effect.kind === 'issue' ? effect.githubNumber : effect.githubId;
  if (known !== undefined && known !== history.gone) return { kind: 'update', key: known };
  if (effect.claimedFrom === 'unknown') {
    const first = history.posts[0] ?? effect.firstPostAt ?? now;
    return { kind: 'reconcile', since: first - LOOK_BACK_MS };
  }
  if (history.posts.filter((at) => at > now - DAY_MS).length >= MOST_POSTS_A_DAY) {
    return { kind: 'give-up', reason: `was sent ${MOST_POSTS_A_DAY} times within a day and is still not there` };
  }
  return { kind: 'create' };
}

/** The history without the POST that was written down and then not sent, or refused: it made nothing. */
export function withoutPost(history: PostHistory, step: Step): PostHistory {
  return step.kind === 'create' ? { ...history, posts: history.posts.slice(0, -1) } : history;
}

/** When to look again after a miss; undefined where it was missed often and late enough to be sent again. */
export function lookAgainAt(history: PostHistory, now: EpochMs): EpochMs | undefined {
  const last = history.posts.at(-1) ?? now;
  if (history.misses >= 2 && now - last >= SECOND_LOOK_MS) return undefined;
  return Math.max(now + FIRST_LOOK_MS, last + SECOND_LOOK_MS);
}

/** 5 s, doubling, at most 10 min. */
export function backOff(failures: number): number {
  return Math.min(10 * MINUTE_MS, 5 * SECOND_MS * 2 ** Math.max(0, failures));
}
