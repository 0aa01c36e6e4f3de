import type { CaseSeries } from '../../case.ts';
import type { CallGraph } from './call-graph.ts';
import type { SeriesMove } from './series-move.ts';

/** How likely a service's metrics are disturbed, by its place relative to the origin of the trouble. */
export interface DisturbanceOdds {
  readonly travelsSelf: number;
  readonly travelsCaller: number;
  readonly travelsOther: number;
  readonly staysSelf: number;
  readonly staysCaller: number;
  readonly staysOther: number;
  /** The same for services that have nothing to do with the origin on a day on which much moves: side effects, shared causes. */
  readonly travelsCommon: number;
  readonly staysCommon: number;
  /** Share of incidents on such days. */
  readonly restless: number;
}

/** ln of the likelihood of all moves, had the trouble begun in the given service; null: in none that is known. */
export type OriginLikelihood = (service: string | null) => number;

/** The same, had nothing happened anywhere, and had something reached every service at once. */
export function overallLikelihood(moves: ReadonlyMap<string, ServiceMoves>, travels: number, stays: number): number {
  let total = 0;
  for (const own of moves.values()) total += mixed(own.travels, travels) + mixed(own.stays, stays);
  return total;
}

/** ln of how much better the moves of these services fit a disturbance with the given odds than none that has to do with them. */
export function disturbedTogether(
  services: readonly string[],
  moves: ReadonlyMap<string, ServiceMoves>,
  odds: DisturbanceOdds,
): number {
  return services.reduce((sum, service) => {
    const own = moves.get(service);
    if (own === undefined) return sum;
    const travels = mixed(own.travels, odds.travelsSelf) - mixed(own.travels, odds.travelsOther);
    return sum + travels + mixed(own.stays, odds.staysSelf) - mixed(own.stays, odds.staysOther);
  }, 0);
}

/** ln of what it counts against a service as the origin that its CPU, memory and the like stand still at the onset; never above 0. */
export function stillness(service: string, moves: ReadonlyMap<string, ServiceMoves>, odds: DisturbanceOdds): number {
  return Math.min(0, mixed(moves.get(service)?.stays ?? null, odds.staysSelf));
}

/** What a service's own series say together: one of them is affected, it is not known which. */
export interface ServiceMoves {
  readonly travels: number | null;
  readonly stays: number | null;
  /** Its most telling move. */
  readonly strongest: SeriesMove | null;
}

/**
 * Trouble that begins in a service shows in its own metrics and in those of its callers, not in others. For each service
 * as the origin the likelihood of every service's moves multiplies; a service without telemetry says nothing.
 * A caller that is disturbed is explained by its callee, so the deepest disturbed service fits best.
 */
export function originLikelihood(
  graph: CallGraph,
  moves: ReadonlyMap<string, ServiceMoves>,
  odds: DisturbanceOdds,
  alerting: string,
): OriginLikelihood {
  const calm = byPlace(graph, moves, odds, alerting);
  const restless = byPlace(
    graph,
    moves,
    { ...odds, travelsOther: odds.travelsCommon, staysOther: odds.staysCommon },
    alerting,
  );
  const known = new Map<string | null, number>();
  return (origin) => {
    const cached = known.get(origin);
    if (cached !== undefined) return cached;
    const total = logAdd(Math.log(1 - odds.restless) + calm(origin), Math.log(odds.restless) + restless(origin));
    known.set(origin, total);
    return total;
  };
}

/** The likelihood with one rate of disturbance for all services that have nothing to do with the origin. */
function byPlace(
  graph: CallGraph,
  moves: ReadonlyMap<string, ServiceMoves>,
  odds: DisturbanceOdds,
  alerting: string,
): OriginLikelihood {
  const score = (service: string, place: 'Self' | 'Caller' | 'Other'): number => {
    const own = moves.get(service);
    if (own === undefined) return 0;
    return mixed(own.travels, odds[`travels${place}`]) + mixed(own.stays, odds[`stays${place}`]);
  };
  let elsewhere = 0;
  for (const service of moves.keys()) elsewhere += score(service, 'Other');
  return (origin) => {
    let total = elsewhere;
    const reached = reachedFrom(origin, graph, alerting);
    for (const [service, distance] of reached) {
      total += score(service, distance === 0 ? 'Self' : 'Caller') - score(service, 'Other');
    }
    return total;
  };
}

/** Where no call is known at all, the one thing that is known of the alerting service is that the trouble reached it. */
function reachedFrom(origin: string | null, graph: CallGraph, alerting: string): ReadonlyMap<string, number> {
  if (origin === null) return new Map([[alerting, 1]]);
  const callers = graph.callersOf(origin);
  return graph.known || callers.has(alerting) ? callers : new Map([...callers, [alerting, 1]]);
}

function logAdd(a: number, b: number): number {
  const high = Math.max(a, b);
  return high + Math.log(Math.exp(a - high) + Math.exp(b - high));
}

/**
 * Groups the moves by service. The series that the alert watches tells no origin from another, since it moved in any case, and
 * whether it moved is weighed with the onset: here it is only told.
 */
export function movesByService(moves: readonly SeriesMove[], watched: CaseSeries | null): Map<string, ServiceMoves> {
  const alertKind = watched?.kind;
  const groups = new Map<string, SeriesMove[]>();
  for (const move of moves) {
    const group = groups.get(move.service);
    if (group === undefined) groups.set(move.service, [move]);
    else group.push(move);
  }
  return new Map(
    [...groups].map(([service, group]) => {
      const strongest = group.reduce((best, move) => (move.evidence > best.evidence ? move : best));
      return [
        service,
        {
          travels: together(
            group.filter((move) => move.travels && move.series.id !== watched?.id),
            alertKind,
          ),
          stays: together(
            group.filter((move) => !move.travels && move.series.id !== watched?.id),
            alertKind,
          ),
          strongest,
        },
      ];
    }),
  );
}

/**
 * ln of the mean likelihood ratio over the kinds of metric (the alert's own kind counts as much as all others together);
 * within a kind the two strongest series count, because five quantiles of one latency are not five witnesses.
 */
function together(moves: readonly SeriesMove[], alertKind: string | undefined): number | null {
  if (moves.length === 0) return null;
  const kinds = Map.groupBy(moves, (move) => family(move.series.kind));
  const own = family(alertKind);
  let total = 0;
  let weights = 0;
  for (const [kind, group] of kinds) {
    const strongest = group
      .map((move) => Math.exp(move.evidence))
      .sort((a, b) => b - a)
      .slice(0, 2);
    const weight = kind === own ? Math.max(1, kinds.size - 1) : 1;
    total += (weight * strongest.reduce((sum, ratio) => sum + ratio, 0)) / strongest.length;
    weights += weight;
  }
  return Math.log(total / weights);
}

function family(kind: string | undefined): string {
  return kind === 'errors' || kind === 'error_ratio' || kind === 'success_ratio' ? 'errors' : (kind ?? 'other');
}

function mixed(evidence: number | null, odds: number): number {
  return evidence === null ? 0 : Math.log(odds * Math.exp(evidence) + 1 - odds);
}
