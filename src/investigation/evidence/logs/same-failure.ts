import { code, sentence } from '../../sentence.ts';
import type { CallGraph } from '../location/call-graph.ts';
import type { FreshSignature } from './fresh-signatures.ts';
import type { NoChangeClue } from './log-evidence.ts';
import { outsideHosts } from './outside-hosts.ts';
import { LONGEST_MESSAGE, speaksOfLoad } from './speaks-of-load.ts';

const WEIGHT = 1;
const WORDS_IN_A_ROW = 4;
const EXCEPTION = /\b[A-Z]\w*(?:\.\w+)*(?:Exception|Error)\b/g;
const COMMON_EXCEPTION =
  /^(?:Runtime|Illegal\w+|Type|Value|Reference|Attribute|Key|Index|IO|NullPointer|Assertion|Internal\w*|Http\w*|Server|Client|Request|Response|Reply|Validation|Range|Syntax|Standard|Argument|NoMethod|Unknown|Application)?(?:Exception|Error)$/;

/**
 * A service that was not deployed, and that neither calls nor is called by the others, fails with the very same words as they:
 * something that they share has changed, and no deploy of one of them explains the other. Not where something that all of them depend on was deployed, and not
 * for words of waiting and load, which one service's deploy can bring to all, unless they are about the same host outside. `deployed`: the services just deployed.
 */
export function sameFailureClue(
  fresh: readonly FreshSignature[],
  graph: CallGraph,
  deployed: ReadonlySet<string>,
): NoChangeClue[] {
  const sharers = new Map<string, FreshSignature[]>();
  for (const item of fresh) {
    for (const mark of marksOf(item)) sharers.set(mark, [...(sharers.get(mark) ?? []), item]);
  }
  const told = [...sharers.values()].flatMap((items): NoChangeClue[] => {
    const services = [...new Set(items.map(({ signature }) => signature.service))].sort();
    const untouched = services.find((service) => !deployed.has(service) && isUnrelated(service, services, graph));
    const other = services.find((service) => service !== untouched);
    if (untouched === undefined || other === undefined || dependOnDeployed(services, graph, deployed)) return [];
    const share = items.reduce((sum, item) => sum + item.share * item.growth, 0);
    const template = items.find(({ signature }) => signature.service === untouched)?.signature.template ?? '';
    const says = sentence`${code(untouched)}, which was not deployed and does not depend on ${code(other)}, fails with the same error: ${code(template)}`;
    return [{ clue: 'same-failure', weight: WEIGHT * Math.min(1, 2 * share), says }];
  });
  const best = told.sort((a, b) => b.weight - a.weight)[0];
  return best === undefined ? [] : [best];
}

/** What tells one failure from another: a host outside, names of exceptions that say something, and four words in a row. */
function marksOf({ signature }: FreshSignature): ReadonlySet<string> {
  const marks = new Set<string>();
  if (signature.level === 'other') return marks;
  for (const { message } of signature.rows.slice(0, 20)) {
    for (const host of outsideHosts(message)) marks.add(host);
    if (speaksOfLoad(message)) continue;
    const text = message.slice(0, LONGEST_MESSAGE);
    for (const [name] of text.matchAll(EXCEPTION)) if (!COMMON_EXCEPTION.test(name)) marks.add(name);
    const words = text.toLowerCase().match(/[a-z][a-z']{1,}/g) ?? [];
    for (let at = 0; at + WORDS_IN_A_ROW <= words.length; at++)
      marks.add(words.slice(at, at + WORDS_IN_A_ROW).join(' '));
  }
  return marks;
}

/** Neither calls any of the others, nor is called by one. */
function isUnrelated(one: string, services: readonly string[], graph: CallGraph): boolean {
  return services.every(
    (other) => other === one || !(graph.callersOf(one).has(other) || graph.callersOf(other).has(one)),
  );
}

function dependOnDeployed(services: readonly string[], graph: CallGraph, deployed: ReadonlySet<string>): boolean {
  return [...deployed].some((callee) =>
    services.every((service) => service !== callee && graph.callersOf(callee).has(service)),
  );
}
