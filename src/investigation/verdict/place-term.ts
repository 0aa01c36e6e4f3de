import type { Clue } from '../evidence/clue.ts';
import { shareEvidence } from '../evidence/location/harm-share.ts';
import { type ReachMode, reachModes } from '../evidence/location/reach-modes.ts';
import type { SeriesMove } from '../evidence/location/series-move.ts';
import { code, type Sentence, sentence } from '../sentence.ts';
import { logSumExp } from './log-sum.ts';
import type { Weighed } from './weighed.ts';

/** The odds that trouble in this service reaches the alerting one, from the call graph alone: 1 for itself. */
export function nearness(given: Weighed, service: string): number {
  return modesOf(given, service).reduce((sum, { odds }) => sum + odds, 0);
}

/**
 * ln of the odds that trouble in this service reaches the alerting one, times the likelihood of everything that was seen
 * in metrics and logs, over all ways that lead there.
 */
export function placeTerm(given: Weighed, service: string): number {
  const ways = modesOf(given, service).map(({ odds, shows }) => Math.log(odds) + seenAt(given, service, shows));
  return logSumExp(ways) + logTerm(given, service);
}

/** ln of the likelihood of all metrics, had the trouble begun outside every known service. */
export function outsideTerm({ origin, weights }: Weighed): number {
  return weights.location * origin(null);
}

function modesOf({ graph, theCase, weights }: Weighed, service: string): readonly ReachMode[] {
  return reachModes(graph, service, theCase.alert.service, weights);
}

function seenAt(given: Weighed, service: string, shows: string): number {
  const { weights, origin } = given;
  return weights.location * origin(shows) + harmTerm(given, shows) + (service === shows ? 0 : burdenTerm(given, shows));
}

function harmTerm({ harm, weights, graph, theCase }: Weighed, service: string): number {
  const share = harm.get(service);
  // Only what the alerting service calls can hand its own harm on to it.
  if (share === undefined || !graph.callersOf(service).has(theCase.alert.service)) return 0;
  return weights.harmShare * shareEvidence(share);
}

/** More requests to a service than came in from outside: somebody who calls it sends more. */
function burdenTerm({ traffic, weights }: Weighed, service: string): number {
  const rise = traffic.get(service);
  if (rise === undefined || rise.from === 'outside' || rise.factor === 1) return 0;
  return Math.min(weights.surgeCap, weights.surge * Math.log2(rise.factor));
}

function logTerm({ logs, weights }: Weighed, service: string): number {
  return weights.logs * (logs.services.get(service)?.weight ?? 0);
}

/** What the place of a service says, in sentences; metrics are told against an origin outside every service. */
export function placeClues(given: Weighed, service: string): Clue[] {
  const clues: Clue[] = [
    { clue: 'topology', weight: Math.log(nearness(given, service)), says: nearnessSays(given, service) },
  ];
  if (given.moves.size > 0) {
    const ways = modesOf(given, service).map(
      ({ odds, shows }) =>
        Math.log(odds) +
        given.weights.location * given.origin(shows) +
        (service === shows ? 0 : burdenTerm(given, shows)),
    );
    const weight = logSumExp(ways) - Math.log(nearness(given, service)) - outsideTerm(given);
    clues.push({ clue: 'own-metrics', weight, says: movesSay(given, service) });
  }
  const share = given.harm.get(service);
  const harm = harmTerm(given, service);
  if (share !== undefined && harm !== 0) {
    const percent = Math.round(100 * Math.min(share, 9.99));
    clues.push({
      clue: 'harm-share',
      weight: harm,
      says: sentence`its own extra ${given.harmKind} would account for ${percent} % of what ${code(given.theCase.alert.service)} sees`,
    });
  }
  const logged = given.logs.services.get(service);
  if (logged !== undefined) clues.push({ clue: 'logs', weight: logTerm(given, service), says: logged.says });
  return clues;
}

function nearnessSays({ graph, theCase }: Weighed, service: string): Sentence {
  const alerting = theCase.alert.service;
  if (service === alerting) return sentence`deployed to ${code(service)}, which is alerting`;
  const down = graph.callersOf(service).get(alerting);
  if (down === 1) return sentence`deployed to ${code(service)}, which ${code(alerting)} calls`;
  if (down !== undefined) return sentence`deployed to ${code(service)}, ${down} calls below ${code(alerting)}`;
  if (graph.callersOf(alerting).has(service))
    return sentence`deployed to ${code(service)}, which calls ${code(alerting)}`;
  if (!graph.known) return sentence`deployed to ${code(service)}; how it relates to ${code(alerting)} is not known`;
  return sentence`deployed to ${code(service)}, which has no known call path to ${code(alerting)}`;
}

const CLEAR_MOVE = 1;

function movesSay({ moves }: Weighed, service: string): Sentence {
  const strongest = moves.get(service)?.strongest ?? null;
  if (strongest === null) return sentence`no metrics of ${code(service)} itself; judged by those around it`;
  if (strongest.evidence < CLEAR_MOVE) return sentence`no metric of ${code(service)} clearly moved with the onset`;
  return sentence`${code(strongest.series.id)} went from ${told(strongest.before)} to ${told(afterOf(strongest))} with the onset`;
}

function afterOf({ before, move }: SeriesMove): number {
  return before + move;
}

function told(value: number): string {
  return String(Number(value.toPrecision(3)));
}
