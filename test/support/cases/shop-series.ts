import type { CaseSeries } from '../../../src/investigation/case.ts';
import { MINUTE_MS } from '../../../src/investigation/time.ts';

/** The hour at which the trouble of every made-up incident begins: 2026-03-02, a Monday, 14:00 UTC. */
export const TROUBLE = Date.UTC(2026, 2, 2, 14);
/** Minutes of history before it, and minutes known after it. */
const BEFORE = 120;
const AFTER = 10;
export const ASKED = TROUBLE + AFTER * MINUTE_MS;

/** What a metric does: its usual level, how it scatters, and what it is `minutes` after the trouble began. */
interface Course {
  readonly usual: number;
  readonly scatter?: number;
  readonly at?: (minutes: number) => number;
}

/** One series a minute, the same numbers for the same id on every machine. */
export function shopSeries(
  service: string,
  kind: NonNullable<CaseSeries['kind']>,
  { usual, scatter = 0.06, at }: Course,
  more: Partial<CaseSeries> = {},
): CaseSeries {
  const id = more.id ?? `${service}/${kind}`;
  const random = seededBy(id);
  const counts = kind === 'errors' || kind === 'requests';
  const points = Array.from({ length: BEFORE + AFTER }, (_, index) => {
    const minutes = index - BEFORE;
    const level = at?.(minutes) ?? usual;
    // The sum of three uniform numbers is near enough to a normal one; counts scatter as Poisson's do.
    const noise = random() + random() + random() - 1.5;
    const value = level + 2 * noise * (counts ? Math.sqrt(level) : scatter * level);
    const known = counts ? Math.max(0, Math.round(value)) : Number(Math.max(0, value).toPrecision(5));
    return [(TROUBLE + minutes * MINUTE_MS) / 1000, known] as const;
  });
  return { id, service, kind, stepSeconds: 60, ...(kind === 'latency' ? { unit: 's' } : {}), ...more, points };
}

/** A level that holds from the beginning of the trouble on. */
export function step(usual: number, bad: number): Course {
  return { usual, at: (minutes) => (minutes >= 0 ? bad : usual) };
}

/** Park and Miller's generator, begun with the letters of a text. */
function seededBy(text: string): () => number {
  let state = Array.from(text).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2147483646, 7) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
