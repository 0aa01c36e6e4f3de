import { verify } from 'node:crypto';
import type { Account } from '../world/account.ts';
import type { App, Token } from '../world/app.ts';
import type { World } from '../world/world.ts';
import { HttpFailure } from './http-failure.ts';

export type Actor =
  | { readonly kind: 'app'; readonly app: App }
  | { readonly kind: 'installation'; readonly token: Extract<Token, { kind: 'installation' }> }
  | { readonly kind: 'user'; readonly user: Account }
  | { readonly kind: 'anonymous' };

const LONGEST_JWT_LIFE = 600;
/** GitHub forgives clocks that run a little ahead. */
const DRIFT = 60;

/** Who sends, by the `Authorization` header. Throws 401 for a token or JWT that is not, or no longer, valid. */
export function authenticate(world: World, header: string | undefined, now: number): Actor {
  if (header === undefined) return { kind: 'anonymous' };
  const credential = header.replace(/^(bearer|token)\s+/i, '');
  const token = world.tokens.get(credential);
  if (token?.kind === 'user') return { kind: 'user', user: token.user };
  if (token?.kind === 'installation') {
    if (token.expiresAt <= now) throw new HttpFailure(401, 'Bad credentials');
    if (token.installation.suspended !== undefined) {
      throw new HttpFailure(403, 'This installation has been suspended');
    }
    return { kind: 'installation', token };
  }
  if (credential.split('.').length === 3 && !credential.startsWith('gh')) {
    return { kind: 'app', app: verifyAppToken(world, credential, now) };
  }
  throw new HttpFailure(401, 'Bad credentials');
}

interface Claims {
  readonly iss?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
}

function verifyAppToken(world: World, jwt: string, now: number): App {
  const undecodable = new HttpFailure(401, 'A JSON web token could not be decoded');
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const claims = decode<Claims>(payload);
  if (claims === undefined || decode<{ alg?: unknown }>(header)?.alg !== 'RS256') throw undecodable;
  const issuer = String(claims.iss);
  const app = [...world.apps.values()].find((one) => String(one.id) === issuer || one.clientId === issuer);
  if (app === undefined) throw new HttpFailure(404, 'Integration not found');
  const bytes = Buffer.from(`${header}.${payload}`);
  if (!verify('RSA-SHA256', bytes, app.publicKey, Buffer.from(signature, 'base64url'))) throw undecodable;
  const seconds = Math.floor(now / 1000);
  const { exp, iat } = claims;
  if (typeof exp !== 'number' || exp <= seconds) {
    throw new HttpFailure(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > seconds + LONGEST_JWT_LIFE + DRIFT) {
    throw new HttpFailure(401, "'Expiration time' claim ('exp') is too far in the future");
  }
  if (typeof iat !== 'number' || iat > seconds + DRIFT) {
    throw new HttpFailure(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  return app;
}

function decode<T>(part: string): T | undefined {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as T;
  } catch {
    return undefined;
  }
}
