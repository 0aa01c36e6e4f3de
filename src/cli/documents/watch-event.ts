import { z } from 'zod';
import { DeployDocument, Time } from './deploy-document.ts';
import { IncidentDocument } from './incidents-document.ts';

/** One line of `whatchanged watch --json`. */
export const WatchEvent = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.enum(['deploy-started', 'deploy-live', 'deploy-failed']),
    at: Time,
    deploy: DeployDocument,
  }),
  z.strictObject({
    event: z.enum(['incident-opened', 'verdict-changed', 'incident-resolved']),
    at: Time,
    incident: IncidentDocument,
  }),
]);
export type WatchEvent = z.infer<typeof WatchEvent>;
