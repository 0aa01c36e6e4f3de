import { code, type Sentence, sentence } from '../../sentence.ts';
import type { CallGraph } from './call-graph.ts';
import { type InstanceScene, type OddInstances, oddInstances } from './odd-instances.ts';
import type { SeriesMove } from './series-move.ts';

/** A small part of the instances of a service got worse with the onset while their siblings stayed as they were. */
export interface OneInstance extends OddInstances {
  /** Another service got worse on the same instance, or this one was not deployed: a deploy of it is no explanation. */
  readonly beyondDeploy: boolean;
  readonly says: Sentence;
}

interface Surroundings extends InstanceScene {
  /** The services deployed shortly before. */
  readonly deployed: ReadonlySet<string>;
  readonly graph: CallGraph;
  readonly alerting: string;
}

/**
 * A deploy reaches every replica alike; a failing machine, disk or zone and a noisy neighbour do not. Of the services that the
 * alerting one depends on, and of those whose place is not known, the most telling is given; null where there is none.
 */
export function oneInstance(moves: readonly SeriesMove[], scene: Surroundings): OneInstance | null {
  const odd = oddInstances(moves, scene);
  const told = odd.filter(({ service }) => mayMatter(service, scene)).map((one) => tell(one, odd, scene));
  return told.sort((a, b) => Number(b.beyondDeploy) - Number(a.beyondDeploy) || b.of - a.of || order(a, b))[0] ?? null;
}

/** Something that the alerting service is or depends on, or whose calls nobody knows, such as the machines. */
function mayMatter(service: string, { graph, alerting }: Surroundings): boolean {
  const callers = graph.callersOf(service);
  return callers.has(alerting) || (callers.size === 1 && graph.calleesOf(service).length === 0);
}

function tell(one: OddInstances, all: readonly OddInstances[], { deployed }: Surroundings): OneInstance {
  const { service, instances, of } = one;
  const [first = ''] = instances;
  const few = instances.length === 1 ? sentence`only one of ${of}` : sentence`only ${instances.length} of ${of}`;
  const like = instances.length === 1 ? sentence`${code(first)}` : sentence`${code(first)} among them`;
  const start = [...few, ...sentence` instances of ${code(service)} got worse, `, ...like];
  const [neighbour] = all.filter((other) => other.service !== service && inOnePlace(other, one)).sort(order);
  const why =
    neighbour !== undefined
      ? sentence`, and so did ${code(neighbour.service)} there alone`
      : deployed.has(service)
        ? sentence`: a deploy reaches all alike`
        : sentence`, and it was not deployed`;
  return { ...one, beyondDeploy: neighbour !== undefined || !deployed.has(service), says: [...start, ...why] };
}

function inOnePlace(one: OddInstances, other: OddInstances): boolean {
  const places = new Set(one.instances.map((instance) => placeOf(instance, one.service)));
  return other.instances.some((instance) => places.has(placeOf(instance, other.service)));
}

/** `shop-eu3c` of `shop` and `cart-eu3c` of `cart` are in one place; `shop-0` and `cart-0` are not. */
function placeOf(instance: string, service: string): string {
  const rest = instance.startsWith(`${service}-`) ? instance.slice(service.length + 1) : instance;
  return /[a-z]/i.test(rest) && /\d/.test(rest) ? rest : instance;
}

function order(a: OddInstances, b: OddInstances): number {
  const [one, other] = [a, b].map(({ service, instances }) => [service, ...instances].join('\n')) as [string, string];
  return one < other ? -1 : Number(one > other);
}
