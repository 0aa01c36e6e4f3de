import { z } from 'zod';
import { Time } from './deploy-document.ts';
import { Band } from './report-document.ts';

const Count = z.int().min(0);
const IncidentCounts = z
  .strictObject({
    total: Count,
    strong: Count,
    plausible: Count,
    weak: Count,
    none: Count.describe('Those that no deploy explains.'),
    undecided: Count.describe('Those of which no verdict is on record.'),
    leftOut: Count.describe('Those that were too many to be looked into.'),
    open: Count.describe('Those that are not over yet.'),
  })
  .meta({ id: 'IncidentCounts' });

const Incident = z.strictObject({
  id: z.string(),
  openedAt: Time,
  service: z.string(),
  environment: z.string(),
  issue: z.int().optional().describe('The number of its issue.'),
  verdict: z
    .strictObject({
      band: Band,
      probability: z.number().min(0).max(1).describe('Of the change or deploy that is named; of "no deploy" at none.'),
      named: z
        .strictObject({
          pullRequest: z.int().optional(),
          sha: z.string().optional(),
          isDeploy: z.boolean().optional().describe('Whether the whole deploy of that commit is named.'),
          repository: z.string().optional(),
        })
        .optional(),
    })
    .optional()
    .describe('As it stood before people answered.'),
  ended: z.enum(['open', 'over', 'reverted']),
  lastedMs: z.number().optional(),
  said: z.array(
    z.strictObject({
      label: z.enum(['it-was', 'not-it']),
      source: z.enum(['command', 'merged-revert', 'reaction']),
      about: z.enum(['named', 'no-change', 'other']).describe('named: what the verdict names first.'),
      sha: z.string().optional(),
    }),
  ),
  thumbs: z.strictObject({ up: Count, down: Count }).optional(),
});

const Repository = z.strictObject({
  repository: z.string(),
  title: z.string(),
  counts: IncidentCounts,
  before: IncidentCounts.describe('The week before.'),
  incidents: z.array(Incident).describe('Newest first; at most 500.'),
  answers: z
    .strictObject({ answered: Count, right: Count })
    .describe('Incidents that people answered with a command or a merged revert, and those where the first was right.'),
  deploys: z.array(
    z.strictObject({
      service: z.string(),
      environment: z.string(),
      live: Count.describe('Rollbacks among them.'),
      named: Count.describe('How many of those an incident names first.'),
      failed: Count,
      rollbacks: Count,
    }),
  ),
  reverts: z.array(
    z.strictObject({
      issue: z.int(),
      state: z.enum([
        'wanted',
        'planned',
        'drafted',
        'merged',
        'live',
        'recovered',
        'refused',
        'failed',
        'closed',
        'shadow',
      ]),
      isAutomatic: z.boolean(),
      repository: z.string(),
      draft: z.int().optional().describe('The number of its pull request.'),
      reason: z.string().optional(),
    }),
  ),
  telemetry: z.strictObject({
    of: Count.describe('How many incidents were looked at.'),
    findings: z.array(
      z.strictObject({
        mark: z.string(),
        what: z.string(),
        why: z.string(),
        add: z.string().describe('The line to add for the first of the services.'),
        services: z.array(z.strictObject({ service: z.string(), incidents: Count, of: Count })),
        examples: z.array(z.string()),
      }),
    ),
  }),
  unmapped: z
    .strictObject({
      count: Count,
      titles: z.array(z.strictObject({ title: z.string(), count: Count, mapping: z.string().optional() })),
    })
    .describe('Alerts of the whole installation that belong to no service, with lines for .github/whatchanged.yml.'),
  dead: z
    .array(z.strictObject({ kind: z.enum(['delivery', 'job']), of: z.string(), count: Count }))
    .describe('What of the installation failed for good, by endpoint and by job.'),
});

/** `whatchanged summary --json`. */
export const SummaryDocument = z.strictObject({
  week: z.string().describe('An ISO week in UTC, such as 2026-W47.'),
  from: Time,
  to: Time.describe('The Monday after it.'),
  isOver: z.boolean().describe('False for the week that runs: it is told up to now.'),
  repositories: z.array(Repository).describe('By name.'),
});
export type SummaryDocument = z.infer<typeof SummaryDocument>;
