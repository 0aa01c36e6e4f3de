import type { z } from 'zod';
import { dottedPath } from './dotted-path.ts';

/** One thing that is wrong in the instance's settings. Never holds a value, since values are secrets. */
export interface InstanceProblem {
  /** The variable's name, or the place in the file such as `endpoints[0].secrets`. */
  readonly path: string;
  readonly problem: string;
  readonly hint: string;
}

/** Turns what zod found into problems; the hint is the description of the deepest key on the way. */
export function instanceProblems(
  error: z.ZodError,
  hintOf: (path: readonly PropertyKey[]) => string | undefined,
  prefix = '',
): readonly InstanceProblem[] {
  return error.issues.map((issue) => ({
    path: `${prefix}${dottedPath(issue.path)}` || 'the file',
    problem: issue.message,
    hint: hintOf(issue.path) ?? 'See docs/reference/configuration.md.',
  }));
}
