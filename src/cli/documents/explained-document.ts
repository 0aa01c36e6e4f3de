import { z } from 'zod';
import { Time } from './deploy-document.ts';
import { Band, ReportDocument } from './report-document.ts';

const EvidenceDocument = z.strictObject({
  id: z.string().describe('E1, E2, … as the report numbers it.'),
  clue: z.string(),
  weight: z.number().describe('Natural logarithm of a likelihood ratio: plus speaks for, minus against.'),
  says: z.string(),
});

/** `whatchanged explain ID --json` and `whatchanged investigate SERVICE --at TIME --json`. */
export const ExplainedDocument = z.strictObject({
  title: z.string(),
  lead: z.array(z.string()).describe('The first lines of the report, as text.'),
  report: ReportDocument,
  issue: z.strictObject({ number: z.int(), url: z.string().optional() }).optional(),
  suspects: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string().optional(),
      author: z.string().optional(),
      deploy: z.string().nullable(),
      commit: z.string().nullable(),
      probability: z.number(),
      evidence: z.array(EvidenceDocument),
    }),
  ),
  nothing: z.strictObject({ probability: z.number(), evidence: z.array(EvidenceDocument) }),
  notChecked: z.array(z.strictObject({ what: z.string(), why: z.string() })),
  rounds: z.array(z.strictObject({ at: Time, band: Band })).describe('Earlier rounds of this investigation.'),
});
export type ExplainedDocument = z.infer<typeof ExplainedDocument>;
