import type { ChartOf } from '../../charts/chart-addresses.ts';
import { writeCase } from '../../investigation/case-document.ts';
import type { Clock } from '../../platform/clock.ts';
import type { OpenConnection } from '../../readers/telemetry/contract.ts';
import type { Storage } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { wantReactions } from '../reactions/want-reactions.ts';
import { type AutomaticReverts, wantAutomaticRevert } from '../reverts/want-automatic-revert.ts';
import { wantRollbackTold } from '../reverts/want-rollback-told.ts';
import { decideMaterial } from './decide-material.ts';
import { gatherMaterial } from './gather-material.ts';
import { wantEffects } from './want-effects.ts';
import { whatPeopleSaid } from './what-people-said.ts';

export interface Investigate {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly connections: readonly OpenConnection[];
  /** The address of GitHub for people, for links. */
  readonly webUrl: string;
  /** How far back before an alert metrics are read. */
  readonly telemetryWindowMs: number;
  /** How many questions to telemetry may be planned for one look. */
  readonly questions: number;
  readonly reverts: AutomaticReverts;
  /** Where the picture of a round is served; absent where no public address is configured. */
  readonly chartUrlOf?: (chart: ChartOf) => string;
  /** Whether a language model is connected that words a summary afterwards. */
  readonly narrated?: boolean;
}

/**
 * Decides an incident anew: reads everything, decides (pure), then stores the case with its verdict and what the world
 * should now show, in one transaction.
 */
export async function investigate(deps: Investigate, payload: JobPayloads['investigate']): Promise<void> {
  const { storage, clock } = deps;
  const { installationId, incidentId } = payload;
  const now = clock.now();
  const material = await gatherMaterial(storage, installationId, incidentId, now);
  if (material === undefined || material.alerts.length === 0) return;
  if (material.incident.state === 'resolved' && payload.trigger === 're-run') return;
  const { connections, telemetryWindowMs, questions } = deps;
  const { theCase, verdict: decided } = await decideMaterial(
    { connections, telemetryWindowMs, questions, now, askedAt: () => clock.now() },
    material,
  );
  await storage.transaction(async (tx) => {
    const { verdict, ...said } = await whatPeopleSaid(tx, material.incident, decided);
    const { round } = await tx.investigations.add(installationId, {
      incidentId,
      at: theCase.askedAt,
      case: writeCase(theCase),
      verdict,
    });
    const chartUrl = deps.chartUrlOf?.({ installationId, incidentId, round });
    const shown = chartUrl === undefined ? said : { ...said, chartUrl };
    await wantEffects(tx, { material, theCase, verdict, webUrl: deps.webUrl, ...shown });
    if (deps.narrated === true) {
      await tx.jobs.enqueue('narrate', { installationId, incidentId }, { singletonKey: incidentId });
    }
    await wantRollbackTold(tx, material.incident);
    await wantReactions(tx, material.incident, now);
    await wantAutomaticRevert(tx, deps.reverts, material, verdict, now);
  });
}
