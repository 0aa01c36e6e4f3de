import { DAY_MS, type EpochMs } from '../time.ts';

/** One ISO 8601 week in UTC. */
export interface Week {
  /** `2026-W47`; names sort as their weeks do. */
  readonly name: string;
  /** Monday 00:00. */
  readonly from: EpochMs;
  /** The Monday after it, 00:00: no more part of it. */
  readonly to: EpochMs;
}

const WEEK_MS = 7 * DAY_MS;
/** 1970-01-01 was a Thursday, the day that decides to which year a week belongs. */
const THURSDAY_MS = 3 * DAY_MS;

/** The week that holds a moment. */
export function weekOf(at: EpochMs): Week {
  const from = Math.floor((at + THURSDAY_MS) / WEEK_MS) * WEEK_MS - THURSDAY_MS;
  const thursday = from + THURSDAY_MS;
  const year = new Date(thursday).getUTCFullYear();
  const number = Math.floor((thursday - Date.UTC(year, 0, 1)) / WEEK_MS) + 1;
  return { name: `${year}-W${String(number).padStart(2, '0')}`, from, to: from + WEEK_MS };
}

/** The week of a name such as `2026-W47`; undefined where there is no such week. */
export function weekNamed(name: string): Week | undefined {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(name) ?? [];
  // The fourth of January is always in the first week.
  const first = weekOf(Date.UTC(Number(year), 0, 4));
  const week = weekOf(first.from + (Number(number) - 1) * WEEK_MS);
  return week.name === name ? week : undefined;
}

/** The week before a week. */
export function weekBefore(week: Week): Week {
  return weekOf(week.from - 1);
}

/** The last week that is over at a moment. */
export function lastEndedWeek(now: EpochMs): Week {
  return weekBefore(weekOf(now));
}
