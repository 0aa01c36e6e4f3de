import { z } from 'zod';
import { OperationalError } from '../../../platform/errors.ts';
import { jsonOf } from '../../../platform/json-of.ts';

/** What may stand in a quoted filter of Resource Explorer without a chance to become another one. */
const Value = z.string().regex(/^[\w .:/=+@-]{1,200}$/, 'is no value that may stand in a filter');

const Question = z.strictObject({ resources: Value, environment: Value.optional() });

/** A question to Resource Explorer: whose resources, and in which environment where that is known. */
export function resourcesQuestion(text: string): z.infer<typeof Question> {
  const parsed = Question.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new OperationalError('configuration-invalid', 'the query is not {"resources": "a service"}');
}
