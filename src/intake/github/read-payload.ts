import type { z } from 'zod';
import { OperationalError } from '../../platform/errors.ts';

/**
 * Reads a payload as the named event. Throws OperationalError `delivery-invalid`, which says where the payload is not
 * what GitHub documents and never repeats a value from it.
 */
export function readPayload<T>(event: string, schema: z.ZodType<T>, payload: unknown): T {
  const read = schema.safeParse(payload);
  if (read.success) return read.data;
  const where = read.error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'the payload'} (${issue.code})`)
    .join(', ');
  throw new OperationalError('delivery-invalid', `this is no ${event} payload: ${where}. It is kept as it came.`);
}
