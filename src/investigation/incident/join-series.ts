import type { CaseSeries } from '../case.ts';

/**
 * Joins answers about the same series at different times: points of one id become one series, oldest first; of two
 * points with one time the later answer's counts.
 */
export function joinSeries(answers: readonly CaseSeries[]): readonly CaseSeries[] {
  const byId = new Map<string, CaseSeries[]>();
  for (const series of answers) byId.set(series.id, [...(byId.get(series.id) ?? []), series]);
  return [...byId.values()].flatMap((parts) => {
    const [first] = parts;
    const points = new Map(parts.flatMap((part) => part.points));
    return first ? [{ ...first, points: [...points].sort(([a], [b]) => a - b) }] : [];
  });
}
