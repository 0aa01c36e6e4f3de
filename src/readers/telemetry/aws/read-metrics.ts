import type { CloudWatchClient, GetMetricDataCommandOutput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { OperationalError } from '../../../platform/errors.ts';
import type { Connection, TelemetryQuery } from '../contract.ts';
import { type LabelledSeries, type RangeAnswer, type RangePart, readRange } from '../range/read-range.ts';
import { askAws } from './aws-failure.ts';
import type { AwsOptions } from './aws-options.ts';
import { answeredLabels, dynamicLabel } from './metric-labels.ts';
import { type MetricQuery, metricBatches, metricQueries } from './metric-queries.ts';

const POINTS_PER_ASK = 10_000;
const MOST_PAGES = 20;
const MINUTE_SECONDS = 60;

/**
 * Reads GetMetricData (AWS API reference, read 2026-11): batches of at most 500 queries, all pages, and what is partial
 * told. A step is at least a minute and whole minutes long, since most metrics have no finer period.
 */
export function readMetrics(
  query: TelemetryQuery,
  client: CloudWatchClient,
  connection: Connection<AwsOptions>,
): Promise<RangeAnswer> {
  const batches = metricBatches(metricQueries(query.query));
  const step = (seconds: number) => Math.ceil(seconds / MINUTE_SECONDS) * MINUTE_SECONDS;
  return readRange(query, { pointsPerAsk: POINTS_PER_ASK, step }, async (part) => {
    const answers = [];
    for (const batch of batches) answers.push(await readBatch(batch, part, query, client, connection));
    return { series: answers.flatMap(({ series }) => series), notes: answers.flatMap(({ notes }) => notes) };
  });
}

async function readBatch(
  batch: readonly MetricQuery[],
  part: RangePart,
  { to }: TelemetryQuery,
  client: CloudWatchClient,
  { options, signal, bill }: Connection<AwsOptions>,
) {
  const { GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const series: LabelledSeries[] = [];
  const notes = new Set<string>();
  const tokens = new Set<string>();
  const last = new Map<string, string>();
  let NextToken: string | undefined;
  do {
    const command = new GetMetricDataCommand({
      MetricDataQueries: batch.map((query) => asked(query, part.stepSeconds)),
      StartTime: new Date(part.from),
      // The end does not belong to it, and the period that begins now is not over.
      EndTime: new Date(part.to === to ? to : part.to + part.stepSeconds * 1_000),
      ScanBy: 'TimestampAscending',
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    const answer = await askAws(options, 'CloudWatch', signal, () => client.send(command, { abortSignal: signal }));
    const results = resultsOf(answer);
    // Each metric of a request is billed, and each that a search in it found.
    const asMetrics = batch.filter(({ MetricStat }) => MetricStat !== undefined).length;
    bill?.({ what: 'cloudwatch-metrics', amount: Math.max(asMetrics, results.length) });
    for (const one of results) {
      const query = batch.find(({ Id }) => Id === one.Id);
      const labels = answeredLabels(query, one.Label);
      const returning = batch.filter(({ ReturnData }) => ReturnData !== false).length;
      series.push({ labels: returning > 1 ? { ...labels, id: one.Id } : labels, points: one.points });
      last.set(JSON.stringify([one.Id, one.Label]), one.StatusCode);
      for (const message of one.messages) notes.add(message);
    }
    for (const message of messagesOf(answer.Messages)) notes.add(message);
    NextToken = answer.NextToken;
    if (NextToken !== undefined && (tokens.has(NextToken) || tokens.size + 1 >= MOST_PAGES)) {
      notes.add(`only ${tokens.size + 1} pages of the answer were read`);
      break;
    }
    if (NextToken !== undefined) tokens.add(NextToken);
  } while (NextToken !== undefined);
  // A page may be partial because more follow; only how the last one of a series ended says that something is missing.
  for (const [key, status] of last) {
    if (status !== 'Complete') notes.add(`CloudWatch answered ${status} for ${String(JSON.parse(key)[0])}`);
  }
  return { series, notes: [...notes] };
}

function asked(query: MetricQuery, stepSeconds: number): MetricDataQuery {
  const { MetricStat, Period: _asWritten, ...rest } = query;
  const label = dynamicLabel(query);
  return {
    ...rest,
    ...(label === undefined ? {} : { Label: label }),
    ...(MetricStat === undefined
      ? { Period: stepSeconds }
      : { MetricStat: { ...MetricStat, Period: stepSeconds } as NonNullable<MetricDataQuery['MetricStat']> }),
  } as MetricDataQuery;
}

function resultsOf({ MetricDataResults }: GetMetricDataCommandOutput) {
  if (!Array.isArray(MetricDataResults)) {
    throw new OperationalError('upstream-nonsense', 'CloudWatch answered without MetricDataResults');
  }
  return MetricDataResults.map(
    ({ Id = '', Label, Timestamps = [], Values = [], StatusCode = 'Complete', Messages }) => ({
      Id,
      Label,
      StatusCode: String(StatusCode),
      messages: messagesOf(Messages),
      points: Timestamps.map((at, index): [number, number] => [at.getTime() / 1_000, Values[index] ?? Number.NaN]),
    }),
  );
}

function messagesOf(messages: GetMetricDataCommandOutput['Messages']): readonly string[] {
  return (messages ?? []).map(({ Code, Value }) =>
    `CloudWatch remarked: ${Code ?? ''} ${Value ?? ''}`.trim().slice(0, 300),
  );
}
