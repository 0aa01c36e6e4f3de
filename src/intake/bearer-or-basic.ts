import { equalSecrets } from './equal-secrets.ts';

/**
 * Whether an Authorization header carries one of the secrets, as a bearer token or as the password of Basic (any user
 * name). Every secret is compared, so the time taken does not tell which one matched.
 */
export function bearerOrBasic(authorization: string | undefined, secrets: readonly string[]): boolean {
  const given = credential(authorization ?? '');
  return secrets.map((secret) => equalSecrets(given, secret)).includes(true);
}

/** The scheme's name is case-insensitive (RFC 9110 §11.1); what follows it is not. */
function credential(authorization: string): string {
  const bearer = /^bearer (\S+)$/i.exec(authorization)?.[1];
  if (bearer !== undefined) return bearer;
  const basic = /^basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
  const bytes = Buffer.from(basic ?? '', 'base64');
  // One credential has one spelling: the decoder would also take it without its padding.
  if (bytes.toString('base64') !== basic) return '';
  const decoded = bytes.toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? '' : decoded.slice(colon + 1);
}
