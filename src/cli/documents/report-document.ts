import { z } from 'zod';
import { Time } from './deploy-document.ts';

export const Band = z
  .enum(['strong', 'plausible', 'weak', 'none'])
  .describe('strong: safe to act on; plausible: look here first; weak: one of several; none: no deploy explains it.');
const Probability = z.number().min(0).max(1);

/** The block `<!-- whatchanged:v1 {…} -->` of every incident's issue. Keys are added, never changed. */
export const ReportDocument = z
  .strictObject({
    incident: z.string(),
    service: z.string(),
    environment: z.string(),
    state: z.enum(['open', 'resolved']),
    onset: Time.describe('When the problem began: the median, as likely before as after.'),
    asked: Time.describe('When this verdict was asked for.'),
    resolved: Time.optional(),
    verdict: Band,
    noDeploy: Probability.describe('That no deploy is to blame.'),
    suspects: z
      .array(
        z.strictObject({
          deploy: z.string().nullable(),
          commit: z.string().nullable(),
          pullRequest: z.int().optional(),
          probability: Probability,
        }),
      )
      .max(3)
      .describe('Most probable first.'),
    leadingDeploy: z
      .strictObject({ deploy: z.string(), probability: Probability.describe('The sum over its changes.') })
      .optional()
      .describe(
        'The most probable deploy, where it is not clear which of its changes it was; else the first suspect leads.',
      ),
    lastGood: z.string().optional().describe('The SHA to go back to, where one is suggested.'),
    rootCause: z.string().optional().describe('The SHA that a person confirmed.'),
    rules: z.string().describe('The version of the rules that decided.'),
  })
  .meta({ id: 'Report' });
export type ReportDocument = z.infer<typeof ReportDocument>;
