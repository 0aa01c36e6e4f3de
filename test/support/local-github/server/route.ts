import type { Json } from '../shapes/json.ts';
import type { Account } from '../world/account.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import type { Actor } from './authenticate.ts';

/** One request, after its sender and its repository are known. */
export interface Call {
  readonly world: World;
  readonly actor: Actor;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly accept: string;
  /** The request's own address, for links to other pages. */
  readonly url: URL;
  /** The repository of the path; throws on a route that has none. */
  readonly repository: Repository;
  /** Who acts: a person, or the bot of the App; throws where nobody is signed in. */
  readonly account: Account;
  /** Whether a list shows this object yet: a fault can hide new ones. */
  isListed(id: number): boolean;
}

export interface Answer {
  readonly status: number;
  /** Sent as JSON; a string goes out as it is, with `contentType`. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Who may call: `app` by its JWT, `installation` by its token, `anyone` who is signed in, or whoever holds one of these
 * permissions, such as `contents:read`, on the repository.
 */
export type Access = 'app' | 'installation' | 'anyone' | readonly string[];

export interface Route {
  /** The operation as GitHub's description writes it, such as `GET /repos/{owner}/{repo}`. */
  readonly operation: string;
  readonly access: Access;
  /** What it means when an App does this: acts that only people may do. */
  readonly violation?: string | ((call: Call) => string | undefined);
  handle(call: Call): Answer | Promise<Answer>;
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export function created(body: unknown): Answer {
  return { status: 201, body };
}
