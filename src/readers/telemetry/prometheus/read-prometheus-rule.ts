import { z } from 'zod';
import type { AlertIdentity, AlertRule, Connection } from '../contract.ts';
import { askPrometheus, type PrometheusOptions } from './ask-prometheus.ts';

const Rules = z.object({
  groups: z.array(
    z.object({
      interval: z.number().optional(),
      rules: z.array(
        z.object({
          type: z.string(),
          name: z.string(),
          query: z.string(),
          duration: z.number().optional(),
          labels: z.record(z.string(), z.string()).optional(),
        }),
      ),
    }),
  ),
});

/**
 * The alerting rule that an alert came from: of the rules of that name the one whose own labels the alert carries, the
 * most telling first. A label that is a template says nothing.
 */
export async function readPrometheusRule(
  { name, labels }: AlertIdentity,
  connection: Connection<PrometheusOptions>,
): Promise<AlertRule | undefined> {
  const { data } = await askPrometheus(connection, 'rules', { type: 'alert' }, 10_000);
  const parsed = Rules.safeParse(data);
  if (!parsed.success) return undefined;
  const fitting = parsed.data.groups.flatMap(({ interval, rules }) =>
    rules
      .filter((rule) => rule.type === 'alerting' && rule.name === name)
      .map((rule) => ({
        ...rule,
        interval,
        own: Object.entries(rule.labels ?? {}).filter(([, text]) => !text.includes('{{')),
      }))
      .filter(({ own }) => own.every(([label, text]) => labels[label] === text)),
  );
  const [rule] = fitting.sort((a, b) => b.own.length - a.own.length);
  if (!rule) return undefined;
  return {
    query: rule.query,
    forSeconds: rule.duration ?? 0,
    ...(rule.interval === undefined ? {} : { intervalSeconds: rule.interval }),
  };
}
