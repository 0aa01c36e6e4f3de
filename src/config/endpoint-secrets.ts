import type { InstanceProblem } from './instance-problem.ts';
import { weakSecret } from './weak-secret.ts';

const SHORTEST_ENDPOINT_SECRET = 16;
const NEW_SECRET = 'Make one with `openssl rand -hex 32` and give it to the sender.';

/** The secrets of one endpoint of the file with those of variables looked up, and what is wrong with them. */
export function endpointSecrets(
  place: string,
  endpoint: { readonly secrets: readonly string[]; readonly secretsFrom: readonly string[] },
  variables: Readonly<Record<string, string | undefined>>,
): { readonly secrets: readonly string[]; readonly problems: readonly InstanceProblem[] } {
  const named = [
    ...endpoint.secrets.map((secret, index) => ({ path: `${place}.secrets[${index}]`, secret })),
    ...endpoint.secretsFrom.map((name, index) => ({
      path: `${place}.secretsFrom[${index}]`,
      secret: variables[name] ?? '',
    })),
  ];
  const problems = named.flatMap(({ path, secret }) => weakEndpointSecret(path, secret));
  const none = named.length === 0 ? [{ path: `${place}.secrets`, problem: 'is missing', hint: NEW_SECRET }] : [];
  return { secrets: named.map(({ secret }) => secret), problems: [...none, ...problems] };
}

/** What is wrong with the secret of an endpoint, at a place of the settings. */
export function weakEndpointSecret(path: string, secret: string): readonly InstanceProblem[] {
  const problem = weakSecret(secret, SHORTEST_ENDPOINT_SECRET);
  return problem === undefined ? [] : [{ path, problem, hint: NEW_SECRET }];
}

/** A problem for each endpoint of a list whose id an earlier one has. */
export function doubledEndpoints(
  list: string,
  endpoints: readonly { readonly id: string }[],
): readonly InstanceProblem[] {
  const seen = new Set<string>();
  return endpoints.flatMap(({ id }, at) => {
    if (seen.has(id))
      return [{ path: `${list}[${at}].id`, problem: 'is used twice', hint: 'Give each an id of its own.' }];
    seen.add(id);
    return [];
  });
}
