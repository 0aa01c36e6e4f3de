import { listCandidates } from '../../candidates/list-candidates.ts';
import type { Case } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import { type CallGraph, callGraph } from '../location/call-graph.ts';
import { isRollingOut } from '../location/rolling-out.ts';
import { justDeployed } from '../timing/just-deployed.ts';
import { failsBeside } from './fails-beside.ts';
import { freshSignatures } from './fresh-signatures.ts';
import type { LogEvidence } from './log-evidence.ts';
import { logSignatures } from './log-signatures.ts';
import { noChangeClues } from './no-change-clues.ts';
import { serviceLogs } from './service-logs.ts';
import { complainsOfInput } from './unreadable-input.ts';

/**
 * What the logs of the case say: kinds of messages with their counts before and from `since` on (ms; the onset, or the
 * earliest that it may have been), which services they point at, and what in them speaks for a cause that is no change of ours.
 */
export function readLogs(theCase: Case, since: EpochMs, graph: CallGraph = callGraph(theCase)): LogEvidence {
  const all = logSignatures(theCase.logs ?? [], since, theCase.askedAt);
  const fresh = freshSignatures(all);
  const deployed = justDeployed(theCase, since);
  return {
    services: serviceLogs(theCase, fresh),
    noChange: noChangeClues(fresh, all, deployed, graph, rollingOut(theCase, since)),
    unreadable: complainsOfInput(theCase.alert.service, fresh, theCase.alert.title),
    beside: failsBeside(fresh, graph, theCase.alert.service, deployed),
    signatures: all.map(({ rows: _rows, ...signature }) => signature),
  };
}

function rollingOut(theCase: Case, since: EpochMs): Set<string> {
  const { deploys } = listCandidates(theCase, since);
  const { series = [], alert, askedAt } = theCase;
  const when = { deploys, series, from: since, to: Math.max(since, alert.startedAt), askedAt };
  const services = new Set(deploys.map(({ service }) => service));
  return new Set([...services].filter((service) => isRollingOut(service, new Set([undefined]), when)));
}
