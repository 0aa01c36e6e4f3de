import { readFileSync } from 'node:fs';
import { OperationalError } from '../platform/errors.ts';
import type { LogLevel } from '../platform/log.ts';
import { type AlertEndpoint, alertEndpoints } from './alert-endpoints.ts';
import { type DeployEndpoint, deployEndpoints } from './deploy-endpoints.ts';
import { readVariables, variableHint } from './environment-variables.ts';
import { githubPlace } from './github-place.ts';
import type { InstanceEnvironment } from './instance-environment.ts';
import { type Budgets, InstanceFile } from './instance-file.ts';
import type { InstanceProblem } from './instance-problem.ts';
import { privateKey } from './private-key.ts';
import { readInstanceFile } from './read-instance-file.ts';
import { type TelemetryConnection, telemetryConnections } from './telemetry-connections.ts';
import { withoutSlash } from './web-address.ts';

/** Everything that the operator decides. Built once at the start; nothing else reads the environment. */
export interface InstanceConfiguration {
  readonly role: 'all' | 'intake' | 'worker';
  readonly logLevel: LogLevel;
  readonly server: {
    readonly host: string;
    /** 0 takes any free port. */
    readonly port: number;
    readonly publicUrl?: string;
    readonly maxGitHubBodyBytes: number;
    readonly maxAlertBodyBytes: number;
  };
  readonly github: {
    readonly appId: number;
    /** PEM; absent only in the role `intake`, which must not hold it. */
    readonly privateKey?: string;
    /** The webhook secrets that are valid now, the current one first. */
    readonly webhookSecrets: readonly string[];
    readonly apiUrl: string;
    readonly webUrl: string;
  };
  readonly storage: {
    /** Absent: PostgreSQL runs from the data folder. */
    readonly databaseUrl?: string;
    readonly dataFolder: string;
  };
  readonly endpoints: readonly AlertEndpoint[];
  readonly deployEndpoints: readonly DeployEndpoint[];
  readonly telemetry: readonly TelemetryConnection[];
  readonly budgets: Budgets;
  /** Reports show a picture of their chart, where there is a public address. */
  readonly chartImages: boolean;
  /** The language model that words summaries; absent: there are none. */
  readonly narrator?: { readonly apiKey: string; readonly baseUrl?: string; readonly model: string };
  /** What the whole instance may draft; a repository's own level narrows it. */
  readonly reverts: RevertMode;
  /** Nothing is written to GitHub by this process: the guard lets reads through only. */
  readonly readOnly: boolean;
}

export type RevertMode = 'off' | 'on-request' | 'shadow' | 'automatic';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the instance's settings from the environment's variables and the text of its YAML file. Throws OperationalError
 * `configuration-invalid` whose message lists every problem with its place and a hint, and no value.
 */
export function readInstanceConfiguration(environment: Environment, fileText?: string): InstanceConfiguration {
  const checked = checkInstance(environment, fileText);
  if (checked.kind === 'valid') return checked.configuration;
  throw new OperationalError('configuration-invalid', listed(checked.problems));
}

/** Reads the settings of this process: its environment, and the file that `WHATCHANGED_CONFIG` names. */
export function loadInstanceConfiguration(environment: Environment = process.env): InstanceConfiguration {
  const path = environment.WHATCHANGED_CONFIG;
  if (path === undefined || path === '') return readInstanceConfiguration(environment);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const problem = { path: 'WHATCHANGED_CONFIG', problem: `${path} cannot be read`, hint: 'Give the path of a file.' };
    throw new OperationalError('configuration-invalid', listed([problem]), { cause });
  }
  return readInstanceConfiguration(environment, text);
}

function listed(problems: readonly InstanceProblem[]): string {
  const lines = problems.map(({ path, problem, hint }) => `  ${path}: ${problem}. ${hint}`);
  return `The configuration has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${lines.join('\n')}`;
}

export type InstanceOutcome =
  | { readonly kind: 'valid'; readonly configuration: InstanceConfiguration }
  | { readonly kind: 'invalid'; readonly problems: readonly InstanceProblem[] };

/** Checks all settings at once, so that a person corrects them once. */
export function checkInstance(environment: Environment, fileText?: string): InstanceOutcome {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const variables = readVariables(set);
  const read = fileText === undefined ? undefined : readInstanceFile(fileText);
  const file = read?.kind === 'read' ? read.file : InstanceFile.parse({});
  const endpoints = alertEndpoints(file, set);
  const deploys = deployEndpoints(file, set);
  const telemetry = telemetryConnections(file, set.PROMETHEUS_URL);
  const needsKey = set.WHATCHANGED_ROLE !== 'intake';
  const key = needsKey || 'PRIVATE_KEY' in set ? privateKey(set.PRIVATE_KEY, set.PRIVATE_KEY_PATH) : undefined;

  const problems = [
    ...variables.problems,
    ...(key?.kind === 'problem'
      ? [{ path: 'PRIVATE_KEY', problem: key.problem, hint: variableHint('PRIVATE_KEY') }]
      : []),
    ...(read?.kind === 'invalid' ? read.problems : []),
    ...endpoints.problems,
    ...deploys.problems,
    ...telemetry.problems,
  ];
  if (problems.length > 0 || variables.values === undefined) return { kind: 'invalid', problems };

  const { values } = variables;
  return {
    kind: 'valid',
    configuration: {
      role: values.WHATCHANGED_ROLE,
      logLevel: values.LOG_LEVEL,
      server: {
        host: values.HOST,
        port: values.PORT,
        ...(values.PUBLIC_URL === undefined ? {} : { publicUrl: withoutSlash(values.PUBLIC_URL) }),
        maxGitHubBodyBytes: values.MAX_GITHUB_BODY_BYTES,
        maxAlertBodyBytes: values.MAX_ALERT_BODY_BYTES,
      },
      github: {
        appId: values.APP_ID,
        ...(key?.kind === 'key' ? { privateKey: key.pem } : {}),
        webhookSecrets: [values.WEBHOOK_SECRET, values.WEBHOOK_SECRET_PREVIOUS].filter(
          (secret) => secret !== undefined,
        ),
        ...githubPlace(values),
      },
      storage: {
        ...(values.DATABASE_URL === undefined ? {} : { databaseUrl: values.DATABASE_URL }),
        dataFolder: values.WHATCHANGED_DATA,
      },
      endpoints: endpoints.endpoints,
      deployEndpoints: deploys.endpoints,
      telemetry: telemetry.connections,
      budgets: file.budgets,
      ...narratorOf(values),
      chartImages: values.WHATCHANGED_CHART_IMAGES,
      reverts: values.WHATCHANGED_REVERTS,
      readOnly: values.WHATCHANGED_READ_ONLY,
    },
  };
}

function narratorOf({
  WHATCHANGED_NARRATOR_KEY: apiKey,
  WHATCHANGED_NARRATOR_URL: url,
  WHATCHANGED_NARRATOR_MODEL: model,
}: InstanceEnvironment): Pick<InstanceConfiguration, 'narrator'> {
  if (apiKey === undefined) return {};
  return { narrator: { apiKey, model, ...(url === undefined ? {} : { baseUrl: withoutSlash(url) }) } };
}
