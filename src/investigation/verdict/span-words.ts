import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../time.ts';

/** A span for people, the same in a reason and in a report: `40 s`, `4 min`, `2 h 5 min`, `3 d 4 h`. Never negative. */
export function spanWords(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE_MS) return `${Math.round(span / SECOND_MS)} s`;
  if (span < HOUR_MS) return `${Math.round(span / MINUTE_MS)} min`;
  if (span < 2 * DAY_MS) return two(span, HOUR_MS, 'h', MINUTE_MS, 'min');
  return two(span, DAY_MS, 'd', HOUR_MS, 'h');
}

function two(span: number, big: number, bigName: string, small: number, smallName: string): string {
  const whole = Math.floor(span / big);
  const rest = Math.floor((span - whole * big) / small);
  return rest === 0 ? `${whole} ${bigName}` : `${whole} ${bigName} ${rest} ${smallName}`;
}
