import { type EpochMs, SECOND_MS } from '../time.ts';
import { spanWords } from '../verdict/span-words.ts';
import { type Own, own } from './markdown/tree.ts';

/** `02:55 UTC`, with the date before it where it is not the day of `today`. */
export function utc(at: EpochMs, today: EpochMs): Own {
  return own(`${clock(at, today)} UTC`);
}

/** `02:55`, with the date before it where it is not the day of `today`; for table columns that say UTC. */
export function clock(at: EpochMs, today: EpochMs): Own {
  const iso = isoOf(at);
  const day = iso.slice(0, 10);
  return own(day === isoOf(today).slice(0, 10) ? iso.slice(11, 16) : `${day} ${iso.slice(11, 16)}`);
}

/** An RFC 3339 time for machines. */
export function isoOf(at: EpochMs): string {
  // Dates outside what JavaScript can print come only from broken payloads: they are shown as the epoch's end.
  return new Date(Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? at : 8.64e15).toISOString();
}

/** A span for people: `40 s`, `4 min`, `2 h 5 min`, `3 d 4 h`. Never negative. */
export function duration(ms: number): Own {
  return own(spanWords(ms));
}

/** `4 min before`, `4 min after`, or `at the same time`: how `at` lies to `reference`. */
export function relative(at: EpochMs, reference: EpochMs): Own {
  const gap = at - reference;
  if (Math.abs(gap) < SECOND_MS) return own('at the same time');
  return own(`${duration(Math.abs(gap))} ${gap < 0 ? 'before' : 'after'}`);
}
