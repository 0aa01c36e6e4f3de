import { z } from 'zod';
import { OperationalError } from '../../../platform/errors.ts';
import type { HttpAnswer } from '../../../platform/http-client.ts';
import { readJsonAnswer } from '../../../platform/read-json-answer.ts';
import { createRedactor } from '../../../platform/redact.ts';
import { AddressOption } from '../address-option.ts';
import type { Connection } from '../contract.ts';

const Slug = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,99}$/, 'is not a slug');

/** Which organisation of Sentry is read. */
export const SentryOptions = z.strictObject({
  url: AddressOption.default('https://sentry.io').describe('The address of Sentry, such as https://de.sentry.io.'),
  organization: Slug.describe('The slug of the organisation.'),
  projects: z.array(Slug).max(50).optional().describe('The slugs of the projects; all when left out.'),
  token: z.string().min(1).describe('A token of an internal integration with event:read, project:read and org:read.'),
});
export type SentryOptions = z.infer<typeof SentryOptions>;

/**
 * The only paths under /api/0/organizations/{organization}/ that are ever asked, and only with GET
 * (docs.sentry.io/api, read 2026-11).
 */
export const SENTRY_READS = [
  /^events-timeseries\/$/,
  /^issues\/$/,
  /^issues\/\d+\/events\/(latest|recommended)\/$/,
  /^releases\/$/,
] as const;

const TIMEOUT_MS = 12_000;
const LONGEST_MESSAGE = 300;
const Refusal = z.object({ detail: z.union([z.string(), z.object({ message: z.string() })]) });

/** Asks one of the read-only paths and gives its JSON with the headers, for pages. Throws OperationalError. */
export async function askSentry(
  { options, http, signal }: Connection<SentryOptions>,
  path: string,
  parameters: readonly (readonly [string, string])[],
): Promise<{ readonly json: unknown; readonly answer: HttpAnswer }> {
  if (!SENTRY_READS.some((read) => read.test(path))) {
    throw new OperationalError('guard-denied', `${path} of Sentry is not on the list of reads`);
  }
  const url = new URL(`${options.url.replace(/\/+$/, '')}/api/0/organizations/${options.organization}/${path}`);
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  const answer = await http.request({
    method: 'GET',
    url,
    headers: { accept: 'application/json', authorization: `Bearer ${options.token}` },
    accept: [400],
    timeoutMs: TIMEOUT_MS,
    signal,
  });
  const json = readJsonAnswer(answer, 'Sentry');
  if (answer.status === 400) {
    const { data } = Refusal.safeParse(json);
    const detail = typeof data?.detail === 'string' ? data.detail : data?.detail.message;
    const said = createRedactor([options.token])(detail ?? 'no reason given').slice(0, LONGEST_MESSAGE);
    throw new OperationalError('upstream-failed', `Sentry refused the question: ${said}`, { status: 400 });
  }
  return { json, answer };
}

/** The cursor of the next page, as Sentry's Link header tells it, where there is one with results. */
export function nextCursor({ headers }: HttpAnswer): string | undefined {
  const next = (headers.get('link') ?? '')
    .split(',')
    .find((link) => /rel="next"/.test(link) && /results="true"/.test(link));
  return /cursor="([\w:-]{1,100})"/.exec(next ?? '')?.[1];
}
