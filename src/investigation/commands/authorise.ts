import type { CommandRefusal } from './command-refusal.ts';

/** An account as GitHub describes it. */
export interface SeenAccount {
  readonly id: number;
  readonly login: string;
  /** `User`, `Bot`, `Organization`, `Mannequin`, … */
  readonly type: string;
}

/** What the webhook said when the comment was new. */
export interface SeenComment {
  readonly sender: SeenAccount;
  /** Null for an account that is gone. */
  readonly author: SeenAccount | null;
  /** Whether an App wrote it in the name of its author. */
  readonly throughApp: boolean;
  /** Hash of the body. */
  readonly bodyHash: string;
}

/** What GitHub says now. */
export interface LiveComment {
  readonly author: SeenAccount | null;
  readonly throughApp: boolean;
  readonly bodyHash: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface LivePermission {
  /** GitHub's four old levels: `admin`, `write` (also maintain), `read` (also triage), `none`. */
  readonly permission: string;
  /** The role by its own name; a custom role has any. */
  readonly roleName: string;
}

export interface AuthorisationFacts {
  readonly seen: SeenComment;
  /** The comment read again just now; undefined where it is gone. */
  readonly live: LiveComment | undefined;
  /** Read live; undefined where GitHub knows no such collaborator. */
  readonly permission: LivePermission | undefined;
}

export type Authorisation =
  | { readonly allowed: true; readonly isAdmin: boolean }
  | { readonly allowed: false; readonly reason: CommandRefusal };

/** Roles that GitHub defines and that cannot push, whatever else an answer says. */
const WEAK_ROLES = ['none', 'read', 'triage'];

/**
 * Whether the person behind a comment may command, by what was seen and what GitHub says at this moment. Everything that
 * is not exactly right is refused. `author_association` is never looked at: a MEMBER need not have write access
 * (docs.github.com, "Get repository permissions for a user", 2026-11).
 */
export function authorise({ seen, live, permission }: AuthorisationFacts): Authorisation {
  const { sender, author } = seen;
  if (sender.type !== 'User' || author === null || author.type !== 'User') return refused('not-a-person');
  if (sender.id !== author.id) return refused('sender-is-not-author');
  if (seen.throughApp) return refused('through-an-app');
  if (live === undefined) return refused('comment-gone');
  if (live.author === null || live.author.id !== sender.id) return refused('sender-is-not-author');
  if (live.author.type !== 'User') return refused('not-a-person');
  if (live.throughApp) return refused('through-an-app');
  if (live.bodyHash !== seen.bodyHash || live.createdAt !== live.updatedAt) return refused('comment-edited');
  return byPermission(permission);
}

/** Whether a live permission is enough to command; also for whoever put a label on. */
export function byPermission(permission: LivePermission | undefined): Authorisation {
  if (permission === undefined || WEAK_ROLES.includes(permission.roleName)) return refused('no-write-access');
  if (permission.permission === 'admin') return { allowed: true, isAdmin: true };
  return permission.permission === 'write' ? { allowed: true, isAdmin: false } : refused('no-write-access');
}

function refused(reason: CommandRefusal): Authorisation {
  return { allowed: false, reason };
}
