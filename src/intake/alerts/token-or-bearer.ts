import { bearerOrBasic } from '../bearer-or-basic.ts';
import { equalSecrets } from '../equal-secrets.ts';

/** Where senders that may set a header of their own put the secret. */
export const TOKEN_HEADER = 'x-whatchanged-token';

/**
 * Whether a request carries one of the secrets in a header of the sender's choice, or as a bearer token or password. All
 * are compared, so the time taken does not tell which one matched.
 */
export function tokenOrBearer(
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
  header: string = TOKEN_HEADER,
): boolean {
  const given = headers[header] ?? '';
  return [
    ...secrets.map((secret) => equalSecrets(given, secret)),
    bearerOrBasic(headers.authorization, secrets),
  ].includes(true);
}
