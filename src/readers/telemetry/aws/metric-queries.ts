import { z } from 'zod';
import { OperationalError } from '../../../platform/errors.ts';
import { jsonOf } from '../../../platform/json-of.ts';

const Dimension = z.strictObject({ Name: z.string().min(1).max(255), Value: z.string().min(1).max(1_024) });

const MetricQuery = z.strictObject({
  Id: z.string().regex(/^[a-z]\w{0,254}$/),
  MetricStat: z
    .strictObject({
      Metric: z.strictObject({
        Namespace: z.string().min(1).max(255),
        MetricName: z.string().min(1).max(255),
        Dimensions: z.array(Dimension).max(30).optional(),
      }),
      Stat: z.string().min(1).max(60),
      Period: z.int().positive().optional(),
      Unit: z.string().max(40).optional(),
    })
    .optional(),
  Expression: z.string().min(1).max(2_048).optional(),
  Label: z.string().max(1_000).optional(),
  ReturnData: z.boolean().optional(),
  Period: z.int().positive().optional(),
  AccountId: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
});
export type MetricQuery = z.infer<typeof MetricQuery>;

const MetricQueries = z
  .array(MetricQuery)
  .min(1)
  .refine(
    (queries) =>
      queries.every(({ MetricStat, Expression }) => (MetricStat === undefined) !== (Expression === undefined)),
    {
      error: 'each holds either MetricStat or Expression',
    },
  )
  .refine((queries) => new Set(queries.map(({ Id }) => Id)).size === queries.length, { error: 'an Id is used twice' });

/** GetMetricData takes at most so many queries at once (AWS API reference, GetMetricData, read 2026-11). */
export const MOST_METRIC_QUERIES = 500;

/**
 * A question to CloudWatch: MetricDataQueries in AWS's own shape, as `aws cloudwatch get-metric-data` and an alarm's
 * source in the console show them, so that people can copy one. Throws OperationalError with what is wrong.
 */
export function metricQueries(text: string): readonly MetricQuery[] {
  const json = jsonOf(text);
  if (json === undefined) {
    throw new OperationalError('configuration-invalid', 'the query is not JSON: give a list of MetricDataQueries');
  }
  const parsed = MetricQueries.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new OperationalError(
      'configuration-invalid',
      `the query is not a list of MetricDataQueries (${where === '' ? '' : `${where}: `}${issue?.message ?? 'unknown'})`,
    );
  }
  return parsed.data;
}

/** Batches of what may be asked at once; metric math refers to others by their Ids and cannot be parted. */
export function metricBatches(queries: readonly MetricQuery[]): readonly (readonly MetricQuery[])[] {
  if (queries.length <= MOST_METRIC_QUERIES) return [queries];
  if (queries.some(({ Expression }) => Expression !== undefined)) {
    throw new OperationalError(
      'configuration-invalid',
      `the query has ${queries.length} parts with metric math; at most ${MOST_METRIC_QUERIES} can be asked together`,
    );
  }
  const batches: MetricQuery[][] = [];
  for (let at = 0; at < queries.length; at += MOST_METRIC_QUERIES)
    batches.push(queries.slice(at, at + MOST_METRIC_QUERIES));
  return batches;
}
