import { z } from 'zod';
import type { StackFrame } from '../../../investigation/incident/alert.ts';

const Frame = z.object({
  filename: z.string().nullish(),
  abs_path: z.string().nullish(),
  module: z.string().nullish(),
  function: z.string().nullish(),
  lineno: z.number().nullish(),
  in_app: z.boolean().nullish(),
});
/** What an event holds of its exceptions; anything of another shape counts as none. */
export const Exceptions = z
  .object({
    values: z.array(
      z.object({
        type: z.string().nullish(),
        value: z.string().nullish(),
        stacktrace: z.object({ frames: z.array(Frame).nullish() }).nullish(),
      }),
    ),
  })
  .nullish()
  .catch(undefined);

/**
 * The frames of an event, crash line first. Sentry writes the oldest call first, and of chained exceptions the cause
 * first, so both are turned round.
 */
export function eventFrames(exceptions: z.infer<typeof Exceptions>): readonly StackFrame[] {
  return [...(exceptions?.values ?? [])]
    .reverse()
    .flatMap(({ stacktrace }) => [...(stacktrace?.frames ?? [])].reverse())
    .flatMap((frame) => {
      const path = frame.filename || frame.abs_path || frame.module;
      if (!path) return [];
      return [
        {
          path,
          ...(typeof frame.lineno === 'number' && Number.isSafeInteger(frame.lineno) ? { line: frame.lineno } : {}),
          ...(frame.function ? { function: frame.function } : {}),
          ...(typeof frame.in_app === 'boolean' ? { inApp: frame.in_app } : {}),
        },
      ];
    });
}
