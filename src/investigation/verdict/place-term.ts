import type { Clue } from '../evidence/clue.ts';
import { shareEvidence } from '../evidence/location/harm-share.ts';
import { disturbedTogether, stillness } from '../evidence/location/origin-likelihood.ts';
import { type ReachMode, reachModes } from '../evidence/location/reach-modes.ts';
import { logSumExp } from '../log-sum.ts';
import { code, type Sentence, sentence } from '../sentence.ts';
import { moveSays } from './move-words.ts';
import type { Weighed } from './weighed.ts';

/**
 * The odds that trouble in this service reaches the alerting one, from the call graph and what it is seen to have `filled`: 1
 * for itself.
 */
export function nearness(given: Weighed, service: string, filled?: string): number {
  return modesOf(given, service, filled).reduce((sum, { odds }) => sum + odds, 0);
}

/**
 * ln of the odds that trouble in this service reaches the alerting one, times the likelihood of everything that was seen
 * in metrics and logs, over all ways that lead there.
 */
export function placeTerm(given: Weighed, service: string, filled?: string): number {
  const ways = modesOf(given, service, filled).map((way) => Math.log(way.odds) + seenAt(given, service, way));
  return logSumExp(ways) + logTerm(given, service);
}

/** ln of the likelihood of all metrics, had the trouble begun outside every known service. */
export function outsideTerm({ origin, weights }: Weighed): number {
  return weights.location * origin(null);
}

function modesOf(
  { graph, theCase, weights, heard, logs, moves }: Weighed,
  service: string,
  filled?: string,
): readonly ReachMode[] {
  const handed = heard.has(service) ? 'heard' : logs.unreadable ? 'unreadable' : 'handsOn';
  const unknownGraph = moves.size > 1 && !graph.known ? weights.measuredStranger : weights.unknownGraph;
  return reachModes(graph, service, theCase.alert.service, { ...weights, unknownGraph }, handed, filled);
}

function seenAt(given: Weighed, service: string, way: ReachMode): number {
  const { weights, origin } = given;
  const { shows, how } = way;
  const seen = weights.location * origin(shows) + harmTerm(given, shows);
  // What has filled up for long need not move when it is full.
  if (how === 'fills') return seen - weights.location * stillness(shows, given.moves, weights);
  return how === 'burdens' ? seen + burdenTerm(given, way) + partsTerm(given, service, shows) : seen;
}

/**
 * Who burdens the alerting service as never before uses what belongs to it differently too: its cache, its queue. Where the
 * alerting one is further away such moves are as often what the trouble brings about, so there they tell nothing.
 */
function partsTerm({ parts, moves, weights, theCase }: Weighed, service: string, burdened: string): number {
  if (burdened !== theCase.alert.service) return 0;
  return weights.location * disturbedTogether(parts.get(service) ?? [], moves, weights);
}

function harmTerm({ harm, weights, graph, theCase }: Weighed, service: string): number {
  const share = harm.get(service);
  // Only what the alerting service calls can hand its own harm on to it.
  if (share === undefined || !graph.callersOf(service).has(theCase.alert.service)) return 0;
  return weights.harmShare * shareEvidence(share);
}

/**
 * A service that is burdened is sent either more requests or heavier ones. More requests than came in from outside
 * speak for it: somebody inside sends them. Where its requests did not rise, or rose only behind what the service
 * calls, heavier ones are all that is left.
 */
function burdenTerm({ traffic, weights }: Weighed, { shows, through = [] }: ReachMode): number {
  const rise = traffic.get(shows);
  if (rise === undefined) return 0;
  const passed = through.flatMap((callee) => traffic.get(callee) ?? []);
  const stopped = passed.length > 0 && passed.every(({ factor }) => factor === 1);
  if (rise.factor === 1 || stopped) return Math.log(weights.burdenFlat);
  return rise.from === 'outside' ? 0 : Math.min(weights.surgeCap, weights.surge * Math.log2(rise.factor));
}

function logTerm({ logs, weights }: Weighed, service: string): number {
  return weights.logs * (logs.services.get(service)?.weight ?? 0);
}

/** What the place of a service says, in sentences; metrics are told against an origin in any service. */
export function placeClues(given: Weighed, service: string, filled?: string): Clue[] {
  const clues: Clue[] = [
    {
      clue: 'topology',
      weight: Math.log(nearness(given, service, filled)),
      says: nearnessSays(given, service, filled),
    },
  ];
  const main = mainWay(given, service, filled);
  const harm = harmTerm(given, main.shows);
  const burden = main.how === 'burdens' ? burdenTerm(given, main) : 0;
  if (given.moves.size > 0) {
    const seen =
      placeTerm(given, service, filled) - logTerm(given, service) - Math.log(nearness(given, service, filled));
    const weight = seen - harm - burden - given.anywhere;
    clues.push({ clue: 'own-metrics', weight, says: moveSays(given.moves, main.shows, weight) });
  }
  if (harm !== 0) clues.push({ clue: 'harm-share', weight: harm, says: harmSays(given, main.shows) });
  const rise = given.traffic.get(main.shows);
  if (burden !== 0 && rise !== undefined) {
    const says =
      burden < 0
        ? sentence`requests to ${code(rise.factor === 1 ? main.shows : (main.through?.[0] ?? main.shows))} did not rise: only heavier ones could burden it`
        : sentence`requests to ${code(main.shows)} rose to ${rise.factor.toFixed(1)} times while those from outside did not: a caller sends more`;
    clues.push({ clue: 'burden', weight: burden, says });
  }
  const logged = given.logs.services.get(service);
  if (logged !== undefined) clues.push({ clue: 'logs', weight: logTerm(given, service), says: logged.says });
  return clues;
}

/** The way that explains most of what was seen. */
function mainWay(given: Weighed, service: string, filled?: string): ReachMode {
  const told = (way: ReachMode): number => Math.log(way.odds) + seenAt(given, service, way);
  return modesOf(given, service, filled).reduce((best, way) => (told(way) > told(best) ? way : best));
}

function harmSays({ harm, harmKind, theCase }: Weighed, service: string): Sentence {
  const share = harm.get(service) ?? 0;
  const what = harmKind === 'latency' ? 'latency' : 'errors';
  const percent = share > 9.99 ? 'far more than all' : `${Math.round(100 * share)} %`;
  return sentence`the extra ${what} of ${code(service)} itself would account for ${percent} of what ${code(theCase.alert.service)} sees`;
}

function nearnessSays(given: Weighed, service: string, filled?: string): Sentence {
  const { graph, theCase } = given;
  const alerting = theCase.alert.service;
  if (service === alerting) return sentence`it went to ${code(service)}, which is alerting`;
  const down = graph.callersOf(service).get(alerting);
  const { how, shows: burdened, through } = mainWay(given, service, filled);
  if (!graph.connects(service) && how === 'fails')
    return sentence`it went to ${code(service)}; how that relates to ${code(alerting)} is not known`;
  if (how === 'fills') return sentence`${code(service)} uses ${code(burdened)}, which has changed since its deploy`;
  if (down === 1 && how === 'hands-on')
    return sentence`${code(alerting)} calls ${code(service)}, and its answers may be what ${code(alerting)} cannot take`;
  if (down === 1) return sentence`${code(alerting)} calls ${code(service)}`;
  if (down !== undefined) return sentence`${code(alerting)} depends on ${code(service)}, ${down} calls away`;
  if (how === 'hands-on' && given.heard.has(service))
    return sentence`${code(alerting)} complains of something that ${code(service)} brought`;
  if (how === 'hands-on' && through !== undefined)
    return sentence`${code(through[0] ?? service)} calls both ${code(service)} and ${code(alerting)}, and what it hands on may be what ${code(alerting)} cannot take`;
  if (how === 'hands-on')
    return sentence`${code(service)} and ${code(alerting)} share a queue or a store, and what it puts there may be what ${code(alerting)} cannot take`;
  if (through !== undefined)
    return sentence`${code(service)} calls ${code(alerting)} through ${code(through[0] ?? service)} and could only burden it`;
  if (burdened === alerting) return sentence`${code(service)} calls ${code(alerting)} and could only burden it`;
  if (burdened !== service)
    return sentence`${code(service)} and ${code(alerting)} both depend on ${code(burdened)}, which it could burden`;
  return sentence`${code(service)} has no known call path to ${code(alerting)}`;
}
