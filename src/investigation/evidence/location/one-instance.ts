import type { DeployCandidate } from '../../candidates/list-candidates.ts';
import type { CaseSeries } from '../../case.ts';
import { code, type Sentence, sentence } from '../../sentence.ts';
import type { EpochMs } from '../../time.ts';
import type { CallGraph } from './call-graph.ts';
import { gotMoreWork } from './more-work.ts';
import { isRollingOut } from './rolling-out.ts';
import type { SeriesMove } from './series-move.ts';

/** A small part of the instances of a service got worse with the onset while their siblings stayed as they were. */
export interface OneInstance {
  readonly service: string;
  readonly instances: readonly string[];
  /** Another service got worse on the same instance, or this one was not deployed: a deploy of it is no explanation. */
  readonly beyondDeploy: boolean;
  readonly says: Sentence;
}

/** What there is to know of a case beside its moves. */
export interface InstanceScene {
  readonly series: readonly CaseSeries[];
  readonly deploys: readonly DeployCandidate[];
  /** The services deployed shortly before. */
  readonly deployed: ReadonlySet<string>;
  readonly graph: CallGraph;
  readonly alerting: string;
  readonly from: EpochMs;
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
 * A deploy reaches every replica alike; a failing machine, disk or zone and a noisy neighbour do not. Of the services that the
 * alerting one depends on, and of those whose place is not known, the most telling is given; null where there is none. Not where a rollout, a canary
 * or more work of that one instance explains it. Partitions and queues (kind `other`, requests, throughput) do not count: which
 * of them gets the work is for code to say.
 */
export function oneInstance(moves: readonly SeriesMove[], scene: InstanceScene): OneInstance | null {
  const odd = [...Map.groupBy(moves.filter(isMeasured), groupOf).values()].flatMap((group) => oddOnes(group, scene));
  const told = odd.filter(({ service }) => mayMatter(service, scene)).map((one) => tell(one, odd, scene));
  return told.sort((a, b) => Number(b.beyondDeploy) - Number(a.beyondDeploy) || b.of - a.of || order(a, b))[0] ?? null;
}

type Stricken = Pick<OneInstance, 'service' | 'instances'>;

interface OddOnes extends Stricken {
  /** How many are measured. */
  readonly of: number;
}

function isMeasured({ series: { instance, kind, peer } }: SeriesMove): boolean {
  return instance !== undefined && kind !== undefined && kind !== 'other' && peer === undefined;
}

function groupOf({ series: { service, name, kind, statistic } }: SeriesMove): string {
  return JSON.stringify([service, name, kind, statistic]);
}

/** The instances of one metric that got worse alone, if they are few. */
function oddOnes(group: readonly SeriesMove[], scene: InstanceScene): OddOnes[] {
  const byInstance = Map.groupBy(group, ({ series }) => series.instance as string);
  const worst = [...byInstance].map(([instance, [first, ...rest]]) => ({
    instance,
    move: rest.reduce((best, one) => (harm(one) > harm(best) ? one : best), first as SeriesMove),
  }));
  const largest = Math.max(...worst.map(({ move }) => harm(move)));
  const hit = worst.filter(({ move }) => move.evidence > STAYED && harm(move) >= SMALL_PART * largest);
  const isOdd =
    worst.length >= FEWEST_INSTANCES &&
    largest > 0 &&
    hit.length > 0 &&
    hit.length <= LARGEST_SHARE * worst.length &&
    hit.every(({ move }) => move.evidence >= MOVED);
  const [{ move: one } = { move: undefined }] = hit;
  if (!isOdd || one === undefined) return [];
  const { service } = one.series;
  const instances = hit.map(({ instance }) => instance).sort();
  const versions = new Set(worst.map(({ move }) => move.series.version));
  if (isRollingOut(service, versions, scene) || gotMoreWork(service, instances, scene)) return [];
  return [{ service, instances, of: worst.length }];
}

/** How far it moved to the worse, in the series' own unit. */
function harm({ series, move }: SeriesMove): number {
  return series.kind === 'success_ratio' ? -move : move;
}

/** Something that the alerting service is or depends on, or whose calls nobody knows, such as the machines. */
function mayMatter(service: string, { graph, alerting }: InstanceScene): boolean {
  const callers = graph.callersOf(service);
  return callers.has(alerting) || (callers.size === 1 && graph.calleesOf(service).length === 0);
}

function tell(
  { service, instances, of }: OddOnes,
  all: readonly OddOnes[],
  { deployed }: InstanceScene,
): OneInstance & OddOnes {
  const [first = ''] = instances;
  const few = instances.length === 1 ? sentence`only one of ${of}` : sentence`only ${instances.length} of ${of}`;
  const like = instances.length === 1 ? sentence`${code(first)}` : sentence`${code(first)} among them`;
  const start = [...few, ...sentence` instances of ${code(service)} got worse, `, ...like];
  const [neighbour] = all
    .filter((one) => one.service !== service && onSamePlace(one, { service, instances }))
    .sort(order);
  const why =
    neighbour !== undefined
      ? sentence`, and so did ${code(neighbour.service)} there alone`
      : deployed.has(service)
        ? sentence`: a deploy reaches all alike`
        : sentence`, and it was not deployed`;
  return {
    service,
    instances,
    of,
    beyondDeploy: neighbour !== undefined || !deployed.has(service),
    says: [...start, ...why],
  };
}

function onSamePlace(one: Stricken, other: Stricken): boolean {
  const places = new Set(one.instances.map((instance) => placeOf(instance, one.service)));
  return other.instances.some((instance) => places.has(placeOf(instance, other.service)));
}

/** `shop-eu3c` of `shop` and `cart-eu3c` of `cart` are in one place; `shop-0` and `cart-0` are not. */
function placeOf(instance: string, service: string): string {
  const rest = instance.startsWith(`${service}-`) ? instance.slice(service.length + 1) : instance;
  return /[a-z]/i.test(rest) && /\d/.test(rest) ? rest : instance;
}

function order(a: OddOnes, b: OddOnes): number {
  const [one, other] = [a, b].map(({ service, instances }) => [service, ...instances].join('\n')) as [string, string];
  return one < other ? -1 : Number(one > other);
}
