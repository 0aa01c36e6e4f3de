import { z } from 'zod';
import { DeployDocument, Time } from './deploy-document.ts';

/** `whatchanged changed [SERVICE] --json`. */
export const ChangedDocument = z.strictObject({
  service: z.string().nullable().describe('Null for every service.'),
  from: Time,
  to: Time,
  deploys: z.array(DeployDocument).describe('Those that began or went live in this time, newest first.'),
  otherChanges: z
    .array(
      z.strictObject({
        at: Time,
        kind: z.enum(['flag', 'config', 'infrastructure', 'schema']).optional(),
        id: z.string().optional(),
        service: z.string().optional(),
        title: z.string().optional(),
        actor: z.string().optional(),
      }),
    )
    .describe('Changes outside every deploy, newest first.'),
});
export type ChangedDocument = z.infer<typeof ChangedDocument>;
