import { z } from 'zod';
import { OperationalError } from '../../../platform/errors.ts';
import { readJsonAnswer } from '../../../platform/read-json-answer.ts';
import { AddressOption } from '../address-option.ts';
import type { Connection } from '../contract.ts';
import { credentialHeaders, credentialRedactor } from '../http-credentials.ts';

/** Where a Prometheus or what speaks its API (Mimir, Thanos, VictoriaMetrics, Cortex) is, and how to sign in. */
export const PrometheusOptions = z.strictObject({
  url: AddressOption.describe(
    'The address before /api/v1, such as http://prometheus:9090. Credentials have their own keys.',
  ),
  bearerToken: z.string().min(1).optional().describe('Sent as Authorization: Bearer.'),
  basic: z.strictObject({ username: z.string(), password: z.string() }).optional().describe('Basic authentication.'),
  headers: z.record(z.string(), z.string()).optional().describe('More headers, such as those of a proxy.'),
  tenant: z.string().optional().describe('Sent as X-Scope-OrgID, as Mimir and Cortex want it.'),
});
export type PrometheusOptions = z.infer<typeof PrometheusOptions>;

/** The only paths that are ever asked, and only with GET: Prometheus has no rights of its own to hold us back. */
type ReadOnlyPath = 'query' | 'query_range' | 'series' | 'labels' | 'alerts' | 'rules';

const Answer = z.object({
  status: z.enum(['success', 'error']),
  data: z.unknown().optional(),
  error: z.string().optional(),
  warnings: z.array(z.string()).optional(),
  infos: z.array(z.string()).optional(),
});

const LONGEST_MESSAGE = 300;
const MOST_NOTES = 5;

/**
 * Asks one of the read-only paths (prometheus.io/docs/prometheus/latest/querying/api, read 2026-11) and gives its data
 * with what the server remarked. Throws OperationalError; the server's own message is in it, without any secret.
 */
export async function askPrometheus(
  { options, http, signal }: Connection<PrometheusOptions>,
  path: ReadOnlyPath,
  parameters: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<{ readonly data: unknown; readonly notes: readonly string[] }> {
  const url = new URL(`${options.url.replace(/\/+$/, '')}/api/v1/${path}`);
  url.search = new URLSearchParams(parameters).toString();
  const answer = await http.request({
    method: 'GET',
    url,
    headers: credentialHeaders(options),
    accept: [400, 422],
    timeoutMs,
    signal,
  });
  const parsed = Answer.safeParse(readJsonAnswer(answer, 'Prometheus'));
  if (!parsed.success) {
    throw new OperationalError('upstream-nonsense', 'Prometheus answered with JSON that is not of its API', {
      status: answer.status,
    });
  }
  const redact = credentialRedactor(options);
  const { status, data, error, warnings = [], infos = [] } = parsed.data;
  if (status === 'error') {
    const said = redact(error ?? 'no reason given').slice(0, LONGEST_MESSAGE);
    throw new OperationalError('upstream-failed', `Prometheus refused the question: ${said}`, {
      status: answer.status,
    });
  }
  const notes = [...warnings, ...infos].slice(0, MOST_NOTES);
  return { data, notes: notes.map((note) => `Prometheus remarked: ${redact(note).slice(0, LONGEST_MESSAGE)}`) };
}
