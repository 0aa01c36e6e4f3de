import type { GitRepository } from '../git/git-repository.ts';
import type { Account } from './account.ts';
import type { App, Installation, Token } from './app.ts';
import type { Delivery } from './delivery.ts';
import type { Repository } from './repository.ts';

/** Everything that the local GitHub remembers, but for the commits: those live in real git repositories. */
export interface World {
  /** `http://127.0.0.1:PORT`, the base of the API and of the web pages. */
  origin: string;
  readonly folder: string;
  readonly clock: WorldClock;
  readonly accounts: Map<string, Account>;
  readonly apps: Map<number, App>;
  readonly installations: Map<number, Installation>;
  readonly tokens: Map<string, Token>;
  readonly repositories: Map<number, Repository>;
  readonly manifests: Map<string, ManifestCode>;
  readonly deliveries: Delivery[];
  readonly outbox: Outbox;
  /** Ascending and never given twice, so that a larger id is newer. */
  nextId(): number;
  openGit(folder: string): GitRepository;
}

/** The clock of the world: what `created_at` and its kind say. It follows the system until it is set. */
export interface WorldClock {
  now(): number;
  set(at: number | string): void;
  advance(milliseconds: number): void;
}

/** Sends webhooks one after the other, in the order of what happened. */
interface Outbox {
  online: boolean;
  held: Delivery[] | undefined;
  tail: Promise<void>;
  /** Work that is not yet in the queue. */
  readonly pending: Set<Promise<void>>;
  /** Ends what is on its way when the server stops. */
  readonly closing: AbortController;
}

interface ManifestCode {
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly owner: Account;
}

/** A time as a test writes it: epoch milliseconds or ISO 8601. */
export type At = number | string;

/** Epoch milliseconds of `at`, or the world's time where it was left out. */
export function timeOf(world: World, at: At | undefined): number {
  if (at === undefined) return world.clock.now();
  return typeof at === 'number' ? at : Date.parse(at);
}
