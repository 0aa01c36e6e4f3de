import type { EndpointSettings } from '../intake/alerts/contract.ts';
import { ALERT_SOURCES } from '../intake/alerts/registry.generated.ts';
import { doubledEndpoints, endpointSecrets, weakEndpointSecret } from './endpoint-secrets.ts';
import type { InstanceFile } from './instance-file.ts';
import type { InstanceProblem } from './instance-problem.ts';

/** One address that an alert sender posts to: `/alerts/SOURCE/ID`. It alone says whose alert it is. */
export interface AlertEndpoint extends EndpointSettings {
  readonly id: string;
  /** The alert source's id, or `*` for any. */
  readonly source: string;
  readonly installationId: number;
  /** Every secret that is valid now. */
  readonly secrets: readonly string[];
}

/**
 * The endpoints of the file with their secrets looked up, and the one that WHATCHANGED_ALERT_SECRET makes: `default`,
 * for every source.
 */
export function alertEndpoints(
  file: InstanceFile,
  variables: Readonly<Record<string, string | undefined>>,
): { readonly endpoints: readonly AlertEndpoint[]; readonly problems: readonly InstanceProblem[] } {
  const problems: InstanceProblem[] = [];
  const sources = ['*', ...ALERT_SOURCES.map(({ id }) => id)];
  const endpoints: AlertEndpoint[] = file.endpoints.map((endpoint, at) => {
    const place = `endpoints[${at}]`;
    if (!sources.includes(endpoint.source)) {
      problems.push({ path: `${place}.source`, problem: 'is no alert source', hint: `One of ${sources.join(', ')}.` });
    }
    if (endpoint.source === 'sns' && endpoint.topics.length === 0) {
      problems.push({
        path: `${place}.topics`,
        problem: 'is missing',
        hint: 'List the ARNs of the SNS topics that may post here: any account of AWS can sign a message.',
      });
    }
    const found = endpointSecrets(place, endpoint, variables);
    problems.push(...found.problems);
    return {
      id: endpoint.id,
      source: endpoint.source,
      installationId: endpoint.installation,
      secrets: found.secrets,
      ...settings(endpoint),
    };
  });

  const secret = variables.WHATCHANGED_ALERT_SECRET;
  const installation = variables.WHATCHANGED_INSTALLATION;
  if (secret !== undefined) problems.push(...weakEndpointSecret('WHATCHANGED_ALERT_SECRET', secret));
  if (secret !== undefined && installation !== undefined) {
    endpoints.push({ id: 'default', source: '*', installationId: Number(installation), secrets: [secret] });
  } else if (secret !== undefined || (installation !== undefined && !variables.WHATCHANGED_DEPLOY_SECRET)) {
    const path = secret === undefined ? 'WHATCHANGED_ALERT_SECRET' : 'WHATCHANGED_INSTALLATION';
    problems.push({ path, problem: 'is missing', hint: 'The two are set together, or neither.' });
  }
  return { endpoints, problems: [...problems, ...doubledEndpoints('endpoints', endpoints)] };
}

function settings({ topics, armedUntil, origins, map }: InstanceFile['endpoints'][number]): EndpointSettings {
  return {
    ...(topics.length === 0 ? {} : { topics }),
    ...(armedUntil === undefined ? {} : { armedUntil: Date.parse(armedUntil) }),
    ...(origins.length === 0 ? {} : { origins }),
    ...(map === undefined ? {} : { map }),
  };
}
