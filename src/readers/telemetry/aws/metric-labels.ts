import type { MetricQuery } from './metric-queries.ts';

const PAIR = /([^\s=,"{}]+)="([^"]*)"/g;
const SCHEMA = /SEARCH\(\s*'\s*\{([^}']*)\}/;

/**
 * The label under which CloudWatch shall answer a query that has none: a search expression gives a series for each
 * combination of its dimensions, and only a dynamic label tells them (CloudWatch user guide, "Use dynamic labels",
 * read 2026-11). A metric's dimensions are known without asking.
 */
export function dynamicLabel({ Expression, Label }: MetricQuery): string | undefined {
  if (Label !== undefined) return Label;
  const schema = Expression === undefined ? undefined : SCHEMA.exec(Expression)?.[1];
  if (schema === undefined) return undefined;
  const [, ...dimensions] = schema.split(',').map((part) => part.trim().replace(/^"|"$/g, ''));
  return dimensions.map((name) => `${name}="\${PROP('Dim.${name}')}"`).join(', ');
}

/** The labels of an answered series: the dimensions of its query, else the pairs that our dynamic label asked for. */
export function answeredLabels(query: MetricQuery | undefined, label: string | undefined): Record<string, string> {
  const known = query?.MetricStat?.Metric.Dimensions ?? [];
  return Object.fromEntries([
    ...known.map(({ Name, Value }) => [Name, Value] as const),
    ...[...(label ?? '').matchAll(PAIR)].map(([, name = '', value = '']) => [name, value] as const),
  ]);
}
