import { z } from 'zod';
import { Time } from './deploy-document.ts';

const State = z.enum(['pending', 'done', 'ignored', 'unmapped', 'dead']);
const Standing = z.strictObject({ state: State, reason: z.string().optional() });

/** A stored delivery without its bytes. */
export const DeliveryDocument = z.strictObject({
  installation: z.int().describe("0 for GitHub's own: theirs is only known once read."),
  id: z.string(),
  endpoint: z.string().describe('github, or the id of the endpoint; `deploy:` before that of a deploy endpoint.'),
  source: z.string(),
  receivedAt: Time,
  ...Standing.shape,
});
export type DeliveryDocument = z.infer<typeof DeliveryDocument>;

/** `whatchanged replay-deliveries --json`. */
export const ReplayedDocument = z.strictObject({
  replayed: z.boolean().describe('False with --dry-run: nothing was touched.'),
  deliveries: z
    .array(DeliveryDocument.extend({ was: Standing.describe('How it had ended before.') }))
    .describe('Oldest first, each as it stood when the command ended.'),
  jobs: z
    .array(z.strictObject({ id: z.string(), name: z.string(), reason: z.string(), failedAt: Time }))
    .describe('Other jobs that failed for good and run again; only with --jobs.'),
});
export type ReplayedDocument = z.infer<typeof ReplayedDocument>;
