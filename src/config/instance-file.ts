import { z } from 'zod';
import { AlertMap } from '../intake/alerts/alert-map.ts';

const Id = z
  .string({ error: 'is not a string' })
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'is not made of a-z, 0-9 and - (at most 64)')
  .describe('A short name such as checkout-prometheus.');
const VariableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not the name of an environment variable');
const Count = z.int().min(0).max(1_000_000);

/**
 * What whatchanged may spend, per installation. GitHub's own limits are far higher, and count what people do on its pages
 * as well. Minutes and hours slide; what is over a limit waits and is written later.
 */
export const Budgets = z.strictObject({
  writesPerMinute: Count.default(20).describe(
    'Calls that create something on GitHub: issues, comments, reactions, what a revert needs (GitHub allows 80). Edits are not counted; a fifth is kept free for what people command.',
  ),
  writesPerHour: Count.default(180).describe('The same in an hour (GitHub allows 500).'),
  newIssuesPerMinute: Count.default(6).describe('New issues, of incidents and of weeks.'),
  newIssuesPerHour: Count.default(40).describe('New issues, of incidents and of weeks.'),
  revertDraftsPerDay: Count.default(5).describe('Draft revert pull requests.'),
  questionsPerInvestigation: z
    .int()
    .min(0)
    .max(500)
    .default(24)
    .describe('Questions to telemetry that are planned for one look at an incident, the most telling first.'),
  narratorCallsPerDay: Count.default(100).describe('Summaries worded by a language model, where one is connected.'),
});
export type Budgets = z.infer<typeof Budgets>;

/** The YAML file of `WHATCHANGED_CONFIG`: what does not fit into single variables. */
export const InstanceFile = z.strictObject({
  endpoints: z
    .array(
      z.strictObject({
        id: Id,
        source: z.string().describe('The alert source that posts to /alerts/SOURCE/ID; * for any.'),
        installation: z.int().positive().describe('The numeric id of the installation whose services alert here.'),
        secrets: z.array(z.string()).max(5).default([]).describe('Secrets that are valid now; two while rotating.'),
        secretsFrom: z.array(VariableName).max(5).default([]).describe('Environment variables that hold secrets.'),
        topics: z
          .array(
            z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}$/, 'is not the ARN of an SNS topic'),
          )
          .max(100)
          .default([])
          .describe('The SNS topics that may post here; only for the source sns.'),
        armedUntil: z.iso
          .datetime({ offset: true, error: 'is not a time such as 2026-11-25T10:15:00Z' })
          .optional()
          .describe('Until when a topic that subscribes is confirmed: a quarter of an hour from now is enough.'),
        origins: z
          .array(z.string().regex(/^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)*$/i, 'is no name of DNS'))
          .max(100)
          .default([])
          .describe('Who may ask by the handshake of CloudEvents to deliver here; everybody when left out.'),
        map: AlertMap.optional().describe("Where the alert's fields lie in JSON of any shape; only for generic."),
      }),
    )
    .max(1_000)
    .default([]),
  deployEndpoints: z
    .array(
      z.strictObject({
        id: Id,
        source: z.string().default('*').describe('The deploy source that posts to /deploys/SOURCE/ID; * for any.'),
        installation: z.int().positive().describe('The numeric id of the installation whose deploys these are.'),
        secrets: z.array(z.string()).max(5).default([]).describe('Secrets that are valid now; two while rotating.'),
        secretsFrom: z.array(VariableName).max(5).default([]).describe('Environment variables that hold secrets.'),
        repository: z
          .string()
          .regex(/^[\w.-]+\/[\w.-]+$/, 'is not OWNER/NAME')
          .optional()
          .describe('The repository of what is reported here without one.'),
        service: z.string().min(1).max(100).optional().describe('The service of what is reported here without one.'),
        environment: z
          .string()
          .min(1)
          .max(100)
          .optional()
          .describe('The environment of what is reported here without one.'),
      }),
    )
    .max(1_000)
    .default([]),
  telemetry: z
    .array(
      z.strictObject({
        id: Id,
        reader: z.string().describe('The telemetry reader, such as prometheus.'),
        options: z.unknown().describe("The reader's own options; see its page in the reference."),
        services: z.array(z.string()).optional().describe('The services that it knows; all when left out.'),
      }),
    )
    .max(100)
    .default([]),
  budgets: Budgets.prefault({}),
});
export type InstanceFile = z.infer<typeof InstanceFile>;
