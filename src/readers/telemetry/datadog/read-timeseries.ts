import type { TimeseriesFormulaQueryRequest } from '@datadog/datadog-api-client/dist/packages/datadog-api-client-v2/models/TimeseriesFormulaQueryRequest.js';
import type { TimeseriesQuery } from '@datadog/datadog-api-client/dist/packages/datadog-api-client-v2/models/TimeseriesQuery.js';
import { OperationalError } from '../../../platform/errors.ts';
import type { Connection, TelemetryQuery } from '../contract.ts';
import { type LabelledSeries, type PartAnswer, type RangeAnswer, readRange } from '../range/read-range.ts';
import { askDatadog, datadogConfiguration } from './ask-datadog.ts';
import type { DatadogOptions } from './datadog-options.ts';
import type { DataQuery } from './datadog-question.ts';

const POINTS_PER_ASK = 1_500;

/** Reads POST /api/v2/query/timeseries (docs.datadoghq.com/api/latest/metrics, read 2026-11) in our own steps. */
export async function readTimeseries(
  queries: readonly DataQuery[],
  formulas: readonly { readonly formula: string }[] | undefined,
  query: TelemetryQuery,
  connection: Connection<DatadogOptions>,
): Promise<RangeAnswer> {
  const { MetricsApi } = await import(
    '@datadog/datadog-api-client/dist/packages/datadog-api-client-v2/apis/MetricsApi.js'
  );
  const api = new MetricsApi(await datadogConfiguration(connection));
  return readRange(query, { pointsPerAsk: POINTS_PER_ASK }, async ({ from, to, stepSeconds }): Promise<PartAnswer> => {
    const intervalMs = stepSeconds * 1_000;
    const body: TimeseriesFormulaQueryRequest = {
      data: {
        type: 'timeseries_request',
        attributes: {
          from,
          // The interval that begins now is not over.
          to: to === query.to ? to : to + intervalMs,
          interval: intervalMs,
          queries: queries.map(written),
          ...(formulas === undefined ? {} : { formulas: formulas.map(({ formula }) => ({ formula })) }),
        },
      },
    };
    const answer = await askDatadog(connection, () => api.queryTimeseriesData({ body }));
    const attributes = answer?.data?.attributes;
    if (attributes === undefined || !Array.isArray(attributes.series)) {
      throw new OperationalError('upstream-nonsense', 'Datadog answered without series');
    }
    const { series, times = [], values = [] } = attributes;
    return {
      series: series.map(
        ({ groupTags }, index): LabelledSeries => ({
          labels: tagLabels(groupTags ?? []),
          points: times.map((at, n) => [at / 1_000, numberAt(values[index], n)] as const),
        }),
      ),
      notes: answer.errors ? [`Datadog remarked: ${answer.errors.slice(0, 300)}`] : [],
    };
  });
}

/** `service:checkout` as a label; a tag without a value is one that is set. */
export function tagLabels(tags: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    tags.map((tag) => {
      const colon = tag.indexOf(':');
      return colon < 0 ? [tag, 'true'] : [tag.slice(0, colon), tag.slice(colon + 1)];
    }),
  );
}

function numberAt(values: readonly unknown[] | undefined, index: number): number {
  const value = values?.[index];
  return typeof value === 'number' ? value : Number.NaN;
}

function written(query: DataQuery): TimeseriesQuery {
  if (query.data_source === 'metrics') return { dataSource: 'metrics', name: query.name, query: query.query };
  const { data_source: dataSource, group_by: groupBy, ...rest } = query;
  return { dataSource, ...rest, ...(groupBy === undefined ? {} : { groupBy }) } as TimeseriesQuery;
}
