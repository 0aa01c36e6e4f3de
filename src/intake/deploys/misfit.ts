import type { z } from 'zod';
import type { DeployReading } from './contract.ts';

/** What is said of a body that does not fit what the source sends: where, never what stands there. */
export function misfit(what: string, error: z.ZodError, hint = ''): Extract<DeployReading, { kind: 'unmapped' }> {
  const [issue] = error.issues;
  const place = issue?.path.map(String).join('.') || 'its top';
  return { kind: 'unmapped', reason: `The body is no ${what}: it does not fit at ${place}.${hint && ` ${hint}`}` };
}
