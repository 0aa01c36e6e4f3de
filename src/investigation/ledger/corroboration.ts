import { DAY_MS } from '../time.ts';
import type { Attempt } from './attempt.ts';

/**
 * How far a source's word goes: what only implies a deploy (a push, a release, a green run) counts less than what tells
 * of one. Sources that are not listed tell.
 */
const WORD: ReadonlyMap<string, number> = new Map([
  ['github:push', 1],
  ['github:release', 1],
  ['github:workflow_run', 2],
  ['github:workflow_job', 3],
]);
const TELLS = 4;
const APART_MS = DAY_MS;

/**
 * Leaves out the attempts that another, better source tells of too (the same SHA within a day), so that a push and the
 * deployment that follows it are one deploy and not a deploy with its redeploy.
 */
export function withoutCorroborated(attempts: readonly Attempt[]): readonly Attempt[] {
  const bySha = Map.groupBy(attempts, ({ sha }) => sha);
  return attempts.filter((attempt) => {
    const better = (other: Attempt) =>
      wordOf(other) > wordOf(attempt) && Math.abs(other.startedAt - attempt.startedAt) <= APART_MS;
    return !bySha.get(attempt.sha)?.some(better);
  });
}

function wordOf({ first }: Attempt): number {
  return WORD.get(first.source) ?? TELLS;
}
