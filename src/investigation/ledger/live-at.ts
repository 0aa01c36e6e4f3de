import type { EpochMs } from '../time.ts';
import type { LedgerDeploy } from './ledger-deploy.ts';

/** What was live at a moment, of the deploys of one key: live since then or before, and not yet replaced. */
export function liveAt(deploys: readonly LedgerDeploy[], at: EpochMs): LedgerDeploy | undefined {
  return deploys.find(
    (deploy) => deploy.liveAt !== undefined && deploy.liveAt <= at && at < (deploy.endedAt ?? Number.POSITIVE_INFINITY),
  );
}
