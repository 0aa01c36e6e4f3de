import { DAY_MS, MINUTE_MS } from '../time.ts';
import type { Attempt } from './attempt.ts';

/**
 * How far a source's word goes: what only implies a deploy (a push, a release, a green run) counts less than what tells
 * of one. A source that is not listed counts as telling of one.
 */
const WORD: ReadonlyMap<string, number> = new Map([
  ['github:push', 1],
  ['github:release', 1],
  ['github:workflow_run', 2],
  ['github:workflow_job', 3],
]);
const TELLS = 4;
const APART_MS = DAY_MS;

/** Two sources that both tell of one deploy do so within its rollout. */
const ONE_ROLLOUT_MS = 30 * MINUTE_MS;

/**
 * Leaves out the attempts that another, better source tells of too (the same SHA within a day), so that a push and the
 * deployment that follows it are one deploy and not a deploy with its redeploy. Of two sources that both tell of one
 * (the same SHA within half an hour, and no other live in between) the one that had it live first stays.
 */
export function withoutCorroborated(attempts: readonly Attempt[]): readonly Attempt[] {
  const bySha = Map.groupBy(attempts, ({ sha }) => sha);
  return attempts.filter((attempt) => {
    const better = (other: Attempt) =>
      (wordOf(other) > wordOf(attempt) && Math.abs(other.startedAt - attempt.startedAt) <= APART_MS) ||
      tellsTheSame(other, attempt, attempts);
    return !bySha.get(attempt.sha)?.some(better);
  });
}

function tellsTheSame(other: Attempt, attempt: Attempt, all: readonly Attempt[]): boolean {
  if (wordOf(other) !== TELLS || wordOf(attempt) !== TELLS || other.first.source === attempt.first.source) return false;
  if (attempt.kind === 'rollback' || Math.abs(other.startedAt - attempt.startedAt) > ONE_ROLLOUT_MS) return false;
  const [from, to] = [momentOf(other), momentOf(attempt)];
  const between = (at: number | undefined) => at !== undefined && at > Math.min(from, to) && at < Math.max(from, to);
  return wasFirst(other, attempt) && !all.some(({ sha, liveAt }) => sha !== attempt.sha && between(liveAt));
}

function momentOf({ liveAt, startedAt }: Attempt): number {
  return liveAt ?? startedAt;
}

/** In an order that does not depend on which was heard first. */
function wasFirst(a: Attempt, b: Attempt): boolean {
  const live = (attempt: Attempt) => attempt.liveAt ?? Number.POSITIVE_INFINITY;
  if (live(a) !== live(b)) return live(a) < live(b);
  return a.startedAt === b.startedAt ? a.id < b.id : a.startedAt < b.startedAt;
}

function wordOf({ first }: Attempt): number {
  return WORD.get(first.source) ?? TELLS;
}
