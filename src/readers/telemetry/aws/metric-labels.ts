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

/**
 * The labels of an answered series: the dimensions of its query, else the pairs that our dynamic label asked for. What an
 * expression answers without either (the two edges of an anomaly band) is told apart by its label.
 */
export function answeredLabels(query: MetricQuery | undefined, label: string | undefined): Record<string, string> {
  const dimensions = (query?.MetricStat?.Metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value] as const);
  const pairs = [...(label ?? '').matchAll(PAIR)].map(([, name = '', value = '']) => [name, value] as const);
  if (query?.Expression !== undefined && pairs.length === 0 && label) return { label };
  return Object.fromEntries([...dimensions, ...pairs]);
}
