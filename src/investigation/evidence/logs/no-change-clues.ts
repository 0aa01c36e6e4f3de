import { code, sentence } from '../../sentence.ts';
import type { CallGraph } from '../location/call-graph.ts';
import { batchClue } from './batch-clue.ts';
import type { FreshSignature } from './fresh-signatures.ts';
import type { NoChangeClue } from './log-evidence.ts';
import type { SignatureRows } from './log-signatures.ts';
import { namedPlaceClue } from './named-place.ts';
import { onePlaceClues } from './one-place.ts';
import { OUTSIDE_CAUSES } from './outside-causes.ts';
import { outsideHosts } from './outside-hosts.ts';
import { sameFailureClue } from './same-failure.ts';

/** What a failing call to a host outside is worth: often it is theirs, sometimes it is how we call. */
const OUTSIDE_HOST = 0.6;
/** Where the service that calls has just been deployed, how we call is as likely. */
const JUST_DEPLOYED = 0.25;

/**
 * The reasons in the logs to believe that no change is to blame, strongest first. `deployed`: the services just deployed; `rolling`: those
 * that were being rolled out.
 */
export function noChangeClues(
  fresh: readonly FreshSignature[],
  all: readonly SignatureRows[],
  deployed: ReadonlySet<string>,
  graph: CallGraph,
  rolling: ReadonlySet<string> = new Set(),
): NoChangeClue[] {
  const clues = [
    ...outsideCauses(fresh),
    ...outsideHost(fresh, deployed),
    ...sameFailureClue(fresh, graph, deployed),
    ...strongestOfEach([...onePlaceClues(fresh, all), ...namedPlaceClue(fresh, all, { deployed, rolling, graph })]),
    ...batchClue(all, deployed),
  ];
  return clues.sort((one, other) => other.weight - one.weight || (one.clue < other.clue ? -1 : 1));
}

/** A place that is found in two ways counts once. */
function strongestOfEach(clues: readonly NoChangeClue[]): NoChangeClue[] {
  return clues.filter(({ clue, weight }, at) =>
    clues.every(
      (other, index) => other.clue !== clue || other.weight < weight || (other.weight === weight && index >= at),
    ),
  );
}

/** How much of the new trouble says so: half of it is as good as all, since callers only repeat that something failed. */
function extent(of: readonly FreshSignature[]): number {
  const share = of.reduce((sum, { share: part, growth }) => sum + part * growth, 0);
  return Math.min(1, 2 * share);
}

function outsideCauses(fresh: readonly FreshSignature[]): NoChangeClue[] {
  return OUTSIDE_CAUSES.flatMap(({ clue, shows, weight, means }): NoChangeClue[] => {
    const speaking = fresh.filter(({ signature }) =>
      signature.rows.some((row) => shows.test(row.message.slice(0, 2_000))),
    );
    const [first] = speaking;
    if (first === undefined) return [];
    const says = sentence`new log lines speak of ${means}: ${code(first.signature.template)}`;
    return [{ clue, weight: weight * extent(speaking), says }];
  });
}

function outsideHost(fresh: readonly FreshSignature[], deployed: ReadonlySet<string>): NoChangeClue[] {
  const hosts = new Map<string, FreshSignature[]>();
  for (const item of fresh) {
    const named = new Set(item.signature.rows.slice(0, 20).flatMap((row) => outsideHosts(row.message)));
    for (const host of named) hosts.set(host, [...(hosts.get(host) ?? []), item]);
  }
  const best = [...hosts]
    .map(([host, speaking]) => ({
      host,
      share: extent(speaking) * (speaking.some(({ signature }) => deployed.has(signature.service)) ? JUST_DEPLOYED : 1),
    }))
    .sort((a, b) => b.share - a.share)[0];
  if (best === undefined || best.share === 0) return [];
  const says = sentence`the new errors are about calls to ${code(best.host)}, a host outside`;
  return [{ clue: 'outside-host', weight: OUTSIDE_HOST * best.share, says }];
}
