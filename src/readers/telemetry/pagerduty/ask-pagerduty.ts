import { z } from 'zod';
import { OperationalError } from '../../../platform/errors.ts';
import { readJsonAnswer } from '../../../platform/read-json-answer.ts';
import { createRedactor } from '../../../platform/redact.ts';
import { AddressOption } from '../address-option.ts';
import type { Connection } from '../contract.ts';

/** Which account of PagerDuty is read, and with which token. */
export const PagerDutyOptions = z.strictObject({
  url: AddressOption.default('https://api.pagerduty.com').describe(
    'The address of the API; https://api.eu.pagerduty.com for an account in the EU.',
  ),
  token: z.string().min(1).describe('A read-only key of the REST API.'),
});
export type PagerDutyOptions = z.infer<typeof PagerDutyOptions>;

/** The only paths that are ever asked, and only with GET (developer.pagerduty.com/api-reference, read 2026-11). */
export const PAGERDUTY_READS = [
  /^incidents\/[A-Z0-9]{1,40}\/alerts$/,
  /^services\/[A-Z0-9]{1,40}\/change_events$/,
] as const;

const TIMEOUT_MS = 12_000;
const LONGEST_MESSAGE = 300;
/** On a 429: seconds until the limit is over (developer.pagerduty.com/docs/rest-api-rate-limits). */
const WAIT_HEADER = 'ratelimit-reset';
/** PagerDuty tells its reasons in the body of these. */
const ANSWERED = [400, 403, 404];
const Refusal = z.object({
  error: z.union([z.string(), z.object({ message: z.string().optional(), errors: z.array(z.string()).optional() })]),
});

/** Asks one of the read-only paths and gives its JSON. Throws OperationalError. */
export async function askPagerDuty(
  { options, http, signal }: Connection<PagerDutyOptions>,
  path: string,
  parameters: Readonly<Record<string, string>>,
): Promise<unknown> {
  if (!PAGERDUTY_READS.some((read) => read.test(path))) {
    throw new OperationalError('guard-denied', `${path} of PagerDuty is not on the list of reads`);
  }
  const url = new URL(`${options.url.replace(/\/+$/, '')}/${path}`);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const answer = await http.request({
    method: 'GET',
    url,
    headers: {
      accept: 'application/vnd.pagerduty+json;version=2',
      authorization: `Token token=${options.token}`,
    },
    accept: ANSWERED,
    waitHeader: WAIT_HEADER,
    timeoutMs: TIMEOUT_MS,
    signal,
  });
  const json = readJsonAnswer(answer, 'PagerDuty');
  if (answer.status < 300) return json;
  const { data } = Refusal.safeParse(json);
  const told = typeof data?.error === 'string' ? [data.error] : [data?.error.message, ...(data?.error.errors ?? [])];
  const said = told.filter((one) => one !== undefined).join(': ') || 'no reason given';
  const shown = createRedactor([options.token])(said).slice(0, LONGEST_MESSAGE);
  throw new OperationalError('upstream-failed', `PagerDuty refused the question: ${shown}`, { status: answer.status });
}
