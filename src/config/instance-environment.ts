import { z } from 'zod';

const Text = z.string().optional();
const Port = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a port number')
  .transform(Number)
  .refine((port) => port <= 65_535, 'is above 65535');
const Id = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'is not a numeric id')
  .transform(Number);
const Bytes = z
  .string()
  .regex(/^[1-9]\d{2,9}$/, 'is not a number of bytes of at least 100')
  .transform(Number);

/** Every environment variable that is read. The description is the hint that is printed when the value is wrong. */
export const InstanceEnvironment = z.object({
  APP_ID: Id.describe('The numeric App id from the settings page of your GitHub App.'),
  PRIVATE_KEY: Text.describe("The GitHub App's private key in PEM form; line breaks may be written as \\n."),
  PRIVATE_KEY_PATH: Text.describe("The path of the GitHub App's private key (.pem)."),
  WEBHOOK_SECRET: z
    .string()
    .default('')
    .describe('The webhook secret of the GitHub App: `openssl rand -hex 32`, the same on its settings page.'),
  WEBHOOK_SECRET_PREVIOUS: Text.describe('The former webhook secret, accepted as well while you rotate it.'),
  GITHUB_API_URL: Text.describe('The REST API: https://api.github.com, or https://HOST/api/v3 of GitHub Enterprise.'),
  GITHUB_WEB_URL: Text.describe('Where people see GitHub: https://github.com, or https://HOST.'),
  HOST: z.string().default('127.0.0.1').describe('The address to listen on; 0.0.0.0 in a container.'),
  PORT: Port.default(3000).describe('The port to listen on, 0 to 65535; 0 takes any free one.'),
  PUBLIC_URL: Text.describe('The address under which GitHub and the alert senders reach this server.'),
  WHATCHANGED_CHART_IMAGES: z
    .enum(['true', 'false'], { error: 'is none of true, false' })
    .default('true')
    .transform((value) => value === 'true')
    .describe(
      'Where PUBLIC_URL is set: show the chart of a report as a picture too. GitHub fetches it without signing in, so whoever has its unguessable address sees it. false: the native chart only.',
    ),
  DATABASE_URL: Text.describe('postgres://…; without it whatchanged runs a PostgreSQL of its own in WHATCHANGED_DATA.'),
  WHATCHANGED_DATA: z.string().default('./data').describe('The folder of the PostgreSQL that whatchanged runs itself.'),
  WHATCHANGED_CONFIG: Text.describe('The path of a YAML file with endpoints, telemetry and budgets.'),
  WHATCHANGED_ROLE: z
    .enum(['all', 'intake', 'worker'], { error: 'is none of all, intake, worker' })
    .default('all')
    .describe('all, or intake (receives only) or worker (works only) past one machine.'),
  WHATCHANGED_ALERT_SECRET: Text.describe('One secret for every alert source at /alerts/SOURCE/default.'),
  WHATCHANGED_DEPLOY_SECRET: Text.describe('One secret for every deploy source at /deploys/SOURCE/default.'),
  WHATCHANGED_INSTALLATION: Id.optional().describe(
    'The installation id that WHATCHANGED_ALERT_SECRET and WHATCHANGED_DEPLOY_SECRET belong to.',
  ),
  WHATCHANGED_REVERTS: z
    .enum(['off', 'on-request', 'shadow', 'automatic'], { error: 'is none of off, on-request, shadow, automatic' })
    .default('automatic')
    .describe(
      'Draft reverts: off, on-request (people ask), shadow (also record what would be drafted unasked), or automatic (also draft unasked where a repository has the level draft-revert).',
    ),
  WHATCHANGED_READ_ONLY: z
    .enum(['true', 'false'], { error: 'is none of true, false' })
    .default('false')
    .transform((value) => value === 'true')
    .describe(
      'true: this process writes nothing to GitHub, whatever else is set; what it would write waits. `whatchanged switch writes off` does the same at once, without a restart.',
    ),
  PROMETHEUS_URL: Text.describe('Reads metrics from this Prometheus, such as http://prometheus:9090.'),
  WHATCHANGED_NARRATOR_KEY: Text.describe(
    'The key of the Messages API of a language model that words a summary under the facts; without it there is none.',
  ),
  WHATCHANGED_NARRATOR_URL: Text.describe('Where that API is, such as a local model or a proxy; default: the vendor.'),
  WHATCHANGED_NARRATOR_MODEL: z.string().default('claude-haiku-5-5').describe('Which model words the summary.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'is none of fatal, error, warn, info, debug, silent',
    })
    .default('info')
    .describe('fatal, error, warn, info, debug or silent.'),
  MAX_GITHUB_BODY_BYTES: Bytes.default(25 * 1024 * 1024).describe('GitHub itself sends at most 25 MiB.'),
  MAX_ALERT_BODY_BYTES: Bytes.default(1024 * 1024).describe('The largest alert body, in bytes.'),
});
export type InstanceEnvironment = z.infer<typeof InstanceEnvironment>;

/** Variables that Probot would act on by installing a package while it runs, and what to do instead. */
export const REFUSED_VARIABLES: Readonly<Record<string, string>> = {
  WEBHOOK_PROXY_URL: 'Let a tunnel that you run forward to this port.',
  REDIS_URL: 'Unset it: jobs and limits are kept in PostgreSQL.',
  SENTRY_DSN: 'Unset it: collect the JSON log on stderr and GET /metrics.',
};
