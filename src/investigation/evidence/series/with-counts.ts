import type { Case, CaseSeries } from '../../case.ts';
import { inTime } from './in-time.ts';
import { quantile } from './robust.ts';
import { stepSeconds } from './step-seconds.ts';

type Points = CaseSeries['points'];

/** Names of what counts from the start of a process on (prometheus.io/docs/practices/naming, read 2026-11), with either dash. */
const TOTAL = /[_-](total|sum|count)$/i;
const PER_SECOND = /(\/|per[ _]?)s(ec(ond)?)?$|^[rq]ps$/i;
const PER_MINUTE = /(\/|per[ _]?)m(in(ute)?)?$|^rpm$/i;
const RATE = /\brate\(|(\/|per[ _]?)s(ec(ond)?)?$|\b[rq]ps$/i;
/** No count is a small part of one; half of one is what an increase over two steps gives. */
const PART_OF_ONE = 0.25;
/** So many rises and hardly a fall: what is counted anew in each step falls about as often as it rises. One that is called so may also rest. */
const FEWEST_RISES = 12;
const FEWEST_POINTS = 12;
const RISES_PER_RESET = 20;

/**
 * The case with its errors and requests counted per step, as they are weighed: totals that only ever rise become what came on top in
 * each step, rates are multiplied with the step, and so is a threshold on one. So become totals of anything else that are
 * called so: of CPU seconds only what came on top can move.
 */
export function withCounts(theCase: Case): Case {
  const { alert } = theCase;
  if (theCase.series === undefined) return theCase;
  const series = theCase.series.map((one) => ({ ...one, points: inTime(one.points) }));
  const factors = new Map(series.map((one) => [one.id, isCounted(one) ? rateFactor(one) : 1]));
  const factor = factors.get(alert.series ?? '') ?? 1;
  return {
    ...theCase,
    ...(alert.threshold === undefined || factor === 1
      ? {}
      : { alert: { ...alert, threshold: factor * alert.threshold } }),
    series: series.map((one) => counted(one, factors.get(one.id) ?? 1)),
  };
}

function counted(series: CaseSeries, factor: number): CaseSeries {
  if (isTotal(series)) return { ...series, points: increments(series) };
  if (factor === 1) return series;
  return { ...series, points: series.points.map(([at, value]) => [at, factor * value]) };
}

function isCounted({ kind }: CaseSeries): boolean {
  return kind === 'errors' || kind === 'requests';
}

/** How many events of a step one of the series' unit is; without a unit its name tells, or that its values are parts of one. */
function rateFactor(series: CaseSeries): number {
  const { unit, name = '' } = series;
  const step = stepSeconds(series);
  if (unit !== undefined) return PER_SECOND.test(unit) ? step : PER_MINUTE.test(unit) ? step / 60 : 1;
  if (RATE.test(name)) return step;
  const some = series.points.flatMap(([, value]) => (value > 0 ? [value] : []));
  return some.length > 0 && quantile(some, 0.25) < PART_OF_ONE ? step : 1;
}

function isTotal(series: CaseSeries): boolean {
  const { points, name = '' } = series;
  const named = TOTAL.test(name);
  if (!named && !isCounted(series)) return false;
  let rises = 0;
  let falls = 0;
  for (const [index, [, value]] of points.entries()) {
    const before = points[index - 1]?.[1] ?? value;
    if (value > before) rises += 1;
    else if (value < before) falls += 1;
  }
  const rests = named && falls === 0 && rises > 0 && points.length >= FEWEST_POINTS && (points[0]?.[1] ?? 0) > 0;
  return rests || (rises >= FEWEST_RISES && rises >= RISES_PER_RESET * falls);
}

/** What came on top since the point before, a step; after a reset the count begins anew. */
function increments(series: CaseSeries): Points {
  const step = stepSeconds(series);
  return series.points.slice(1).map(([at, value], index) => {
    const [earlier, before] = series.points[index] as Points[number];
    const added = value < before ? value : value - before;
    return [at, added * Math.min(1, step / (at - earlier))];
  });
}
