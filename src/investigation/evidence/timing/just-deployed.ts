import type { Case } from '../../case.ts';
import { type EpochMs, HOUR_MS } from '../../time.ts';

const JUST_MS = HOUR_MS;

/** The services of which a deploy began in the hour before `since` (ms). */
export function justDeployed({ deploys }: Case, since: EpochMs): Set<string> {
  const recent = deploys.filter(({ startedAt }) => startedAt <= since && startedAt > since - JUST_MS);
  return new Set(recent.map(({ service }) => service));
}
