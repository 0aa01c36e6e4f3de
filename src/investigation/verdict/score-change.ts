import type { ChangeCandidate } from '../candidates/list-candidates.ts';
import type { Clue } from '../evidence/clue.ts';
import type { CommitEvidence } from '../evidence/commits/commit-evidence.ts';
import { code, sentence } from '../sentence.ts';
import { MINUTE_MS } from '../time.ts';
import { howMuchIsTold } from './how-much-is-told.ts';
import { outsideTerm, placeClues, placeTerm } from './place-term.ts';
import { timingTerm } from './timing-term.ts';
import { failureRate, type Scored, type Weighed } from './weighed.ts';

/** A flag is read at the next request or the next poll of the flags. */
const AT_ONCE_MS = 10 * MINUTE_MS;

/** How well a flag, a setting or another change outside every deploy explains the case. */
export function scoreChange(given: Weighed, candidate: ChangeCandidate): Scored<ChangeCandidate> {
  const { weights } = given;
  const { service } = candidate;
  const timing = timingTerm(given, { ...candidate, began: 'it was changed' });
  const unplaced = Math.log(weights.unplacedChange);
  const place = service === null ? unplaced + outsideTerm(given) : placeTerm(given, service);
  const evidence = given.changeTitles.get(candidate.index);
  const title = titleTerm(given, evidence);
  const effect = effectClue(given, candidate);
  return {
    of: candidate,
    log: Math.log(failureRate(given) * weights.change) + timing.log + place + title + (effect?.weight ?? 0),
    clues: [
      ...timing.clues,
      ...(service === null
        ? [{ clue: 'topology', weight: unplaced, says: sentence`which service it touches is not known` }]
        : placeClues(given, service)),
      ...(effect === null ? [] : [effect]),
      ...(evidence?.clues ?? []),
    ],
  };
}

/**
 * What a flag switches on is asked for by those who call it: more requests to its service, while those at the edge of the system
 * stayed as they were, show that it took effect. A deploy's new code shows nothing of that kind.
 */
function effectClue({ traffic, weights, onset }: Weighed, { service, from }: ChangeCandidate): Clue | null {
  const isRecent = from <= onset.to && onset.at - from <= AT_ONCE_MS;
  const rise = service === null ? undefined : traffic.get(service);
  if (rise === undefined || rise.factor === 1 || rise.from === 'outside' || !isRecent) return null;
  return {
    clue: 'took-effect',
    weight: Math.min(weights.surgeCap, weights.surge * Math.log2(rise.factor)),
    says: sentence`requests to ${code(rise.service)}, which it touches, rose to ${rise.factor.toFixed(1)} times while those from outside did not`,
  };
}

/** How well its title fits the failure, against titles of changes that did no harm; bounded as commits are. */
function titleTerm({ weights, theCase }: Weighed, evidence: CommitEvidence | undefined): number {
  if (evidence === undefined) return 0;
  const fits = weights.changeTitle * evidence.logWeight - weights.innocentTitle * howMuchIsTold(theCase);
  return Math.min(weights.commitCap, fits);
}
