import { z } from 'zod';
import { CHECK_IDS } from '../doctor/check-ids.ts';

const State = z.enum(['ok', 'warning', 'problem', 'skipped']);

/** `whatchanged doctor --json`. */
export const DoctorDocument = z.strictObject({
  healthy: z.boolean().describe('Nothing has a problem; warnings are none.'),
  checks: z
    .array(
      z.strictObject({
        id: z.enum(CHECK_IDS),
        title: z.string(),
        state: State.describe('The worst of its findings.'),
        findings: z.array(
          z.strictObject({
            state: State.describe('warning: worth a look; skipped: could not be looked at.'),
            subject: z.string().optional().describe('An endpoint, a repository, a permission, a connection.'),
            says: z.string(),
            todo: z.string().optional().describe('What to do about it.'),
            setup: z.string().optional().describe('The set-up text of what does not work yet, in Markdown.'),
          }),
        ),
      }),
    )
    .describe('In the order in which an installation comes to life.'),
});
export type DoctorDocument = z.infer<typeof DoctorDocument>;
