import type { ChangeCandidate } from '../candidates/list-candidates.ts';
import type { CommitEvidence } from '../evidence/commits/commit-evidence.ts';
import { sentence } from '../sentence.ts';
import { howMuchIsTold } from './how-much-is-told.ts';
import { outsideTerm, placeClues, placeTerm } from './place-term.ts';
import { timingTerm } from './timing-term.ts';
import { failureRate, type Scored, type Weighed } from './weighed.ts';

/** How well a flag, a setting or another change outside every deploy explains the case. */
export function scoreChange(given: Weighed, candidate: ChangeCandidate): Scored<ChangeCandidate> {
  const { weights } = given;
  const { service } = candidate;
  const timing = timingTerm(given, { ...candidate, began: 'it was changed' }, null);
  const unplaced = Math.log(weights.unplacedChange);
  const place = service === null ? unplaced + outsideTerm(given) : placeTerm(given, service);
  const evidence = given.changeTitles.get(candidate.index);
  const title = titleTerm(given, evidence);
  return {
    of: candidate,
    log: Math.log(failureRate(given) * weights.change) + timing.log + place + title,
    clues: [
      ...timing.clues,
      ...(service === null
        ? [{ clue: 'topology', weight: unplaced, says: sentence`which service it touches is not known` }]
        : placeClues(given, service)),
      ...(evidence?.clues ?? []),
    ],
  };
}

/** How well its title fits the failure, against titles of changes that did no harm; bounded as commits are. */
function titleTerm({ weights, theCase }: Weighed, evidence: CommitEvidence | undefined): number {
  if (evidence === undefined) return 0;
  const fits = weights.changeTitle * evidence.logWeight - weights.innocentTitle * howMuchIsTold(theCase);
  return Math.min(weights.commitCap, fits);
}
