import type { Clue } from '../evidence/clue.ts';
import { shareEvidence } from '../evidence/location/harm-share.ts';
import type { SeriesMove } from '../evidence/location/series-move.ts';
import { code, type Sentence, sentence } from '../sentence.ts';
import type { Weighed } from './weighed.ts';

/** The odds that trouble of the alerting service comes from this one, from the call graph alone: 1 for itself. */
export function nearness({ graph, theCase, weights }: Weighed, service: string): number {
  const alerting = theCase.alert.service;
  if (service === alerting) return 1;
  const down = graph.callersOf(service).get(alerting);
  if (down !== undefined) return weights.calleeStep ** down;
  if (graph.callersOf(alerting).has(service)) return weights.caller;
  if (!graph.known) return weights.unknownGraph;
  const shared = new Set(graph.calleesOf(alerting));
  return graph.calleesOf(service).some((callee) => shared.has(callee)) ? weights.sharedCallee : weights.unrelated;
}

/** ln of the likelihood of everything that was seen in metrics and logs, had the trouble begun in this service. */
export function originTerm(given: Weighed, service: string | null): number {
  const moved = given.weights.location * given.origin(service);
  if (service === null) return moved;
  return moved + harmTerm(given, service) + logTerm(given, service);
}

function harmTerm({ harm, weights }: Weighed, service: string): number {
  const share = harm.get(service);
  return share === undefined ? 0 : weights.harmShare * shareEvidence(share);
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
    const weight = given.weights.location * (given.origin(service) - given.origin(null));
    clues.push({ clue: 'own-metrics', weight, says: movesSay(given, service) });
  }
  const share = given.harm.get(service);
  if (share !== undefined) {
    const percent = Math.round(100 * Math.min(share, 9.99));
    clues.push({
      clue: 'harm-share',
      weight: harmTerm(given, service),
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
