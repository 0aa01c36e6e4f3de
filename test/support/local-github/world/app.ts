import type { KeyObject } from 'node:crypto';
import type { Account } from './account.ts';

export type PermissionLevel = 'read' | 'write' | 'admin';
export type Permissions = Readonly<Record<string, PermissionLevel>>;

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly clientId: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly publicKey: KeyObject;
  readonly webhookSecret: string;
  webhookUrl: string | undefined;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly hookId: number;
  readonly createdAt: number;
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  selection: 'all' | 'selected';
  readonly repositoryIds: Set<number>;
  permissions: Permissions;
  readonly createdAt: number;
  updatedAt: number;
  suspended: { readonly at: number; readonly by: Account } | undefined;
}

/** A token of an installation or of a person; `expiresAt` is in real time, because the clients compare it with theirs. */
export type Token =
  | {
      readonly kind: 'installation';
      readonly value: string;
      readonly installation: Installation;
      readonly permissions: Permissions;
      readonly repositoryIds: ReadonlySet<number> | undefined;
      readonly expiresAt: number;
    }
  | { readonly kind: 'user'; readonly value: string; readonly user: Account };

const RANK: Readonly<Record<PermissionLevel, number>> = { read: 1, write: 2, admin: 3 };

/** Whether `granted` holds `wanted` for one permission name; reading metadata is always granted. */
export function grants(granted: Permissions, name: string, wanted: PermissionLevel): boolean {
  const level = granted[name] ?? (name === 'metadata' ? 'read' : undefined);
  return level !== undefined && RANK[level] >= RANK[wanted];
}

/** Whether an installation may see a repository at all. */
export function covers(
  installation: Installation,
  repository: { readonly id: number; readonly owner: Account },
): boolean {
  if (installation.account.id !== repository.owner.id) return false;
  return installation.selection === 'all' || installation.repositoryIds.has(repository.id);
}
