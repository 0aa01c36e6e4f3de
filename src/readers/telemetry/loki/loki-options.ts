import { z } from 'zod';
import { AddressOption } from '../address-option.ts';

/** Where a Loki is, and how to sign in. */
export const LokiOptions = z.strictObject({
  url: AddressOption.describe(
    'The address before /loki/api/v1, such as http://loki:3100. Credentials have their own keys.',
  ),
  bearerToken: z.string().min(1).optional().describe('Sent as Authorization: Bearer.'),
  basic: z.strictObject({ username: z.string(), password: z.string() }).optional().describe('Basic authentication.'),
  headers: z.record(z.string(), z.string()).optional().describe('More headers, such as those of a proxy.'),
  tenant: z.string().optional().describe('Sent as X-Scope-OrgID.'),
});
export type LokiOptions = z.infer<typeof LokiOptions>;
