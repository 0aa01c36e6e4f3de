import { z } from 'zod';
import { DeployDocument, Time } from './deploy-document.ts';

/** `whatchanged live SERVICE --json`. */
export const LiveDocument = z.strictObject({
  service: z.string(),
  at: Time,
  environments: z.array(
    z.strictObject({
      installation: z.int(),
      repository: z.string(),
      environment: z.string(),
      live: DeployDocument.nullable().describe('What was live then; null where nothing is on record.'),
      rollingOut: z.array(DeployDocument).describe('What was on its way then.'),
    }),
  ),
});
export type LiveDocument = z.infer<typeof LiveDocument>;
