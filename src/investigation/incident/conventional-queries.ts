import type { SeriesKind } from '../case.ts';
import { promqlLabel } from './promql-label.ts';
import { type PromqlMatcher, type PromqlSelector, promqlSelectors } from './promql-selectors.ts';

export interface ConventionalQuery {
  readonly kind: Extract<SeriesKind, 'errors' | 'requests' | 'latency'>;
  readonly query: string;
}

/** Labels that hold a response's status, by client library; the first two are the most usual. */
const STATUS_LABELS = ['code', 'status', 'status_code', 'http_status_code', 'http_response_status_code', 'grpc_code'];
const LATENCY_BUCKETS = /_bucket$/;
const REQUEST_COUNT = /_requests?(_total)?$|_count$/;
const ERROR_COUNT = /_(errors?|failures?|exceptions?)(_total)?$/;
const QUANTILE = 0.95;

/**
 * Errors, requests and latency of a service by the names that client libraries conventionally give
 * (prometheus.io/docs/practices/naming, read 2026-11), from the metrics that the alert's expression reads, else from
 * `http_requests_total`. Counts are per step, so that they can be weighed as counts. `where` are the labels that tell
 * the service, and they replace the expression's own matchers of the same name.
 */
export function conventionalQueries(
  expression: string,
  where: Readonly<Record<string, string>>,
  stepSeconds: number,
): readonly ConventionalQuery[] {
  const matchers = Object.entries(where).map(([name, value]) => promqlLabel(name, value));
  const selectors = promqlSelectors(expression).filter(({ metric }) => !metric.includes(':'));
  const known = metricsOf(selectors);
  if (matchers.length === 0 && known === undefined) return [];
  if (matchers.some((matcher) => matcher === undefined)) return [];
  const { requests, errors, buckets, kept } = known ?? {
    ...derived('http_requests_total'),
    kept: [],
  };
  const scope = [...kept.filter(({ name }) => !Object.hasOwn(where, name)).map(written), ...matchers];
  const select = (metric: string, ...more: string[]) => `${metric}{${[...scope, ...more].join(',')}}`;
  const count = (selected: string) => `increase(${selected}[${2 * stepSeconds}s]) / 2`;
  const failed = errors.status
    ? `sum(${count(select(errors.metric, errors.status))})`
    : errors.metric === requests
      ? `sum(${count(select(errors.metric, 'code=~"5.."'))} or ${count(select(errors.metric, 'status=~"5.."'))})`
      : `sum(${count(select(errors.metric))})`;
  const latency = `histogram_quantile(${QUANTILE}, sum by (le) (rate(${select(buckets)}[${5 * stepSeconds}s])))`;
  return [
    { kind: 'errors', query: failed },
    { kind: 'requests', query: `sum(${count(select(requests))})` },
    { kind: 'latency', query: latency },
  ];
}

interface Metrics {
  readonly requests: string;
  readonly errors: { readonly metric: string; readonly status?: string };
  readonly buckets: string;
  /** Matchers of the expression that narrow to the service, without the one that picks errors. */
  readonly kept: readonly PromqlMatcher[];
}

function metricsOf(selectors: readonly PromqlSelector[]): Metrics | undefined {
  for (const { metric, matchers } of selectors) {
    const status = matchers.find(({ name }) => STATUS_LABELS.includes(name));
    const kept = matchers.filter(({ name }) => name !== 'le' && !STATUS_LABELS.includes(name));
    if (status && picksErrors(status)) {
      return { ...derived(metric), errors: { metric, status: written(status) }, kept };
    }
    if (ERROR_COUNT.test(metric)) {
      return { ...derived(metric.replace(ERROR_COUNT, '_requests_total')), errors: { metric }, kept };
    }
    if (LATENCY_BUCKETS.test(metric)) {
      const counted = metric.replace(LATENCY_BUCKETS, '_count');
      const total = metric.replace(/_duration_\w+_bucket$/, 's_total');
      return { requests: counted, errors: { metric: total, status: 'code=~"5.."' }, buckets: metric, kept };
    }
    if (REQUEST_COUNT.test(metric)) return { ...derived(metric), kept };
  }
  return undefined;
}

function picksErrors({ operator, literal }: PromqlMatcher): boolean {
  return operator.startsWith('=') ? /5|err|unavail|internal/i.test(literal) : /2|ok|0/i.test(literal);
}

/** The other two metrics by the name of the one that counts requests. */
function derived(requests: string): Omit<Metrics, 'kept'> {
  const base = requests.replace(/(_duration_\w+)?_count$|s?(_total)?$/, '');
  return { requests, errors: { metric: requests }, buckets: `${base}_duration_seconds_bucket` };
}

function written({ name, operator, literal }: PromqlMatcher): string {
  return `${name}${operator}${literal}`;
}
