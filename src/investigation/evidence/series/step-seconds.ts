import type { CaseSeries } from '../../case.ts';

const MINUTE_SECONDS = 60;

/** The step of a series: its own, else the lower quartile of the distances between its points, since gaps only make them longer. */
export function stepSeconds({ stepSeconds: told, points }: CaseSeries): number {
  if (told !== undefined && Number.isFinite(told) && told > 0) return told;
  const distances: number[] = [];
  for (let index = 1; index < points.length; index++) {
    distances.push((points[index]?.[0] ?? 0) - (points[index - 1]?.[0] ?? 0));
  }
  distances.sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 4)] ?? MINUTE_SECONDS;
}
