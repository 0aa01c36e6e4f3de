import type { JobHandlers } from '../jobs/contract.ts';
import { summarise } from '../jobs/summary/summarise.ts';
import { wantSummaries } from '../jobs/summary/want-summaries.ts';
import type { JobParts } from './job-parts.ts';

/** How many jobs that failed for good are gone through for a summary. */
const MOST_DEAD_JOBS = 1_000;

/** The jobs of the weekly summary. */
export function summaryHandlers({ storage, jobs, clock, log, configuration }: JobParts) {
  const { github, readOnly: isReadOnly } = configuration;
  const summing = { storage, clock, webUrl: github.webUrl, isReadOnly, deadJobs: () => jobs.dead(MOST_DEAD_JOBS) };
  return {
    'want-summaries': async () => {
      const wanted = await wantSummaries({ storage, clock, isReadOnly });
      if (wanted > 0) log.info({ wanted }, 'weekly summaries are to be written');
    },
    summarise: (payload) => summarise(summing, payload),
  } satisfies Partial<JobHandlers>;
}
