import { z } from 'zod';

const Text = z.string().min(1).max(200);
const ServiceName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)
  .describe('Letters, digits, dots, dashes and underscores; at most 100.');
const EnvironmentName = Text.describe('The name of an environment, as deploys and alerts give it.');

const Environment = z.strictObject({
  aliases: z.array(Text).max(50).optional().describe('Other names under which deploys and alerts know it.'),
  production: z.boolean().optional().describe('Whether people use it; alerts without an environment belong here.'),
});

const RedeployCommand = z
  .string()
  .min(1)
  .max(500)
  .describe('One command line that deploys {sha}; {service} and {environment} are filled in too.');

const Query = z.strictObject({
  reader: Text.describe('The telemetry reader, such as prometheus.'),
  kind: z
    .enum(['errors', 'requests', 'error_ratio', 'success_ratio', 'latency', 'saturation', 'throughput', 'other'])
    .describe('What the query measures.'),
  query: z.string().min(1).max(4_000).describe("The query in the reader's own language."),
});

const Service = z.strictObject({
  paths: z
    .array(Text)
    .min(1)
    .max(100)
    .optional()
    .describe('Path globs that belong to the service, such as "services/checkout/**"; all when left out.'),
  deployedAs: z
    .array(Text)
    .max(50)
    .optional()
    .describe(
      "Other names under which deploys know it: a payload's service, or a task. The name of an environment that is its own, such as checkout-prod, is an alias in environments.",
    ),
  alerts: z
    .array(z.record(Text, z.string().max(500)))
    .max(100)
    .optional()
    .describe(
      'Label sets. An alert belongs here when every label of one set has the given value ("*" for any). Where several repositories have the service, its issues are opened in the one that names its alerts.',
    ),
  environments: z.record(EnvironmentName, Environment.nullable()).optional(),
  dependsOn: z.array(ServiceName).max(100).optional().describe('Services that this one calls.'),
  owner: Text.optional().describe('The team that owns it; the report names it without a mention.'),
  redeployCommand: RedeployCommand.optional(),
  queries: z.array(Query).max(50).optional().describe('Telemetry queries, where the conventional names do not fit.'),
});

const Evidence = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/)
    .describe('What the check is called in the report; letters, digits, dots, dashes and underscores.'),
  service: ServiceName.optional().describe('Only asked about this service; about all of them when left out.'),
  reader: Text.describe('The id of a telemetry connection, or its reader, such as prometheus.'),
  query: z.string().min(1).max(4_000).describe("A query in the reader's own language that gives a number."),
  comparison: z.enum(['above', 'below']).describe('On which side of the threshold something is wrong.'),
  threshold: z.number().describe('The limit.'),
  sentence: Text.describe('What it means when the limit is passed, in one sentence.'),
});

const DeployWorkflow = z.strictObject({
  workflow: Text.describe('The file or the name of a GitHub Actions workflow whose success is a deploy.'),
  job: Text.optional().describe(
    'Only this job of it, by the whole name that GitHub shows, such as "deploy (cart)" for one leg of a matrix.',
  ),
  service: ServiceName.optional().describe('What it deploys; the repository when left out.'),
  environment: EnvironmentName.optional().describe('Where to; production when left out.'),
});

const DeployTarget = {
  environment: EnvironmentName.optional().describe('Where to; production when left out.'),
  service: ServiceName.optional().describe('What it deploys; the repository when left out.'),
};
const DeployBranch = z.strictObject({
  branch: Text.describe('A push to this branch is a deploy.'),
  ...DeployTarget,
});

/** A repository's .github/whatchanged.yml as people write it. No checks that JSON Schema cannot say stand here. */
export const RepositoryDocument = z.strictObject({
  level: z
    .enum(['observe', 'report', 'draft-revert'])
    .optional()
    .describe(
      'observe: store and show only. report (default): open issues. draft-revert: also draft reverts when very sure.',
    ),
  reverts: z.boolean().optional().describe('false: nobody can have a revert drafted in this repository.'),
  summary: z
    .enum(['weekly'])
    .optional()
    .describe('weekly: each Monday one issue that sums up the week before; none when left out.'),
  services: z.record(ServiceName, Service.nullable()).optional().describe('The services of this repository, by name.'),
  environments: z
    .strictObject({
      include: z.array(Text).max(100).optional().describe('Kept although they look like preview environments.'),
      exclude: z.array(Text).max(100).optional().describe('Left out although they look like production.'),
    })
    .optional(),
  evidence: z
    .array(Evidence)
    .max(20)
    .optional()
    .describe('Questions of your own that are asked in each investigation and shown with their answers.'),
  deployWorkflows: z
    .array(DeployWorkflow)
    .max(100)
    .optional()
    .describe('Workflows that count as deploys, where the repository uses no GitHub deployments.'),
  deployBranches: z
    .array(DeployBranch)
    .max(100)
    .optional()
    .describe('Branches that are live, beside those whose own name is an environment.'),
  deployReleases: z
    .strictObject(DeployTarget)
    .optional()
    .describe('A published release is a deploy to this environment; {} for production.'),
  redeployCommand: RedeployCommand.optional().describe(
    'Your own command line that deploys {sha}: the first step of a report. {service} and {environment} are filled in too.',
  ),
});
export type RepositoryDocument = z.infer<typeof RepositoryDocument>;
