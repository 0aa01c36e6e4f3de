import type { JobHandlers } from '../jobs/contract.ts';
import { backfill } from '../jobs/deploys/backfill.ts';
import { resolveRange } from '../jobs/deploys/resolve-range.ts';
import { refreshConfiguration } from '../jobs/repositories/refresh-configuration.ts';
import { openHistory } from '../readers/repository/open-history.ts';
import { openRepository } from '../readers/repository/open-repository.ts';
import type { JobParts } from './job-parts.ts';

/** The jobs that ask repositories: for ranges of deploys, for their configuration, and for their history. */
export function repositoryHandlers({ storage, clock, log, access }: JobParts) {
  const asking = { storage, openRepository: openRepository(access) };
  const filling = {
    storage,
    openHistory: openHistory(access),
    clock,
    onProgress: (repositoryId: number, progress: object) =>
      log.info({ repositoryId, ...progress }, 'history filled in'),
  };
  return {
    'resolve-range': (payload) => resolveRange(asking, payload),
    'refresh-configuration': (payload) => refreshConfiguration(asking, payload),
    backfill: (payload) => backfill(filling, payload),
  } satisfies Partial<JobHandlers>;
}
