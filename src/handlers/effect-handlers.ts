import { appIdentity } from '../effects/app-identity.ts';
import { createMarker } from '../effects/marker.ts';
import type { JobHandlers } from '../jobs/contract.ts';
import { type PublishDependencies, publish } from '../jobs/effects/publish.ts';
import { type SweepDuplicates, sweepDuplicates } from '../jobs/effects/sweep-duplicates.ts';
import { sweepEffects } from '../jobs/effects/sweep-effects.ts';
import { followAfterPublish } from '../jobs/reverts/follow-after-publish.ts';
import type { JobParts } from './job-parts.ts';

/** The jobs that make GitHub show what is wanted; what they write is marked under a key from `secret`. */
export function effectHandlers({ storage, clock, log, metrics, access, own, configuration }: JobParts, secret: string) {
  const shared = {
    storage,
    access,
    clock,
    own,
    marker: createMarker(secret),
    app: appIdentity(access),
    isReadOnly: configuration.readOnly,
  };
  const publishing: PublishDependencies = {
    ...shared,
    limits: configuration.budgets,
    onWaiting: ({ kind, id, installationId }, { limit, until }) => {
      metrics.waitingWrites.inc({ limit });
      const [budget, at] = [`budgets.${limit}`, new Date(until).toISOString()];
      log.warn({ kind, id, installationId, budget, until: at }, 'an effect waits: its budget is used up');
    },
    onSettled: ({ kind, id }, step, outcome) => log.info({ kind, id, step, ...outcome }, 'effect settled'),
  };
  const sweeping: SweepDuplicates = {
    ...shared,
    onDuplicate: (number, of) => {
      metrics.duplicateIssues.inc();
      log.warn({ number, of }, 'an issue that was opened twice is closed');
    },
  };
  return {
    publish: async (payload) => {
      await publish(publishing, payload);
      await followAfterPublish(storage, payload);
    },
    'sweep-duplicates': (payload) => sweepDuplicates(sweeping, payload),
    'sweep-effects': async () => {
      const swept = await sweepEffects({ storage, clock });
      if (swept > 0) log.warn({ swept }, 'effects that were left behind are published');
    },
  } satisfies Partial<JobHandlers>;
}
