import type { CallGraph } from './call-graph.ts';

/** One way in which trouble that begins in a service can reach the alerting one. */
export interface ReachMode {
  /** Odds of this way, against trouble in the alerting service itself (1). */
  readonly odds: number;
  /** The service whose metrics look like the origin's: the service itself, the callee that it burdens, or the receiver of its data. */
  readonly shows: string;
  readonly how: 'fails' | 'burdens' | 'fills' | 'hands-on';
  /** Where it burdens the alerting service through others: those of them that it calls itself. Where somebody hands on what it gave: who. */
  readonly through?: readonly string[];
}

export interface ReachOdds {
  /** Failing: what calls the service feels it, weaker with every step. */
  readonly calleeStep: number;
  /** Burdening: too many or too heavy calls, or data that the other side cannot take. */
  readonly burden: number;
  /** Handing on: its answers or messages are such that the receiver fails, while it is well itself. */
  readonly handsOn: number;
  /** The same where the alerting service complains that it cannot read what it was handed. */
  readonly unreadable: number;
  /** The same where something that the service brought is named by the alerting one. */
  readonly heard: number;
  readonly unrelated: number;
  readonly unknownGraph: number;
}

/** Which of the odds of handing on hold: the usual ones, or those of a complaint. */
export type Handed = 'handsOn' | 'unreadable' | 'heard';

/**
 * The ways from a service to the alerting one. Either it fails, and those who call it feel it; or it burdens something that it
 * calls (a database, a queue, a service with retries), and everybody who calls that feels it, the burdened one first; or what it
 * answers, sends through a queue or leaves in a store that both use breaks the receiver alone.
 * What the receiver cannot read may also have come through somebody who calls both, as tokens do.
 * Who calls it through others burdens it too, weaker with every step.
 * Of a service that no known call begins or ends in nothing is known but what is `heard` of it: what it changed (a policy, a topic, a
 * network) may be at work in it or in anything that the alerting one depends on. Without a call graph that holds of every other one.
 * Where it is seen to have `filled` something, to burden that is as likely as to fail is elsewhere, and the other way round.
 */
export function reachModes(
  graph: CallGraph,
  service: string,
  alerting: string,
  odds: ReachOdds,
  handed: Handed = 'handsOn',
  filled?: string,
): ReachMode[] {
  const modes: ReachMode[] = [];
  const burdened = graph.calleesOf(service).filter((callee) => graph.callersOf(callee).has(alerting));
  const fills = filled !== undefined && burdened.includes(filled);
  const fails = burdened.length === 0 ? 1 : fills ? odds.burden : 1 - odds.burden;
  const steps = graph.callersOf(service).get(alerting);
  if (steps !== undefined) modes.push({ odds: fails * odds.calleeStep ** steps, shows: service, how: 'fails' });
  for (const callee of fills ? [filled] : burdened) {
    const below = graph.callersOf(callee).get(alerting) as number;
    const share = fills ? 1 - odds.burden : odds.burden / burdened.length;
    modes.push({ odds: share * odds.calleeStep ** below, shows: callee, how: fills ? 'fills' : 'burdens' });
  }
  const above = graph.callersOf(alerting).get(service) ?? 0;
  if (above > 1) {
    const through = graph.calleesOf(service).filter((callee) => graph.callersOf(alerting).has(callee));
    modes.push({ odds: odds.burden * odds.calleeStep ** (above - 1), shows: alerting, how: 'burdens', through });
  }
  const shares = burdened.some((callee) => graph.calleesOf(alerting).includes(callee));
  if (service !== alerting && (handed === 'heard' || steps === 1 || shares)) {
    modes.push({ odds: odds[handed], shows: alerting, how: 'hands-on' });
  } else if (handed === 'unreadable' && above === 0) {
    const through = carriers(graph, service, alerting);
    if (through.length > 0) modes.push({ odds: odds.unreadable, shows: alerting, how: 'hands-on', through });
  }
  if (modes.length > 0) return modes;
  if (graph.connects(service)) return [{ odds: odds.unrelated, shows: service, how: 'fails' }];
  const places = graph.known
    ? [service, ...graph.placed.filter((one) => graph.callersOf(one).has(alerting))]
    : [service];
  return places.map((shows) => ({ odds: odds.unknownGraph / places.length, shows, how: 'fails' }));
}

/** Who calls both: what one of them gave it, it hands on to the other. */
function carriers(graph: CallGraph, service: string, alerting: string): string[] {
  if (service === alerting) return [];
  return [...graph.callersOf(alerting).keys()].filter((caller) => {
    const callees = graph.calleesOf(caller);
    return callees.includes(service) && callees.includes(alerting);
  });
}
