import { type EpochMs, HOUR_MS, MINUTE_MS } from '../investigation/time.ts';

/** What may be created on GitHub in any sliding minute and hour; 0 lets nothing out. */
export interface WriteLimits {
  readonly writesPerMinute: number;
  readonly writesPerHour: number;
  readonly newIssuesPerMinute: number;
  readonly newIssuesPerHour: number;
}

/** What one attempt at an effect may cost. */
export interface Cost {
  /** Calls that create something, at most. */
  readonly calls: number;
  readonly opensIssue: boolean;
  /** A person waits for it: it may use the share that is kept free for people. */
  readonly isAskedFor: boolean;
}

/** An attempt that was let out. */
export interface LetOut extends Cost {
  readonly effectId: string;
  readonly fence: number;
  /** The latest moment at which its calls can have gone out; while it is at work that lies in the future. */
  readonly at: EpochMs;
}

/** That there is no room: what is used up, and when there may be room again. */
export interface Wait {
  readonly limit: keyof WriteLimits;
  readonly until: EpochMs;
}

/**
 * Whether there is room for one more attempt beside those of the last hour; undefined where there is. A fifth of the
 * writes is kept free for what people asked for. An attempt that alone costs more than a limit goes when nothing else
 * went within that time: else it would wait for ever.
 */
export function waitForRoom(
  letOut: readonly LetOut[],
  cost: Cost,
  limits: WriteLimits,
  now: EpochMs,
): Wait | undefined {
  const waits = [
    wait('writesPerMinute', MINUTE_MS, callsOf),
    wait('writesPerHour', HOUR_MS, callsOf),
    wait('newIssuesPerMinute', MINUTE_MS, issuesOf),
    wait('newIssuesPerHour', HOUR_MS, issuesOf),
    ...(cost.isAskedFor
      ? []
      : [
          wait('writesPerMinute', MINUTE_MS, unaskedCallsOf, exceptReserve),
          wait('writesPerHour', HOUR_MS, unaskedCallsOf, exceptReserve),
        ]),
  ];
  return waits.filter((one) => one !== undefined).sort((one, other) => other.until - one.until)[0];

  function wait(
    limit: keyof WriteLimits,
    windowMs: number,
    amountOf: (one: Cost) => number,
    share = (most: number) => most,
  ): Wait | undefined {
    const most = share(limits[limit]);
    const asked = amountOf(cost);
    if (asked === 0) return undefined;
    if (most === 0) return { limit, until: now + windowMs };
    const within = letOut.filter(({ at }) => at > now - windowMs).sort((one, other) => one.at - other.at);
    let excess = within.reduce((sum, one) => sum + amountOf(one), Math.min(asked, most)) - most;
    let until: EpochMs | undefined;
    for (const one of within) {
      if (excess <= 0) break;
      excess -= amountOf(one);
      // What is at work will most likely be over at once, not at the latest moment that is known of it.
      until = Math.min(one.at, now) + windowMs;
    }
    return until === undefined ? undefined : { limit, until };
  }
}

/** The attempts of the last hour: older ones count in no limit. */
export function stillCounting(letOut: readonly LetOut[], now: EpochMs): readonly LetOut[] {
  return letOut.filter(({ at }) => at > now - HOUR_MS);
}

const callsOf = ({ calls }: Cost) => calls;
const issuesOf = ({ opensIssue }: Cost) => (opensIssue ? 1 : 0);
const unaskedCallsOf = ({ calls, isAskedFor }: Cost) => (isAskedFor ? 0 : calls);
/** A limit of 1 is left to whoever comes: four fifths of it would let nothing out. */
const exceptReserve = (most: number) => (most === 0 ? 0 : Math.max(1, Math.floor((most * 4) / 5)));
