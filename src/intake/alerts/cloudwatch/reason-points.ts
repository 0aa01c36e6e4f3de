import { vendorTime } from '../../vendor-time.ts';

export type Point = readonly [unixSeconds: number, value: number];

/** A value with its time, day first and in UTC, as alarms write it: `99.5 (02/10/19 16:59:00)`. */
const DATED = /(-?\d{1,20}(?:\.\d{1,20})?(?:E-?\d{1,3})?) \((\d\d)\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)\)/g;

/** The points that the sentence of an alarm's reason quotes with their times, oldest first. */
export function reasonPoints(reason: string): readonly Point[] {
  const points = [...reason.slice(0, 5_000).matchAll(DATED)].flatMap(([, value, day, month, year, time]) => {
    const at = vendorTime(`20${year}-${month}-${day}T${time}Z`);
    return at === undefined ? [] : [[at / 1_000, Number(value)] as const];
  });
  return sorted(points);
}

/** Points in the order of time, one for each moment. */
export function sorted(points: readonly Point[]): readonly Point[] {
  return [...new Map(points)].sort(([a], [b]) => a - b);
}
