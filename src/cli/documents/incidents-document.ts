import { z } from 'zod';
import { Time } from './deploy-document.ts';
import { Band } from './report-document.ts';

export const IncidentDocument = z
  .strictObject({
    id: z.string(),
    installation: z.int(),
    repository: z.string(),
    service: z.string(),
    environment: z.string(),
    state: z.enum(['open', 'resolved']),
    openedAt: Time,
    resolvedAt: Time.optional(),
    lastSignalAt: Time,
    headline: z.string().optional().describe("The issue's title; absent while no verdict is there."),
    issue: z.int().optional().describe('The number of the issue; absent until it is open.'),
    url: z.string().optional(),
    verdict: z
      .strictObject({
        band: Band,
        suspect: z.string().nullable().describe('`#12`, a SHA or a deploy; null where none is named.'),
        probability: z.number().min(0).max(1).describe('Of that suspect; of "no deploy" where none is named.'),
      })
      .optional(),
  })
  .meta({ id: 'Incident' });
export type IncidentDocument = z.infer<typeof IncidentDocument>;

/** `whatchanged incidents --json`. */
export const IncidentsDocument = z.strictObject({
  incidents: z.array(IncidentDocument).describe('Newest first.'),
});
export type IncidentsDocument = z.infer<typeof IncidentsDocument>;
