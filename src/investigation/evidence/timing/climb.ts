import type { CaseSeries } from '../../case.ts';
import { type EpochMs, HOUR_MS, MINUTE_MS } from '../../time.ts';
import { lowerBound } from '../series/baseline.ts';
import type { Bucketed } from '../series/bucketed-once.ts';
import { median, robustSpread } from '../series/robust.ts';
import { jumpScatter } from './jump-scatter.ts';
import { type Line, lineThrough } from './line-through.ts';

/** Of which deploy, trouble and question a climb is asked. */
export interface ClimbSpan {
  /** The rollout began, and was over. */
  readonly from: EpochMs;
  readonly live: EpochMs;
  readonly onset: EpochMs;
  /** The buckets of a series until the moment of asking. */
  readonly bucketed: Bucketed;
}

/** How a metric climbed in a line from a deploy to the onset. */
export interface Climb {
  /** Its level before the deploy, and just before the onset. */
  readonly from: number;
  readonly to: number;
  /** How far, in its scatters before the deploy. */
  readonly rise: number;
  /** Where the line, or what climbs ever faster, leaves the level before. */
  readonly began: EpochMs;
  /** True where it climbs no further: it stopped when the trouble began, or shortly before. */
  readonly full: boolean;
}

const SHORTEST_MS = 15 * MINUTE_MS;
const LONGEST_BEFORE_MS = 2 * HOUR_MS;
const FEWEST_BUCKETS = 10;
const FIRST_BUCKETS = 3;
const STEADY = 0.85;
const CALM = 0.5;
/** A drift of the day before the deploy that climbs at less than this share of the later speed is not the same trend. */
const SLOWER = 0.2;
const CLEAR_RISE = 6;
/** The line leaves the level before within this of the rollout, or within a tenth of the way: slopes are known no better. */
const NEAR_MS = 10 * MINUTE_MS;
const NEAR_SHARE = 0.1;
/** The way up is over where so much of it is made and the metric never falls below that again. */
const ARRIVED = 0.97;
/** It lies flat from there for more than a tenth of the time; for more than a third it is a new level that does no harm. */
const FLAT_SHARE = 0.1;
const HARMLESS_SHARE = 1 / 3;
const FEWEST_FLAT = 3;
/** After the onset it stands still where it makes less than this share of the line's further way. */
const STILL = 0.3;
/** How many of its scatters about the line that way must be, for standing still to be told from climbing. */
const CLEAR_WAY = 4;

/**
 * Whether a metric climbs (`sign` 1) or falls (−1) in a line from a deploy to an onset at least 15 minutes later: correlation
 * with time of at least 0.85, closer to the line than to one jump, a rise of at least six of its scatters before the deploy (or
 * of a hundredth of its level), a beginning near the deploy, and no such trend before (a drift at less than a fifth of its speed is none). One that reached its limit shortly
 * before the onset and lies flat there is judged by its way up. Null where not.
 */
export function climb(series: CaseSeries, sign: 1 | -1, { from, live, onset, bucketed }: ClimbSpan): Climb | null {
  if (onset - live < SHORTEST_MS) return null;
  const { starts, values } = bucketed(series);
  const first = lowerBound(starts, from - LONGEST_BEFORE_MS);
  const rollout = lowerBound(starts, from);
  const middle = lowerBound(starts, live);
  const last = lowerBound(starts, onset);
  if (rollout - first < FEWEST_BUCKETS || last - middle < FEWEST_BUCKETS) return null;
  const line = (a: number, b: number): Line => lineThrough(starts.subarray(a, b), up.subarray(a, b));
  const up = sign === 1 ? values : values.map((value) => -value);
  // With a third of it flat a line keeps a correlation of 0.94; what has less is looked at no further.
  if (line(middle, last).correlation < STEADY) return null;
  const { scale, median: level } = robustSpread(up.subarray(first, rollout));
  const end = robustSpread(up.subarray(last - Math.max(3, Math.floor((last - middle) / 10)), last)).median;
  const scatter = Math.max(scale, 0.01 * Math.abs(level), 1e-9);
  const rise = (end - level) / scatter;
  if (rise <= CLEAR_RISE) return null;
  const top = wayUp(up, middle, last, level + ARRIVED * (end - level));
  const way = line(middle, top);
  if (top - middle < FEWEST_BUCKETS || last - top > HARMLESS_SHARE * (last - middle)) return null;
  const before = line(first, rollout);
  if (way.correlation < STEADY || (before.correlation > CALM && before.slope > SLOWER * way.slope)) return null;
  if (way.scatter > jumpScatter(up.subarray(middle, top))) return null;
  // A process that starts anew may begin lower.
  const start = Math.min(level, median(up.subarray(middle, middle + FIRST_BUCKETS)));
  const left = starts[leftFor(up, last, level + CLEAR_RISE * scatter)] ?? onset;
  const began = Math.min(left, onset + (start - way.at(onset)) / way.slope);
  if (Math.max(from - began, began - live) > Math.max(NEAR_MS, NEAR_SHARE * (onset - live))) return null;
  const full = top < last || standsStill(starts.subarray(last), up.subarray(last), way, onset);
  return { from: sign * level, to: sign * end, rise, began, full };
}

/** From where on it stays above: what climbs ever faster leaves its level long before the line through its last stretch does. */
function leftFor(up: Float64Array, to: number, above: number): number {
  let left = to;
  while (left > 0 && (up[left - 1] as number) > above) left--;
  return left;
}

/** Where the way up ends: at the limit, where enough of the rest lies flat at it; else at the onset. */
function wayUp(up: Float64Array, from: number, to: number, arrived: number): number {
  let top = to;
  while (top > from && (up[top - 1] as number) >= arrived) top--;
  return to - top < Math.max(FEWEST_FLAT, FLAT_SHARE * (to - from)) ? to : top;
}

/** Whether the metric left its line at the onset and climbed no further, where that can be told from its scatter. */
function standsStill(times: Float64Array, later: Float64Array, way: Line, onset: EpochMs): boolean {
  const from = later.length - Math.max(FEWEST_FLAT, Math.floor(later.length / 3));
  if (from < 0) return false;
  const ahead = median(times.subarray(from).map((time) => way.at(time))) - way.at(onset);
  return ahead > CLEAR_WAY * way.scatter && median(later.subarray(from)) - way.at(onset) < STILL * ahead;
}
