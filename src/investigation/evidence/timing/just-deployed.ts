import { listCandidates } from '../../candidates/list-candidates.ts';
import type { Case } from '../../case.ts';
import { type EpochMs, HOUR_MS } from '../../time.ts';

const JUST_MS = HOUR_MS;

/** The services of which a deploy to the alert's environment began in the hour before `since` (ms). */
export function justDeployed(theCase: Case, since: EpochMs): Set<string> {
  const recent = listCandidates(theCase, since).deploys.filter(
    ({ from, veto }) => veto !== 'other-environment' && from <= since && from > since - JUST_MS,
  );
  return new Set(recent.map(({ service }) => service));
}
