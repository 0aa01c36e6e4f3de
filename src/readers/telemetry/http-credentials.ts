import { createRedactor } from '../../platform/redact.ts';

/** How to sign in to a server that takes a bearer token, a password, or headers of a proxy before it. */
export interface HttpCredentials {
  readonly bearerToken?: string | undefined;
  readonly basic?: { readonly username: string; readonly password: string } | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly tenant?: string | undefined;
}

/** The headers of a question: a bearer token wins over a password, and both over a header of the same name. */
export function credentialHeaders({ bearerToken, basic, headers, tenant }: HttpCredentials): Record<string, string> {
  return {
    accept: 'application/json',
    ...headers,
    ...(tenant === undefined ? {} : { 'x-scope-orgid': tenant }),
    ...(basic === undefined ? {} : { authorization: `Basic ${basicToken(basic)}` }),
    ...(bearerToken === undefined ? {} : { authorization: `Bearer ${bearerToken}` }),
  };
}

/** Takes the credentials of a connection out of what its server said. */
export function credentialRedactor({ bearerToken, basic, headers }: HttpCredentials): (text: string) => string {
  return createRedactor([
    bearerToken ?? '',
    basic?.password ?? '',
    basic ? basicToken(basic) : '',
    ...Object.values(headers ?? {}),
  ]);
}

function basicToken({ username, password }: { readonly username: string; readonly password: string }): string {
  return Buffer.from(`${username}:${password}`).toString('base64');
}
