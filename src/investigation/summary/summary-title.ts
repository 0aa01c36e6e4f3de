import { counted } from '../report/format-number.ts';
import { isoOf } from '../report/format-time.ts';
import { DAY_MS } from '../time.ts';
import type { Summary } from './summary.ts';

/** `Week 2026-W47 (2026-11-16 to 2026-11-22): 5 incidents, 2 of them strong, 1 open`: no foreign word, at most 120 characters. */
export function summaryTitle({ week, counts: { total, strong, open } }: Summary): string {
  const days = `${isoOf(week.from).slice(0, 10)} to ${isoOf(week.to - DAY_MS).slice(0, 10)}`;
  const facts = [
    total === 0 ? 'no incident' : counted(total, 'incident', 'incidents'),
    ...(strong === 0 ? [] : [`${strong} with a strong suspect`]),
    ...(open === 0 ? [] : [`${open} open`]),
  ];
  return `Week ${week.name} (${days}): ${facts.join(', ')}`;
}
