import { z } from 'zod';
import { OperationalError } from '../../../platform/errors.ts';
import { readJsonAnswer } from '../../../platform/read-json-answer.ts';
import type { Connection } from '../contract.ts';
import { credentialHeaders, credentialRedactor } from '../http-credentials.ts';
import type { LokiOptions } from './loki-options.ts';

const Answer = z.object({
  status: z.string(),
  data: z.object({ resultType: z.enum(['streams', 'matrix', 'vector']), result: z.array(z.unknown()) }),
  warnings: z.array(z.string()).optional(),
});

const TIMEOUT_MS = 12_000;
const LONGEST_MESSAGE = 300;

/** The answer of a range query: the data as Loki wrote it, and what it remarked. */
export interface LokiAnswer {
  readonly data: z.infer<typeof Answer>['data'];
  readonly notes: readonly string[];
}

/**
 * Asks GET /loki/api/v1/query_range, the only path that is ever asked (grafana.com/docs/loki/latest/reference/loki-http-api,
 * read 2026-11). Loki refuses in plain text, with 400 for a query and 422 for a limit. Throws OperationalError.
 */
export async function askLoki(
  { options, http, signal }: Connection<LokiOptions>,
  parameters: Readonly<Record<string, string>>,
): Promise<LokiAnswer> {
  const url = new URL(`${options.url.replace(/\/+$/, '')}/loki/api/v1/query_range`);
  url.search = new URLSearchParams(parameters).toString();
  const answer = await http.request({
    method: 'GET',
    url,
    headers: credentialHeaders(options),
    accept: [400, 422],
    timeoutMs: TIMEOUT_MS,
    signal,
  });
  const redact = credentialRedactor(options);
  if (answer.status >= 400) {
    const said = redact(answer.text.trim() || 'no reason given').slice(0, LONGEST_MESSAGE);
    throw new OperationalError('upstream-failed', `Loki refused the question: ${said}`, { status: answer.status });
  }
  const parsed = Answer.safeParse(readJsonAnswer(answer, 'Loki'));
  if (!parsed.success || parsed.data.status !== 'success') {
    throw new OperationalError('upstream-nonsense', 'Loki answered with JSON that is not of its API');
  }
  const { data, warnings = [] } = parsed.data;
  return { data, notes: warnings.map((text) => `Loki remarked: ${redact(text).slice(0, LONGEST_MESSAGE)}`) };
}
