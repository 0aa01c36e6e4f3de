import { z } from 'zod';
import { OperationalError } from '../../../platform/errors.ts';
import { jsonOf } from '../../../platform/json-of.ts';

/** What X-Ray counts of a service: faults are its own (5xx), errors its callers' (4xx), throttles 429. */
const STATISTICS = ['requests', 'faults', 'errors', 'throttles', 'latency'] as const;
export type ServiceStatistic = (typeof STATISTICS)[number];

/** What may stand inside `service("…")` without a chance to leave its quotes. */
const Service = z.string().regex(/^[^"\\\p{Cc}]{1,200}$/u, 'is no name that may stand in quotes');

const Question = z.union([
  z.strictObject({ graph: z.literal(true) }),
  z.strictObject({ statistic: z.enum(STATISTICS), service: Service }),
]);

/**
 * A question to X-Ray: `{"graph": true}`, or `{"statistic", "service"}` for one statistic of a service as a series; the
 * service is `asked` where the question names none. Throws `configuration-invalid`.
 */
export function xrayQuestion(text: string, asked: string): z.infer<typeof Question> {
  const json = jsonOf(text);
  const named = typeof json === 'object' && json !== null && 'statistic' in json ? { service: asked, ...json } : json;
  const parsed = Question.safeParse(named);
  if (parsed.success) return parsed.data;
  throw new OperationalError(
    'configuration-invalid',
    `the query is neither {"graph": true} nor {"statistic", "service"} with one of ${STATISTICS.join(', ')}`,
  );
}
