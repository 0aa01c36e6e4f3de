import { z } from 'zod';
import { OperationalError } from '../../platform/errors.ts';
import { readJsonAnswer } from '../../platform/read-json-answer.ts';
import { AddressOption } from './address-option.ts';
import { defineTelemetryReader } from './contract.ts';
import { credentialHeaders, credentialRedactor } from './http-credentials.ts';
import { type PartAnswer, readRange } from './range/read-range.ts';
import { type LabelNames, toCaseSeries } from './range/to-case-series.ts';

const Options = z.strictObject({
  url: AddressOption.describe('The address under which every path is asked, such as https://status.acme.internal.'),
  bearerToken: z.string().min(1).optional().describe('Sent as Authorization: Bearer.'),
  basic: z.strictObject({ username: z.string(), password: z.string() }).optional().describe('Basic authentication.'),
  headers: z.record(z.string(), z.string()).optional().describe('More headers, such as those of a proxy.'),
});

/** `/path` or `/path#/json/pointer` (RFC 6901); nothing in it can lead to another host or out of the address. */
const QUESTION = /^(\/[\w./~-]{0,500})(\?[\w.~=&%+-]{0,500})?(?:#(\/[^\s]{0,500}))?$/;
const Labels = z.record(z.string(), z.string());
const Numbers = z.object({
  series: z.array(
    z.object({ labels: Labels.default({}), points: z.array(z.tuple([z.number(), z.number().nullable()])) }),
  ),
  notes: z.array(z.string()).default([]),
});
const Refusal = z.object({ error: z.string() });

const NAMES: LabelNames = { service: ['service'], version: ['version'], instance: ['instance'], peer: ['peer'] };
const POINTS_PER_ASK = 10_000;
const TIMEOUT_MS = 8_000;
const LONGEST_MESSAGE = 300;

export const httpJson = defineTelemetryReader({
  id: 'http-json',
  name: 'JSON over HTTP',
  docs: 'https://www.rfc-editor.org/rfc/rfc6901',
  setup: `For numbers that only a service of your own knows, such as the length of a queue on a status page:

\`\`\`yaml
telemetry:
  - id: status
    reader: http-json
    options:
      url: https://status.acme.internal
\`\`\`

A query is a path with a JSON pointer to a number, such as \`/health.json#/queues/orders/depth\`; its value is the one of now,
and of a list \`length\` is one too.
Without a pointer the answer is \`{"series": [{"labels": {"version": "v2"}, "points": [[1795604400, 7]]}]}\`, for which \`from\`, \`to\`
(unix seconds) and \`step\` are sent along. Only GETs are sent, to this address and no other.`,
  options: Options,
  async read(query, connection) {
    const { options, http, now, signal } = connection;
    const [, path, search = '', pointer] = QUESTION.exec(query.query) ?? [];
    if (path === undefined || path.split('/').includes('..')) {
      throw new OperationalError(
        'configuration-invalid',
        'the query is not a path with a JSON pointer: /health.json#/queue/depth',
      );
    }
    const redact = credentialRedactor(options);
    const range = await readRange(query, { pointsPerAsk: POINTS_PER_ASK }, async (part): Promise<PartAnswer> => {
      const url = new URL(`${options.url.replace(/\/+$/, '')}${path}${search}`);
      if (pointer === undefined) {
        url.searchParams.set('from', String(part.from / 1_000));
        url.searchParams.set('to', String(part.to / 1_000));
        url.searchParams.set('step', String(part.stepSeconds));
      }
      const headers = credentialHeaders(options);
      const answer = await http.request({
        method: 'GET',
        url,
        headers,
        accept: [400, 422],
        timeoutMs: TIMEOUT_MS,
        signal,
      });
      const json = readJsonAnswer(answer, 'The address');
      if (answer.status >= 400) {
        const said = redact(Refusal.safeParse(json).data?.error ?? 'no reason given').slice(0, LONGEST_MESSAGE);
        throw new OperationalError('upstream-failed', `The address refused the question: ${said}`, {
          status: answer.status,
        });
      }
      if (pointer !== undefined) {
        return { series: [{ labels: {}, points: [[Math.floor(now / 1_000), numberAt(json, pointer)]] }], notes: [] };
      }
      const parsed = Numbers.safeParse(json);
      if (!parsed.success) throw new OperationalError('upstream-nonsense', 'The address answered without series');
      const series = parsed.data.series.map(({ labels, points }) => ({
        labels,
        points: points.map(([at, value]): [number, number] => [at, value ?? Number.NaN]),
      }));
      return {
        series,
        notes: parsed.data.notes.map((note) => `The address remarked: ${redact(note).slice(0, LONGEST_MESSAGE)}`),
      };
    });
    return toCaseSeries(range, query, NAMES, 'start');
  },
});

/** The number under a JSON pointer. Throws `upstream-nonsense` where there is none. */
function numberAt(json: unknown, pointer: string): number {
  let value = json;
  for (const part of pointer.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const holds = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    value = holds ? (value as Record<string, unknown>)[key] : undefined;
  }
  if (typeof value === 'number') return value;
  throw new OperationalError('upstream-nonsense', 'The answer has no number under the JSON pointer');
}
