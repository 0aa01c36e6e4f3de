import type { CaseSeries } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import { bucketedOnce } from '../series/bucketed-once.ts';
import { isPercent } from '../series/is-percent.ts';
import { median } from '../series/robust.ts';
import { stepChange } from '../series/step-change.ts';

/** How one series moved at the onset. */
export interface SeriesMove {
  readonly series: CaseSeries;
  /** The service that the series speaks about: the callee for a call edge. */
  readonly service: string;
  /** Trouble of this kind travels to callers (latency, errors), or stays where it is (saturation). */
  readonly travels: boolean;
  /** ln of the likelihood ratio "this series was disturbed" to "it moved by itself". */
  readonly evidence: number;
  /** Move in the series' own unit and what it was before. */
  readonly move: number;
  readonly before: number;
}

const LATENCY_FLOOR = 0.05;
const RATIO_FLOOR = 0.002;
const GAUGE_FLOOR = 0.03;
const WEAKEST = -1.5;
const STRONGEST = 6;
const DISTURBED_SCALE = 8;
/** Far beyond where the evidence reaches its cap; squares of larger scores would leave the range of numbers. */
const HIGHEST_SCORE = 1e6;
/** A saturation that falls is a restart or less work, seldom harm. */
const FALL_DISCOUNT = 1;
const RESOURCE = /(?:^|[^a-z])(?:cpu|mem|memory|heap|disk|fs|sockets?|threads?|fds?|file_descriptors)(?:$|[^a-z])/i;

/**
 * Compares a series from the onset on with its own past. Null for series that tell how much work there was
 * (requests, throughput) and for those with too little past.
 */
export function seriesMove(
  series: CaseSeries,
  from: EpochMs,
  askedAt: EpochMs,
  bucketed = bucketedOnce(askedAt),
): SeriesMove | null {
  const kind = series.kind ?? 'other';
  if (kind === 'requests' || kind === 'throughput') return null;
  const raw = bucketed(series);
  if (raw.values.length === 0) return null;
  const level = Math.abs(median(raw.values));
  const unit = kind.endsWith('ratio') && isPercent(series) ? 100 : 1;
  const modelled = kind === 'latency' ? raw.values.map((v) => Math.log(Math.max(v, 1e-6))) : raw.values;
  const floor = floorOf(kind, level, unit);
  const compared = { ...raw, values: modelled };
  const bad = kind === 'success_ratio' ? -1 : 1;
  const worse = stepChange(compared, from, askedAt, floor, bad);
  if (worse === null) return null;
  const local = isLocal(series);
  const better = local ? stepChange(compared, from, askedAt, floor, -1) : null;
  const rise = disturbance(worse.score);
  const fall = better === null ? WEAKEST : disturbance(better.score) - FALL_DISCOUNT;
  const told = fall > rise && better !== null ? better : worse;
  const scaleBack = (value: number): number => (kind === 'latency' ? Math.exp(value) : value);
  return {
    series,
    service: series.peer ?? series.service,
    travels: !local,
    evidence: Math.max(rise, fall),
    move: scaleBack(told.after) - scaleBack(told.before),
    before: scaleBack(told.before),
  };
}

/**
 * ln [half-Cauchy(score; 8) / Student-t₃(score)]: a disturbed series moves by any number of its usual scatters, an
 * undisturbed one as heavy-tailed noise does. Scores of 0, 3, 10 and 30 give −1.5, 1.1, 4.6 and 6 (capped) nats; a move to the
 * better is as good as none.
 */
export function disturbance(score: number): number {
  const up = Math.min(HIGHEST_SCORE, Math.max(0, score));
  const disturbed = 2 / (Math.PI * DISTURBED_SCALE * (1 + (up / DISTURBED_SCALE) ** 2));
  const byItself = 0.3675525969478613 / (1 + (up * up) / 3) ** 2;
  return Math.min(STRONGEST, Math.max(WEAKEST, Math.log(disturbed / byItself)));
}

/** What a machine or a process is short of; some call it `other`, and its name tells. */
function isLocal({ kind, name = '' }: CaseSeries): boolean {
  return kind === 'saturation' || ((kind ?? 'other') === 'other' && RESOURCE.test(name));
}

function floorOf(kind: string, level: number, unit: number): number {
  if (kind === 'latency') return LATENCY_FLOOR;
  if (kind.endsWith('ratio')) return RATIO_FLOOR * unit;
  if (kind === 'errors') return Math.sqrt(level + 0.5);
  return Math.max(GAUGE_FLOOR * level, 1e-9);
}
