import type { DeployCandidate } from '../../candidates/list-candidates.ts';
import type { Case } from '../../case.ts';
import { type EpochMs, MINUTE_MS } from '../../time.ts';
import { cronRuns } from './cron-runs.ts';
import { type PatchLine, patchLines } from './text/patch-lines.ts';

/** A schedule that a deploy brought and that ran when the trouble began. */
export interface ScheduledRun {
  readonly commit: string;
  readonly expression: string;
  readonly at: EpochMs;
}

/** What a job does shows a few minutes after it began. */
const SHOWS_WITHIN_MS = 3 * MINUTE_MS;
/** A schedule that runs more than once in so many minutes is always about to run, and so is any where the onset is known no better. */
const OFTEN_MINUTES = 60;
const WIDEST_ONSET_MS = 15 * MINUTE_MS;
const EXPRESSION =
  /(?:["'`(]|[:=]\s*)((?:[\d*?][\d*?,/-]*\s+){4,5}(?:[\d*?][\d*?,/-]*|[A-Z]{3}(?:[-,][A-Z]{3})*))(?=["'`),\s]|$)/gi;

/**
 * The deploys whose commits brought a cron expression that ran within three minutes before the onset, by the deploy's id: its first run may be
 * hours after the rollout. In UTC, as Kubernetes (kubernetes.io/docs/concepts/workloads/controllers/cron-jobs, 2026-11)
 * and most containers run them. The one clue that knows the hour of the day, since the diff names it.
 */
export function scheduledRuns(
  { alert, commits = [] }: Case,
  deploys: readonly DeployCandidate[],
  onset: { readonly from: EpochMs; readonly to: EpochMs },
): Map<string, ScheduledRun> {
  const known = new Map(commits.map((commit) => [commit.sha, commit]));
  const found = new Map<string, ScheduledRun>();
  if (onset.to - onset.from > WIDEST_ONSET_MS) return found;
  for (const { deploy, from, veto } of deploys) {
    if (veto !== undefined) continue;
    const carried = [...(deploy.commits ?? [])].sort().flatMap((sha) => known.get(sha) ?? []);
    const [run] = carried.flatMap(
      (commit) =>
        runOf(
          patchLines(commit, alert.environment),
          commit.sha,
          Math.max(from, onset.from - SHOWS_WITHIN_MS),
          onset.to,
        ) ?? [],
    );
    if (run !== undefined) found.set(deploy.id, run);
  }
  return found;
}

function runOf(lines: readonly PatchLine[], commit: string, from: EpochMs, to: EpochMs): ScheduledRun | null {
  const on = (wanted: 'added' | 'removed'): string[] =>
    lines.flatMap(({ side, text }) =>
      side === wanted ? [...text.matchAll(EXPRESSION)].map((match) => match[1] as string) : [],
    );
  const before = on('removed');
  for (const expression of on('added')) {
    if (before.includes(expression)) continue;
    for (let at = to - (to % MINUTE_MS); at >= from; at -= MINUTE_MS) {
      if (!cronRuns(expression, at) || before.some((old) => cronRuns(old, at)) || isOften(expression, at)) continue;
      return { commit, expression, at };
    }
  }
  return null;
}

function isOften(expression: string, at: EpochMs): boolean {
  for (let ago = 1; ago < OFTEN_MINUTES; ago++) if (cronRuns(expression, at - ago * MINUTE_MS)) return true;
  return false;
}
