import { code, plainText, sentence } from '../../sentence.ts';
import type { EpochMs } from '../../time.ts';
import type { CallGraph } from '../location/call-graph.ts';
import type { FreshSignature } from './fresh-signatures.ts';
import type { NoChangeClue } from './log-evidence.ts';
import type { SignatureRows } from './log-signatures.ts';
import { machineNames } from './machine-names.ts';

const FEWEST_ROWS = 3;
const NEARLY_ALL = 0.95;
/** What a name means is only guessed: less than `node=…`, as much where a service that was not deployed suffers there too. */
const GUESSED = 0.7;
const SHARED = 1;

/** What is known of the services beside their lines. */
export interface ServiceStates {
  readonly deployed: ReadonlySet<string>;
  /** Services of which only a part ran the new version: one failing pod may be the new one. */
  readonly rolling: ReadonlySet<string>;
  readonly graph: CallGraph;
}

/**
 * Nearly all new lines that name a machine, pod or zone of one kind name the same one, while other lines know more of that kind.
 * At least two more, which still write now where their service was deployed (else they may be the pods of the version before); one is
 * enough where a service that was not deployed names it beside another. Not the members of what the failing services
 * call: of a database and its replicas only one is written to. At most one clue, the strongest.
 */
export function namedPlaceClue(
  fresh: readonly FreshSignature[],
  all: readonly SignatureRows[],
  states: ServiceStates,
): NoChangeClue[] {
  const named = [...namedInTrouble(fresh)].flatMap(([kind, places]) => {
    const [name, top] = mostNamed(places.lines);
    return places.rows < FEWEST_ROWS || top < NEARLY_ALL * sum(places.lines.values()) ? [] : [{ kind, name, places }];
  });
  if (named.length === 0) return [];
  const others = namedElsewhere(fresh, all);
  const told = named.flatMap(({ kind, name, places }): NoChangeClue[] => {
    const services = [...(places.services.get(name) ?? [])].sort();
    if (isExplained(name, services, states)) return [];
    const known = [...(others.get(kind) ?? [])].filter(([other]) => other !== name);
    const still = known.some(([, now]) => now);
    const untouched = services.filter((service) => !states.deployed.has(service));
    const shared = services.length > 1 ? untouched[0] : undefined;
    const several = known.length >= 2 && (still || untouched.length === services.length);
    if (!several && (shared === undefined || known.length === 0)) return [];
    const too = shared === undefined ? [] : sentence`, those of ${code(shared)} too, which was not deployed`;
    const says = sentence`of ${known.length + 1} places of one kind in the logs nearly all new lines name the same one: ${code(name)}`;
    const weight = (shared === undefined ? GUESSED : SHARED) * Math.min(1, 2 * places.share);
    return [{ clue: 'one-node', weight, says: [...says, ...too] }];
  });
  const strongest = told.sort(
    (one, other) => other.weight - one.weight || (plainText(one.says) < plainText(other.says) ? -1 : 1),
  );
  return strongest.slice(0, 1);
}

interface Named {
  /** Lines by name, rows, and the part of all trouble whose kinds of lines name such a place. */
  readonly lines: Map<string, number>;
  readonly services: Map<string, Set<string>>;
  rows: number;
  share: number;
}

/** The places that new lines of trouble name, by their kind. */
function namedInTrouble(fresh: readonly FreshSignature[]): Map<string, Named> {
  const kinds = new Map<string, Named>();
  for (const { signature, share } of fresh) {
    const counted = new Set<string>();
    for (const row of signature.rows) {
      if (!isNew(row.at, signature)) continue;
      for (const { name, kind } of machineNames(row.message)) {
        const places = kinds.get(kind) ?? { lines: new Map(), services: new Map(), rows: 0, share: 0 };
        kinds.set(kind, places);
        places.lines.set(name, (places.lines.get(name) ?? 0) + (row.count ?? 1));
        places.services.set(name, (places.services.get(name) ?? new Set()).add(row.service));
        places.rows += 1;
        if (!counted.has(kind)) places.share += share;
        counted.add(kind);
      }
    }
  }
  return kinds;
}

/** The places that all other lines name, by their kind, and whether such a line was written since the trouble began. */
function namedElsewhere(
  fresh: readonly FreshSignature[],
  all: readonly SignatureRows[],
): Map<string, Map<string, boolean>> {
  const troubled = new Map(fresh.map(({ signature }) => [signature.template + signature.service, signature]));
  const since = Math.min(...fresh.map(({ signature }) => signature.firstAfter ?? Number.POSITIVE_INFINITY));
  const kinds = new Map<string, Map<string, boolean>>();
  for (const { template, service, rows } of all) {
    const trouble = troubled.get(template + service);
    for (const row of rows) {
      if (trouble !== undefined && isNew(row.at, trouble)) continue;
      for (const { name, kind } of machineNames(row.message)) {
        const names = kinds.get(kind) ?? new Map<string, boolean>();
        kinds.set(kind, names);
        names.set(name, (names.get(name) ?? false) || row.at >= since);
      }
    }
  }
  return kinds;
}

function isNew(at: EpochMs, { firstAfter }: SignatureRows): boolean {
  return firstAfter !== undefined && at >= firstAfter;
}

/** A rollout of a service that names the place or has it, or a member of what these services call. */
function isExplained(name: string, services: readonly string[], { rolling, graph }: ServiceStates): boolean {
  const isOf = (service: string): boolean => name.startsWith(`${service}-`);
  return (
    services.some((service) => rolling.has(service) || graph.calleesOf(service).some(isOf)) || [...rolling].some(isOf)
  );
}

function mostNamed(lines: ReadonlyMap<string, number>): readonly [string, number] {
  return [...lines].reduce((best, one) => (one[1] > best[1] ? one : best));
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}
