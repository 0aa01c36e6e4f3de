import type { CallGraph } from '../location/call-graph.ts';
import type { FreshSignature } from './fresh-signatures.ts';
import { isNamedIn } from './is-named-in.ts';
import type { FailsBeside } from './log-evidence.ts';
import { speaksOfLoad } from './speaks-of-load.ts';

/** Errors that only became a little more frequent are everywhere in an incident. */
const CLEAR_GROWTH = 0.5;

/**
 * A service with new errors, or warnings that it never gave, that was not deployed, does not depend on the alerting one and
 * is not used by it: what broke the alerting one alone would have left it in peace. Not one that tells of the alerting one
 * (an orchestrator that restarts it). The one with most of them (a warning is half an error); null where there is none.
 * `deployed`: the services just deployed.
 */
export function failsBeside(
  fresh: readonly FreshSignature[],
  graph: CallGraph,
  alerting: string,
  deployed: ReadonlySet<string>,
): FailsBeside | null {
  if (!graph.known) return null;
  const beside = fresh.filter((one) => {
    const { service, rows } = one.signature;
    if (!isTrouble(one) || service === alerting || deployed.has(service)) return false;
    if (rows.some(({ message }) => isNamedIn(message, alerting))) return false;
    return !graph.callersOf(alerting).has(service) && !graph.callersOf(service).has(alerting);
  });
  const [most] = beside.sort((a, b) => b.share - a.share || (nameOf(a) < nameOf(b) ? -1 : 1));
  return most === undefined ? null : { service: most.signature.service, template: most.signature.template };
}

/** A warning tells where it had never been before, unless it is of waiting and load, which one service's trouble brings to many. */
function isTrouble({ signature: { level, isNew, rows }, growth }: FreshSignature): boolean {
  if (level === 'error') return growth > CLEAR_GROWTH;
  return isNew && !rows.some(({ message }) => speaksOfLoad(message));
}

/** Signatures are told apart by both, so that the order of the lines never decides. */
function nameOf({ signature: { template, service } }: FreshSignature): string {
  return `${template}\n${service}`;
}
