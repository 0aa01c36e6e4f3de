import { OperationalError } from '../../../platform/errors.ts';
import { createRedactor } from '../../../platform/redact.ts';
import type { Connection, TelemetryQuery } from '../contract.ts';
import { type LabelledSeries, type PartAnswer, type RangeAnswer, readRange } from '../range/read-range.ts';
import { askDatadog, datadogConfiguration } from './ask-datadog.ts';
import type { DatadogOptions } from './datadog-options.ts';
import { inSteps } from './in-steps.ts';
import { tagLabels } from './read-timeseries.ts';

const POINTS_PER_ASK = 1_500;
const LONGEST_MESSAGE = 300;

/**
 * Reads GET /api/v1/query (docs.datadoghq.com/api/latest/metrics, "Query timeseries points", read 2026-11): the expression of
 * a graph or a monitor as it stands, with the arithmetic and the functions that v2 takes only as formulas of its own.
 */
export function readClassicQuery(
  text: string,
  query: TelemetryQuery,
  connection: Connection<DatadogOptions>,
): Promise<RangeAnswer> {
  return readRange(query, { pointsPerAsk: POINTS_PER_ASK }, async ({ from, to, stepSeconds }): Promise<PartAnswer> => {
    const { MetricsApi } = await import(
      '@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/apis/MetricsApi.js'
    );
    const api = new MetricsApi(await datadogConfiguration(connection));
    // The interval that begins now is not over.
    const end = to === query.to ? to : to + stepSeconds * 1_000;
    const times = { from: Math.floor(from / 1_000), to: Math.ceil(end / 1_000) };
    const answer = await askDatadog(connection, () =>
      api.queryMetrics({ ...times, query: inSteps(text, stepSeconds) }),
    );
    const { apiKey, applicationKey } = connection.options;
    const said = createRedactor([apiKey, applicationKey])(answer?.error || answer?.message || '');
    if (answer?.status === 'error') {
      throw new OperationalError(
        'upstream-failed',
        `Datadog refused the question: ${said.slice(0, LONGEST_MESSAGE) || 'no reason given'}`,
      );
    }
    if (!Array.isArray(answer?.series)) {
      throw new OperationalError('upstream-nonsense', 'Datadog answered without series');
    }
    const { series } = answer;
    const several = new Set(series.map(({ queryIndex }) => queryIndex)).size > 1;
    const coarsest = Math.max(0, ...series.map(({ interval = 0 }) => interval));
    return {
      series: series.map(
        ({ tagSet, queryIndex, pointlist }): LabelledSeries => ({
          labels: { ...tagLabels(tagSet ?? []), ...(several ? { query: String(queryIndex) } : {}) },
          points: (pointlist ?? []).map(([at, value]) => [at / 1_000, value ?? Number.NaN] as const),
        }),
      ),
      notes: [
        ...(said === '' ? [] : [`Datadog remarked: ${said.slice(0, LONGEST_MESSAGE)}`]),
        ...(coarsest > stepSeconds ? [`Datadog answered in steps of ${coarsest} s instead of ${stepSeconds} s`] : []),
      ],
    };
  });
}
