import type { CaseSeries } from '../../case.ts';

type Points = CaseSeries['points'];

/** The finite points of a series, oldest first; of two with one time the later in the list counts. */
export function inTime(all: Points): Points {
  const points = all.filter(([at, value]) => Number.isFinite(at) && Number.isFinite(value));
  if (isAscending(points)) return points;
  const ordered = points.toSorted((a, b) => a[0] - b[0]);
  return ordered.filter(([at], index) => ordered[index + 1]?.[0] !== at);
}

function isAscending(points: Points): boolean {
  for (let index = 1; index < points.length; index++) {
    if ((points[index]?.[0] ?? 0) <= (points[index - 1]?.[0] ?? 0)) return false;
  }
  return true;
}
