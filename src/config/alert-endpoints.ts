import { ALERT_SOURCES } from '../intake/alerts/registry.generated.ts';
import type { InstanceFile } from './instance-file.ts';
import type { InstanceProblem } from './instance-problem.ts';
import { weakSecret } from './weak-secret.ts';

/** One address that an alert sender posts to: `/alerts/SOURCE/ID`. It alone says whose alert it is. */
export interface AlertEndpoint {
  readonly id: string;
  /** The alert source's id, or `*` for any. */
  readonly source: string;
  readonly installationId: number;
  /** Every secret that is valid now. */
  readonly secrets: readonly string[];
}

const SHORTEST_ENDPOINT_SECRET = 16;
const NEW_SECRET = 'Make one with `openssl rand -hex 32` and give it to the sender.';

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
    const secrets = [
      ...endpoint.secrets.map((secret, index) => ({ path: `${place}.secrets[${index}]`, secret })),
      ...endpoint.secretsFrom.map((name, index) => ({
        path: `${place}.secretsFrom[${index}]`,
        secret: variables[name] ?? '',
      })),
    ];
    if (secrets.length === 0) problems.push({ path: `${place}.secrets`, problem: 'is missing', hint: NEW_SECRET });
    problems.push(...secrets.flatMap(({ path, secret }) => weak(path, secret)));
    return {
      id: endpoint.id,
      source: endpoint.source,
      installationId: endpoint.installation,
      secrets: secrets.map(({ secret }) => secret),
    };
  });

  const secret = variables.WHATCHANGED_ALERT_SECRET;
  const installation = variables.WHATCHANGED_INSTALLATION;
  if (secret !== undefined) problems.push(...weak('WHATCHANGED_ALERT_SECRET', secret));
  if (secret !== undefined && installation !== undefined) {
    endpoints.push({ id: 'default', source: '*', installationId: Number(installation), secrets: [secret] });
  } else if (secret !== undefined || installation !== undefined) {
    const path = secret === undefined ? 'WHATCHANGED_ALERT_SECRET' : 'WHATCHANGED_INSTALLATION';
    problems.push({ path, problem: 'is missing', hint: 'The two are set together, or neither.' });
  }
  return { endpoints, problems: [...problems, ...doubled(endpoints)] };
}

function weak(path: string, secret: string): readonly InstanceProblem[] {
  const problem = weakSecret(secret, SHORTEST_ENDPOINT_SECRET);
  return problem === undefined ? [] : [{ path, problem, hint: NEW_SECRET }];
}

function doubled(endpoints: readonly AlertEndpoint[]): readonly InstanceProblem[] {
  const seen = new Set<string>();
  return endpoints.flatMap(({ id }, at) => {
    if (seen.has(id)) return [{ path: `endpoints[${at}].id`, problem: 'is used twice', hint: 'Every id is its own.' }];
    seen.add(id);
    return [];
  });
}
