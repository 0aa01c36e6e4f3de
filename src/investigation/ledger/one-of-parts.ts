import type { EpochMs } from '../time.ts';
import type { LedgerDeploy } from './ledger-deploy.ts';

/**
 * A commit that went to several parts of production (`production-eu`, then `production-us`) is one suspect and not two
 * that share the blame: of its deploys the last one that began before the trouble stays, else the first.
 */
export function oneOfParts(deploys: readonly LedgerDeploy[], trouble: EpochMs): readonly LedgerDeploy[] {
  const bySteps = Map.groupBy(deploys, ({ repositoryId, service, sha, previousSha }) =>
    JSON.stringify([repositoryId, service, sha, previousSha]),
  );
  const dropped = new Set<LedgerDeploy>();
  for (const same of bySteps.values()) {
    const kept = same.findLast(({ startedAt }) => startedAt <= trouble) ?? same[0];
    for (const one of same) if (one.environment !== kept?.environment) dropped.add(one);
  }
  return deploys.filter((deploy) => !dropped.has(deploy));
}
