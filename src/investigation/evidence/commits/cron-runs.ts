import type { EpochMs } from '../../time.ts';

/** Minute, hour, day of the month, month, day of the week; each with its least and greatest value (`crontab(5)`). */
const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * Whether a cron expression of five fields, or of six with seconds first (Spring, Quartz), runs in the minute that holds the
 * moment, in UTC. False for what is no such expression. Names of months, `L`, `W` and `#` are not read.
 */
export function cronRuns(expression: string, at: EpochMs): boolean {
  const fields = expression.trim().toLowerCase().split(/\s+/);
  if (fields.length === 6) fields.shift();
  const sets = fields.map((field, place) => valuesOf(field, place));
  if (sets.length !== RANGES.length || sets.some((set) => set === null)) return false;
  const now = new Date(at);
  const holds = (place: number, value: number): boolean => sets[place]?.has(value) === true;
  const onDay = holds(2, now.getUTCDate());
  const onWeekday = holds(4, now.getUTCDay()) || (now.getUTCDay() === 0 && holds(4, 7));
  // Where both are restricted, either will do.
  const either = isFree(fields[2] as string) || isFree(fields[4] as string) ? onDay && onWeekday : onDay || onWeekday;
  return holds(0, now.getUTCMinutes()) && holds(1, now.getUTCHours()) && holds(3, now.getUTCMonth() + 1) && either;
}

function isFree(field: string): boolean {
  return field === '*' || field === '?';
}

function valuesOf(field: string, place: number): ReadonlySet<number> | null {
  const range = RANGES[place];
  if (range === undefined) return null;
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const named = place === 4 ? part.replace(/[a-z]{3}/g, (name) => String(DAYS.indexOf(name))) : part;
    const [, all, from, to, step] = /^(?:([*?])|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(named) ?? [];
    if (all === undefined && from === undefined) return null;
    const first = all === undefined ? Number(from) : range[0];
    const last = all === undefined && to === undefined && step === undefined ? first : Number(to ?? range[1]);
    if (first < range[0] || last > range[1] || step === '0') return null;
    for (let value = first; value <= last; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}
