import { createHash } from 'node:crypto';
import { type Command, Option } from 'commander';
import { signStandardWebhook } from '../intake/standard-webhooks.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { createHttpClient } from '../platform/create-http-client.ts';
import { OperationalError } from '../platform/errors.ts';
import { type CommandOutput, PROCESS_OUTPUT } from './command-output.ts';

interface ReportOptions {
  readonly url: string;
  readonly secretEnv: string;
  readonly endpoint: string;
  readonly repo?: string;
  readonly service?: string;
  readonly environment?: string;
  readonly sha: string;
  readonly status: string;
  readonly id?: string;
  readonly previousSha?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly link?: string;
  readonly actor?: string;
  readonly kind?: string;
}

export interface ReportDeployParts {
  readonly output: CommandOutput;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Before the second try, in milliseconds, doubling after it. */
  readonly backoffMs: number;
}

const STATUSES = ['in_progress', 'success', 'failure', 'cancelled', 'rolled_back', 'waiting', 'removed'];
/** The variables in which pipelines keep the id of a run: GitHub, GitLab, CircleCI, Buildkite, Jenkins, Azure, Bitbucket. */
const RUN_IDS = [
  'GITHUB_RUN_ID',
  'CI_PIPELINE_ID',
  'CIRCLE_WORKFLOW_ID',
  'BUILDKITE_BUILD_ID',
  'BUILD_TAG',
  'BUILD_BUILDID',
  'BITBUCKET_BUILD_NUMBER',
];
const ENDS = ['success', 'failure', 'cancelled', 'rolled_back', 'removed'];
const DEFAULTS: ReportDeployParts = {
  output: PROCESS_OUTPUT,
  environment: process.env,
  clock: systemClock,
  backoffMs: 1_000,
};

/** Registers `whatchanged report-deploy`: tells a whatchanged server of one deploy, from any pipeline. */
export function registerReportDeploy(program: Command, parts: ReportDeployParts = DEFAULTS): void {
  program
    .command('report-deploy')
    .description('tell a whatchanged server that a deploy began or ended, from any pipeline')
    .requiredOption('--url <address>', 'the server, such as https://whatchanged.example.com')
    .requiredOption('--secret-env <name>', "the environment variable that holds the endpoint's secret")
    .requiredOption('--sha <sha>', 'the full commit id that goes live')
    .addOption(new Option('--status <status>', 'what became of it').choices(STATUSES).makeOptionMandatory())
    .option('--endpoint <id>', "the endpoint's id", 'default')
    .option('--repo <owner/name>', "the repository; without it the endpoint's, or the one that has the service")
    .option('--service <name>', "the service; without it the repository's name")
    .option('--environment <name>', 'the environment; without it production')
    .option('--id <id>', "the deploy's own id, the same for its beginning and end; without it the pipeline's run id")
    .option('--previous-sha <sha>', 'what was live before, for the very first deploy')
    .option('--started-at <time>', 'when it began (RFC 3339)')
    .option('--finished-at <time>', 'when it ended (RFC 3339); without it now, for a status that ends it')
    .option('--link <address>', 'a page about it')
    .option('--actor <name>', 'who deployed')
    .addOption(new Option('--kind <kind>', 'what it is').choices(['deploy', 'redeploy', 'rollback', 'config']))
    .action((options: ReportOptions) => reportDeploy(options, parts));
}

async function reportDeploy(options: ReportOptions, { output, environment, clock, backoffMs }: ReportDeployParts) {
  const secret = environment[options.secretEnv];
  if (!secret)
    throw mistake(`the environment variable ${options.secretEnv} is empty: it must hold the endpoint's secret`);
  if (!URL.canParse(options.url)) throw mistake('--url is not an address such as https://whatchanged.example.com');
  if (!/^[0-9a-f]{40}$/i.test(options.sha)) {
    throw mistake('--sha is not a full commit id of 40 hexadecimal digits: give what git rev-parse HEAD prints');
  }
  const now = clock.now();
  const text = JSON.stringify(reportOf(options, runId(options, environment), new Date(now).toISOString()));
  const body = new TextEncoder().encode(text);
  const url = new URL(
    `${options.url.replace(/\/+$/, '')}/deploys/generic-deploy/${encodeURIComponent(options.endpoint)}`,
  );
  const id = `msg_${createHash('sha256').update(body).digest('hex').slice(0, 32)}`;
  const client = createHttpClient({ allowAddresses: [url.host], clock, retries: 5, backoffMs, timeoutMs: 60_000 });
  const answer = await client.request({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...signStandardWebhook(id, body, secret, now) },
    body: text,
  });
  if (answer.status !== 202)
    throw new OperationalError(
      'upstream-nonsense',
      `${url.origin} answered ${answer.status}, not 202: is --url a whatchanged server?`,
    );
  output.out(answer.text.trim());
}

function reportOf(options: ReportOptions, id: string, now: string): object {
  const { repo, service, environment, sha, previousSha, status, startedAt, link, actor, kind } = options;
  const finishedAt = options.finishedAt ?? (ENDS.includes(status) ? now : undefined);
  const beganAt = startedAt ?? (ENDS.includes(status) ? undefined : now);
  return {
    id,
    repo,
    service,
    environment,
    sha,
    previous_sha: previousSha,
    status,
    started_at: beganAt,
    finished_at: finishedAt,
    url: link,
    actor,
    kind,
  };
}

function runId({ id }: ReportOptions, environment: ReportDeployParts['environment']): string {
  if (id !== undefined) return id;
  const name = RUN_IDS.find((variable) => environment[variable]);
  if (name === undefined) {
    throw mistake(
      '--id is missing, and no known pipeline gave a run id: name the deploy, the same for its beginning and end',
    );
  }
  const attempt = name === 'GITHUB_RUN_ID' ? environment.GITHUB_RUN_ATTEMPT : undefined;
  return attempt ? `${environment[name]}-${attempt}` : `${environment[name]}`;
}

function mistake(message: string): OperationalError {
  return new OperationalError('configuration-invalid', `report-deploy: ${message}.`);
}
