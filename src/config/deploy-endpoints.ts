import { DEPLOY_SOURCES } from '../intake/deploys/registry.generated.ts';
import { doubledEndpoints, endpointSecrets, weakEndpointSecret } from './endpoint-secrets.ts';
import type { InstanceFile } from './instance-file.ts';
import type { InstanceProblem } from './instance-problem.ts';

/** One address that deploys are reported to: `/deploys/SOURCE/ID`. It alone says whose deploys they are. */
export interface DeployEndpoint {
  readonly id: string;
  /** The deploy source's id, or `*` for any. */
  readonly source: string;
  readonly installationId: number;
  /** Every secret that is valid now. */
  readonly secrets: readonly string[];
  /** What a delivery means that does not say it itself. */
  readonly repository?: string;
  readonly service?: string;
  readonly environment?: string;
}

/**
 * The deploy endpoints of the file with their secrets looked up, and the one that WHATCHANGED_DEPLOY_SECRET makes:
 * `default`, for every source.
 */
export function deployEndpoints(
  file: InstanceFile,
  variables: Readonly<Record<string, string | undefined>>,
): { readonly endpoints: readonly DeployEndpoint[]; readonly problems: readonly InstanceProblem[] } {
  const problems: InstanceProblem[] = [];
  const sources = ['*', ...DEPLOY_SOURCES.map(({ id }) => id)];
  const endpoints: DeployEndpoint[] = file.deployEndpoints.map((endpoint, at) => {
    const place = `deployEndpoints[${at}]`;
    const { id, source, installation, repository, service, environment } = endpoint;
    if (!sources.includes(source)) {
      problems.push({ path: `${place}.source`, problem: 'is no deploy source', hint: `One of ${sources.join(', ')}.` });
    }
    const found = endpointSecrets(place, endpoint, variables);
    problems.push(...found.problems);
    return {
      id,
      source,
      installationId: installation,
      secrets: found.secrets,
      ...(repository !== undefined && { repository }),
      ...(service !== undefined && { service }),
      ...(environment !== undefined && { environment }),
    };
  });

  const secret = variables.WHATCHANGED_DEPLOY_SECRET;
  const installation = variables.WHATCHANGED_INSTALLATION;
  if (secret !== undefined) problems.push(...weakEndpointSecret('WHATCHANGED_DEPLOY_SECRET', secret));
  if (secret !== undefined && installation !== undefined) {
    endpoints.push({ id: 'default', source: '*', installationId: Number(installation), secrets: [secret] });
  } else if (secret !== undefined) {
    const hint = 'The installation whose deploys are reported with WHATCHANGED_DEPLOY_SECRET.';
    problems.push({ path: 'WHATCHANGED_INSTALLATION', problem: 'is missing', hint });
  }
  return { endpoints, problems: [...problems, ...doubledEndpoints('deployEndpoints', endpoints)] };
}
