import { chartUrls } from '../charts/chart-urls.ts';
import type { InstanceConfiguration } from '../config/instance-configuration.ts';
import type { JobHandlers } from '../jobs/contract.ts';
import { investigate } from '../jobs/incidents/investigate.ts';
import { narrate } from '../jobs/incidents/narrate.ts';
import { readReactions } from '../jobs/reactions/read-reactions.ts';
import type { Narrator } from '../narrator/contract.ts';
import { openReactions } from '../readers/repository/open-reactions.ts';
import type { JobParts } from './job-parts.ts';

/** The jobs that investigate incidents, word their summaries, and read what people think of them. */
export async function incidentHandlers(
  { storage, clock, log, access, configuration, connections }: JobParts,
  telemetryWindowMs: number,
) {
  const { budgets, github } = configuration;
  const narrator = await openNarrator(configuration);
  const telling = { storage, clock, webUrl: github.webUrl, ...chartUrls(configuration) };
  const investigating = {
    ...telling,
    connections,
    telemetryWindowMs,
    questions: budgets.questionsPerInvestigation,
    reverts: { mode: configuration.reverts, perDay: budgets.revertDraftsPerDay },
    narrated: narrator !== undefined,
  };
  const narrating = {
    ...telling,
    callsPerDay: budgets.narratorCallsPerDay,
    onSilent: (incident: string, reason: string) =>
      log.info({ incident, reason }, 'the report stays without a summary'),
    ...(narrator === undefined ? {} : { narrator }),
  };
  const reading = { storage, clock, openReactions: openReactions(access) };
  return {
    investigate: (payload) => investigate(investigating, payload),
    narrate: (payload, signal) => narrate(narrating, payload, signal),
    'read-reactions': (payload) => readReactions(reading, payload),
  } satisfies Partial<JobHandlers>;
}

/** The client of a model is loaded only where one is connected. */
async function openNarrator({ narrator }: InstanceConfiguration): Promise<Narrator | undefined> {
  if (narrator === undefined) return undefined;
  const { askModel } = await import('../narrator/ask-model.ts');
  return askModel(narrator);
}
