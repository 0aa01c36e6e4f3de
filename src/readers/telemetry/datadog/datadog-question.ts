import { z } from 'zod';
import { OperationalError } from '../../../platform/errors.ts';
import { jsonOf } from '../../../platform/json-of.ts';

const Name = z.string().regex(/^[a-z]\w{0,63}$/);

/** A part of a timeseries question, in the shape of Datadog's API. */
const DataQuery = z.union([
  z.strictObject({ data_source: z.literal('metrics'), name: Name, query: z.string().min(1).max(4_000) }),
  z.strictObject({
    data_source: z.enum(['logs', 'spans', 'rum', 'events']),
    name: Name,
    search: z.strictObject({ query: z.string().max(4_000) }),
    compute: z.strictObject({ aggregation: z.string().max(20), metric: z.string().max(200).optional() }),
    indexes: z.array(z.string()).max(20).optional(),
    group_by: z
      .array(z.strictObject({ facet: z.string().min(1).max(200), limit: z.int().positive().max(100).optional() }))
      .max(4)
      .optional(),
  }),
]);
export type DataQuery = z.infer<typeof DataQuery>;

const Text = z.string().min(1).max(4_000);
const Question = z.union([
  z.strictObject({
    queries: z.array(DataQuery).min(1).max(10),
    formulas: z
      .array(z.strictObject({ formula: z.string().min(1).max(1_000) }))
      .max(1)
      .optional(),
  }),
  z.strictObject({ classic: Text }),
  z.strictObject({ logs: Text }),
  z.strictObject({ events: Text }),
  z.strictObject({ services: Text }),
]);
type Question = z.infer<typeof Question>;

/** One metric with what is done to it: what v2 takes as a query. All else that stands in a graph is only v1's. */
const ONE_METRIC =
  /^\s*(?:avg|sum|min|max|count|p\d{2}):[\w.]+\{[^{}]*\}(?:\s*by\s*\{[^{}]*\})?(?:\.\w+\([^()]*\))*\s*$/;

/**
 * A question to Datadog. A metric query as in a graph or a monitor (`sum:orders.failed{service:checkout}.as_count()`, or an
 * expression of several), or JSON: `{"queries": …, "formulas": …}` as POST /api/v2/query/timeseries takes them,
 * `{"classic": "an expression"}` for GET /api/v1/query, `{"logs": "a log search"}`, `{"events": "an event search"}`,
 * `{"services": "an environment"}` for the service map.
 */
export function datadogQuestion(text: string): Question {
  if (!text.trimStart().startsWith('{')) {
    if (!ONE_METRIC.test(text)) return { classic: text };
    return { queries: [{ data_source: 'metrics', name: 'a', query: text }], formulas: [{ formula: 'a' }] };
  }
  const parsed = Question.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new OperationalError(
    'configuration-invalid',
    'the query is neither a metric query of Datadog nor one of {"queries"}, {"classic"}, {"logs"}, {"events"} and {"services"}',
  );
}
