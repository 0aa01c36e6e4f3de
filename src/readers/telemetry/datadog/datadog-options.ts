import { z } from 'zod';
import { AddressOption } from '../address-option.ts';

/** Datadog's sites (docs.datadoghq.com/getting_started/site, read 2026-11); which one an account is on never changes. */
const SITES = [
  'datadoghq.com',
  'us3.datadoghq.com',
  'us5.datadoghq.com',
  'datadoghq.eu',
  'ap1.datadoghq.com',
  'ap2.datadoghq.com',
  'uk1.datadoghq.com',
  'ddog-gov.com',
  'us2.ddog-gov.com',
] as const;

/** Which Datadog account is read, and with which keys. */
export const DatadogOptions = z.strictObject({
  site: z.enum(SITES).default('datadoghq.com').describe('The site of the account, as in the address bar without app.'),
  url: AddressOption.optional().describe('Another address of the API, such as that of a proxy.'),
  apiKey: z.string().min(1).describe('An API key.'),
  applicationKey: z.string().min(1).describe('An application key of a service account, scoped to the reads in iam/.'),
});
export type DatadogOptions = z.infer<typeof DatadogOptions>;

/** Where the API of the connection is, without a slash at the end. */
export function datadogAddress({ url, site }: DatadogOptions): string {
  return (url ?? `https://api.${site}`).replace(/\/+$/, '');
}
