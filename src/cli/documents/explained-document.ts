import { z } from 'zod';
import { Time } from './deploy-document.ts';
import { Band, ReportDocument } from './report-document.ts';

const EvidenceDocument = z.strictObject({
  id: z.string().describe('E1, E2, … as the report numbers it.'),
  clue: z.string(),
  weight: z.number().describe('Natural logarithm of a likelihood ratio: plus speaks for, minus against.'),
  says: z.string(),
});

const ThumbsDocument = z.strictObject({ up: z.int(), down: z.int() });

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
  said: z
    .array(
      z.strictObject({
        label: z.enum(['it-was', 'not-it']),
        about: z.string().describe('The change as the report names it, or "no change".'),
        deploy: z.string().nullable(),
        commit: z.string().nullable(),
        source: z.enum(['command', 'merged-revert', 'reaction']),
        at: Time,
        by: z.string().optional(),
      }),
    )
    .describe('What people said of the changes: the labels that `backtest` measures by.')
    .optional(),
  thumbs: z
    .strictObject({
      readAt: Time,
      counted: ThumbsDocument.describe('Of people who may write, on a report that named one change: behind a label.'),
      others: ThumbsDocument.describe('Of everybody else, and on a report that named several: behind none.'),
    })
    .describe('The thumbs on the issue and on our comment on the pull request, when they were last read.')
    .optional(),
});
export type ExplainedDocument = z.infer<typeof ExplainedDocument>;
