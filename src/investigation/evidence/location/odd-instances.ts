import type { DeployCandidate } from '../../candidates/list-candidates.ts';
import type { CaseSeries } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import { grewMore, isLasting } from './harm-of-one.ts';
import { gotMoreWork } from './more-work.ts';
import { isRollingOut } from './rolling-out.ts';
import type { SeriesMove } from './series-move.ts';

/** A few instances of a service that got worse alone. */
export interface OddInstances {
  readonly service: string;
  readonly instances: readonly string[];
  /** How many are measured. */
  readonly of: number;
}

/** What can explain that a few instances suffer alone. */
export interface InstanceScene {
  readonly series: readonly CaseSeries[];
  readonly deploys: readonly DeployCandidate[];
  /** When the trouble began: at the earliest, most likely and at the latest. */
  readonly from: EpochMs;
  readonly since: EpochMs;
  readonly to: EpochMs;
  readonly askedAt: EpochMs;
}

/** Nats from which a move is no chance: six of its usual scatters. */
const MOVED = 3;
/** Up to here, or less than this part of the largest move, a sibling stayed: callers that retry bring it some of the harm. */
const STAYED = 1;
const SMALL_PART = 0.1;
const FEWEST_INSTANCES = 3;
const LARGEST_SHARE = 1 / 3;

/**
 * For each metric of a service that is measured on at least three instances: those that got worse, if they are at most a third
 * and the others stayed as they were. Not where a rollout, a canary, a passing burst or more work there explains it. Partitions and queues
 * (kind `other`, requests, throughput) do not count: which of them gets the work is for code to say.
 */
export function oddInstances(moves: readonly SeriesMove[], scene: InstanceScene): OddInstances[] {
  return [...Map.groupBy(moves.filter(isMeasured), metricOf).values()].flatMap((group) => oddOf(group, scene));
}

function isMeasured({ series: { instance, kind, peer } }: SeriesMove): boolean {
  return instance !== undefined && kind !== undefined && kind !== 'other' && peer === undefined;
}

function metricOf({ series: { service, name, kind, statistic } }: SeriesMove): string {
  return JSON.stringify([service, name, kind, statistic]);
}

function oddOf(group: readonly SeriesMove[], scene: InstanceScene): OddInstances[] {
  const worst = [...Map.groupBy(group, ({ series }) => series.instance).values()].map(worstOf);
  const largest = Math.max(...worst.map(harm));
  const isHit = (one: SeriesMove): boolean => one.evidence > STAYED && harm(one) >= SMALL_PART * largest;
  const hit = worst.filter(isHit);
  const [first] = hit;
  if (first === undefined || largest <= 0) return [];
  if (worst.length < FEWEST_INSTANCES || hit.length > LARGEST_SHARE * worst.length) return [];
  const { since, askedAt } = scene;
  if (!hit.every(({ evidence, series }) => evidence >= MOVED && isLasting(series, since, askedAt))) return [];
  const seriesOf = (moves: readonly SeriesMove[]): CaseSeries[] => moves.map(({ series }) => series);
  const others = worst.filter((one) => !isHit(one));
  if (first.series.kind === 'errors' && !grewMore(seriesOf(hit), seriesOf(others), since, askedAt)) return [];
  const { service } = first.series;
  const instances = hit.map(({ series }) => series.instance ?? '').sort();
  const versions = new Set(worst.map(({ series }) => series.version));
  if (isRollingOut(service, versions, scene) || gotMoreWork(service, instances, scene)) return [];
  return [{ service, instances, of: worst.length }];
}

function worstOf(moves: readonly SeriesMove[]): SeriesMove {
  return moves.reduce((worst, one) => (harm(one) > harm(worst) ? one : worst));
}

/** How far it moved to the worse, in the series' own unit. */
function harm({ series, move }: SeriesMove): number {
  return series.kind === 'success_ratio' ? -move : move;
}
