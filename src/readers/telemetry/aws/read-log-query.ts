import { setTimeout as pause } from 'node:timers/promises';
import type { CloudWatchLogsClient, GetQueryResultsCommandOutput, ResultField } from '@aws-sdk/client-cloudwatch-logs';
import { z } from 'zod';
import type { LogRow } from '../../../investigation/case.ts';
import { OperationalError } from '../../../platform/errors.ts';
import { jsonOf } from '../../../platform/json-of.ts';
import type { Connection, TelemetryAnswer, TelemetryQuery } from '../contract.ts';
import { cutMessage } from '../range/log-limits.ts';
import { type LabelNames, toCaseSeries } from '../range/to-case-series.ts';
import { askAws } from './aws-failure.ts';
import type { AwsOptions } from './aws-options.ts';

const Question = z.strictObject({
  search: z.string().min(1).max(10_000),
  service: z.string().max(200).optional(),
  groups: z.array(z.string().min(1).max(512)).min(1).max(50).optional(),
});

const NAME = 'CloudWatch Logs';
const MOST_ROWS = 2_000;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 2_000;
const PATIENCE_MS = 15_000;
const STOP_PATIENCE_MS = 2_000;
const BIN = /^bin\(|^@t$/;
const NAMES: LabelNames = {
  service: ['service', 'service_name'],
  version: ['version', 'service_version'],
  instance: ['instance', '@logStream'],
  peer: ['peer'],
};

/**
 * Runs a query of Logs Insights: StartQuery, then GetQueryResults until it is over (CloudWatch Logs API reference, read
 * 2026-11). A query that takes too long is stopped, since it costs by what it scans. Rows with a `bin(…)` are series.
 */
export async function readLogQuery(
  query: TelemetryQuery,
  logGroups: readonly string[],
  client: CloudWatchLogsClient,
  { options, signal, bill }: Connection<AwsOptions>,
): Promise<TelemetryAnswer> {
  const sdk = await import('@aws-sdk/client-cloudwatch-logs');
  const { search, service = query.as.service, groups } = questionOf(query.query);
  const logGroupNames = groups ?? logGroups.map((group) => group.replaceAll('{service}', service));
  if (logGroupNames.length === 0) {
    throw new OperationalError('configuration-invalid', `${NAME} has no log groups to search: give logGroups`);
  }
  const start = new sdk.StartQueryCommand({
    logGroupNames: [...logGroupNames],
    queryString: search,
    startTime: Math.floor(query.from / 1_000),
    endTime: Math.ceil(query.to / 1_000),
    limit: MOST_ROWS,
  });
  const { queryId } = await askAws(options, NAME, signal, () => client.send(start));
  if (queryId === undefined) throw new OperationalError('upstream-nonsense', `${NAME} started a query without an id`);
  let scanned = 0;
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      const results = new sdk.GetQueryResultsCommand({ queryId });
      const answer = await askAws(options, NAME, patience, () => client.send(results, { abortSignal: patience }));
      scanned = answer.statistics?.bytesScanned ?? scanned;
      if (answer.status === undefined) {
        throw new OperationalError('upstream-nonsense', `${NAME} answered without the state of the query`);
      }
      if (answer.status !== 'Scheduled' && answer.status !== 'Running') return answerOf(answer, query, service);
      await pause(wait, undefined, { signal: patience });
    }
  } catch (error) {
    if (!patience.aborted) throw error;
    await client
      .send(new sdk.StopQueryCommand({ queryId }), { abortSignal: AbortSignal.timeout(STOP_PATIENCE_MS) })
      .catch(() => undefined);
    throw new OperationalError('upstream-timeout', `${NAME} did not finish the query in time; it was stopped`, {
      retryable: true,
      cause: error,
    });
  } finally {
    if (scanned > 0) bill?.({ what: 'logs-insights-bytes', amount: scanned });
  }
}

function answerOf(answer: GetQueryResultsCommandOutput, query: TelemetryQuery, service: string): TelemetryAnswer {
  const { status, results } = answer;
  if (!Array.isArray(results)) throw new OperationalError('upstream-nonsense', `${NAME} answered without results`);
  if (status === 'Failed' || status === 'Cancelled') {
    throw new OperationalError('upstream-failed', `${NAME} ended the query as ${status}`);
  }
  const partial = status === 'Complete' ? [] : [`${NAME} ended the query as ${status}`];
  if (results.length >= MOST_ROWS) partial.push(`only the first ${results.length} rows were read`);
  const rows = results.map((row) => row.filter(({ field }) => field !== '@ptr'));
  if (rows[0]?.some(({ field }) => BIN.test(field ?? ''))) return seriesOf(rows, query, partial);
  return { series: [], logs: rows.flatMap((row) => lineOf(row, service) ?? []), partial };
}

function lineOf(row: readonly ResultField[], service: string): LogRow | undefined {
  const fields = new Map(row.map(({ field = '', value = '' }) => [field, value] as const));
  const at = timeOf(fields.get('@timestamp'));
  const message = fields.get('@message');
  if (at === undefined || message === undefined) return undefined;
  const level = fields.get('level') ?? fields.get('@level');
  const named = fields.get('service');
  return {
    at,
    service: named || service,
    ...(level ? { level } : {}),
    message: cutMessage(message.trimEnd()),
  };
}

/** Every column of numbers is a series of its own, in which an empty cell is a gap; the other columns tell series apart. */
function seriesOf(
  rows: readonly (readonly ResultField[])[],
  query: TelemetryQuery,
  partial: readonly string[],
): TelemetryAnswer {
  const cells = rows.map((row) => row.filter(({ field }) => !BIN.test(field ?? '')));
  const texts = new Set(
    cells.flat().flatMap(({ field = '', value = '' }) => (value === '' || isNumber(value) ? [] : [field])),
  );
  const measured = new Set(
    cells.flat().flatMap(({ field = '', value = '' }) => (isNumber(value) && !texts.has(field) ? [field] : [])),
  );
  const points = rows.flatMap((row, index) => {
    const at = timeOf(row.find(({ field }) => BIN.test(field ?? ''))?.value);
    if (at === undefined) return [];
    const fields = (cells[index] ?? []).map(({ field = '', value = '' }) => [field, value] as const);
    const labels = fields.filter(([field]) => !measured.has(field));
    const numbers = fields.filter(([field, value]) => measured.has(field) && value !== '');
    return numbers.map(([field, value]) => ({
      labels: Object.fromEntries(measured.size > 1 ? [...labels, ['value', field]] : labels),
      point: [at / 1_000, Number(value)] as const,
    }));
  });
  const series = [...Map.groupBy(points, ({ labels }) => JSON.stringify(labels)).values()].map((group) => ({
    labels: group[0]?.labels ?? {},
    points: group.map(({ point }) => point).sort(([a], [b]) => a - b),
  }));
  return toCaseSeries({ series, stepSeconds: query.stepSeconds, partial }, query, NAMES, 'start');
}

function isNumber(value: string): boolean {
  return value !== '' && Number.isFinite(Number(value));
}

/** Logs Insights writes UTC without a zone: 2026-11-25 02:59:10.123. */
function timeOf(text: string | undefined): number | undefined {
  const at = Date.parse(`${(text ?? '').replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? undefined : at;
}

function questionOf(text: string): z.infer<typeof Question> {
  const plain = text.trimStart().startsWith('{') ? undefined : { search: text };
  const parsed = Question.safeParse(plain ?? jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new OperationalError(
    'configuration-invalid',
    'the query is neither one of Logs Insights nor {"search", "groups"}',
  );
}
