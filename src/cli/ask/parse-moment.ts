import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../investigation/time.ts';
import { OperationalError } from '../../platform/errors.ts';

const UNITS: Readonly<Record<string, number>> = {
  s: SECOND_MS,
  m: MINUTE_MS,
  min: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};
const SPAN = /^(?:\d+(?:\.\d+)?(?:min|[smhdw])\s*)+$/;

/** `90s`, `30m`, `2h`, `1h30m`, `3d`, `1w` in milliseconds. Throws OperationalError with examples for anything else. */
export function parseSpan(text: string): number {
  const words = text.trim().toLowerCase();
  if (!SPAN.test(words)) throw wrong(text, 'Give a span such as 30m, 2h, 1h30m or 3d.');
  return [...words.matchAll(/(\d+(?:\.\d+)?)(min|[smhdw])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0),
    0,
  );
}

/**
 * A moment as people write it at night: RFC 3339, `2026-11-25 13:40` and `13:40` (UTC, the last time it was that late),
 * `2h ago`, `2h`, `now`.
 */
export function parseMoment(text: string, now: EpochMs): EpochMs {
  const words = text.trim();
  if (words === 'now') return now;
  const span = words.replace(/\s*ago$/, '');
  if (SPAN.test(span.toLowerCase())) return now - parseSpan(span);
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?Z?$/.exec(words);
  if (clock !== null) {
    const [, hours, minutes, seconds = '0'] = clock;
    const at =
      Math.floor(now / DAY_MS) * DAY_MS +
      Number(hours) * HOUR_MS +
      Number(minutes) * MINUTE_MS +
      Number(seconds) * SECOND_MS;
    return at > now ? at - DAY_MS : at;
  }
  if (/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(words)) {
    const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(words.slice(10))
      ? words
      : `${words}${words.length === 10 ? 'T00:00' : ''}Z`;
    const at = Date.parse(zoned.replace(' ', 'T'));
    if (Number.isFinite(at)) return at;
  }
  throw wrong(
    text,
    'Give a time such as 2026-11-25T13:40Z, "2026-11-25 13:40" or 13:40 (UTC), or 2h for two hours ago.',
  );
}

function wrong(text: string, hint: string): OperationalError {
  return new OperationalError('configuration-invalid', `${JSON.stringify(text)} cannot be read. ${hint}`);
}
