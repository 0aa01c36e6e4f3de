import type { RolloutStep } from '../../case.ts';
import { type EpochMs, HOUR_MS, MINUTE_MS } from '../../time.ts';

/** When a change could have done harm: from the first moment it touched anything. */
export interface Exposure {
  /** The rollout began. */
  readonly from: EpochMs;
  /** It was fully live; the moment of asking while it still runs. */
  readonly live: EpochMs;
  /** Nothing of it ran any more (a failed rollout); absent where it stayed. */
  readonly until?: EpochMs;
  readonly steps?: readonly RolloutStep[];
}

/** Shares of the lag from a bad change to the trouble; they add up to 1. */
export interface LagShares {
  /** While the rollout still ran. */
  readonly rollout: number;
  /** At once after it was live: exponential with `fastMinutes` as its half-life. */
  readonly fast: number;
  /** Soon after it was live: exponential with `soonMinutes`. */
  readonly soon: number;
  /** 15 minutes to 6 hours later, log-uniform (caches, cron, load of the day). */
  readonly later: number;
  /** 6 to 72 hours later, log-uniform (leaks). */
  readonly late: number;
  readonly fastMinutes: number;
  readonly soonMinutes: number;
}

const SHORTEST_ROLLOUT_MS = MINUTE_MS;
/** Half of what a rollout breaks it breaks this early: a migration runs before the first pod, and the first pod is as new as the last. */
const FIRST_STEPS_MS = 5 * MINUTE_MS;

/**
 * The mean density per minute, over the stretch [from, to), of an onset caused by the change. The rollout is a stretch
 * of its own: a migration locks a table before the first new process is live.
 */
export function lagDensity(exposure: Exposure, from: EpochMs, to: EpochMs, shares: LagShares): number {
  const mass = cumulative(exposure, to, shares) - cumulative(exposure, from, shares);
  return (mass * MINUTE_MS) / (to - from);
}

/** The density right after the rollout began: no stretch of time can get more than about this. */
export function peakDensity(shares: LagShares): number {
  return Math.LN2 * (shares.fast / shares.fastMinutes + shares.soon / shares.soonMinutes);
}

function cumulative({ from, live, until, steps }: Exposure, at: EpochMs, shares: LagShares): number {
  if (at <= from) return 0;
  const end = Math.max(live, from + SHORTEST_ROLLOUT_MS);
  const seen = until === undefined ? at : Math.min(at, until);
  const rollout = (passed(seen - from, Math.min(end - from, FIRST_STEPS_MS)) + passed(seen - from, end - from)) / 2;
  const total = shares.rollout * rollout;
  if (until !== undefined) return total;
  return total + afterLive(at, end, steps, shares);
}

function passed(of: number, whole: number): number {
  return Math.min(1, of / whole);
}

/** Each step of a gradual rollout starts the clock for its share of the replicas. */
function afterLive(at: EpochMs, live: EpochMs, steps: readonly RolloutStep[] | undefined, shares: LagShares): number {
  const growth = steps === undefined ? [] : growthOf(steps);
  if (growth.length === 0) return settled(at - live, shares);
  return growth.reduce((sum, { at: stepAt, share }) => sum + share * settled(at - stepAt, shares), 0);
}

function growthOf(steps: readonly RolloutStep[]): { at: EpochMs; share: number }[] {
  const sorted = [...steps].sort((a, b) => a.at - b.at);
  const most = Math.max(...sorted.map((step) => step.replicas ?? 0));
  if (!(most > 0)) return [];
  let reached = 0;
  const growth: { at: EpochMs; share: number }[] = [];
  for (const step of sorted) {
    const share = ((step.replicas ?? 0) - reached) / most;
    if (share <= 0) continue;
    growth.push({ at: step.at, share });
    reached = step.replicas ?? 0;
  }
  return growth;
}

function settled(lagMs: number, shares: LagShares): number {
  if (lagMs <= 0) return 0;
  const within = (halfLife: number): number => 1 - 2 ** (-lagMs / (halfLife * MINUTE_MS));
  return (
    shares.fast * within(shares.fastMinutes) +
    shares.soon * within(shares.soonMinutes) +
    shares.later * logUniform(lagMs, 15 * MINUTE_MS, 6 * HOUR_MS) +
    shares.late * logUniform(lagMs, 6 * HOUR_MS, 72 * HOUR_MS)
  );
}

function logUniform(value: number, low: number, high: number): number {
  return Math.min(1, Math.max(0, Math.log(value / low) / Math.log(high / low)));
}
