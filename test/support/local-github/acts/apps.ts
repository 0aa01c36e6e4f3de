import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { installationShape } from '../shapes/app.ts';
import { type Json, nodeId } from '../shapes/json.ts';
import { emitForInstallation } from '../webhooks/emit.ts';
import type { Account } from '../world/account.ts';
import { type App, covers, type Installation, type Permissions } from '../world/app.ts';
import { fullName, type Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { account } from './accounts.ts';

export interface NewApp {
  readonly id?: number;
  readonly slug?: string;
  readonly name?: string;
  /** PEM, public or private. Left out, a key pair is made and its private half is returned. */
  readonly privateKey?: string;
  readonly webhookSecret?: string;
  readonly webhookUrl?: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly owner?: string;
}

/** Registers an App; `privateKey` is the PEM that signs its tokens. */
export function createApp(world: World, from: NewApp): { readonly app: App; readonly privateKey: string } {
  const slug = from.slug ?? 'whatchanged';
  const pem = from.privateKey ?? newPrivateKey();
  const app: App = {
    id: from.id ?? world.nextId(),
    slug,
    name: from.name ?? slug,
    clientId: `Iv23li${randomBytes(7).toString('hex')}`,
    owner: account(world, from.owner ?? 'app-owner', 'Organization'),
    bot: account(world, `${slug}[bot]`, 'Bot'),
    publicKey: createPublicKey(pem),
    webhookSecret: from.webhookSecret ?? randomBytes(20).toString('hex'),
    webhookUrl: from.webhookUrl,
    permissions: { metadata: 'read', ...from.permissions },
    events: from.events,
    hookId: world.nextId(),
    createdAt: world.clock.now(),
  };
  world.apps.set(app.id, app);
  return { app, privateKey: pem };
}

function newPrivateKey(): string {
  const encoding = { type: 'pkcs1', format: 'pem' } as const;
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: encoding,
    publicKeyEncoding: encoding,
  });
  return privateKey;
}

export interface NewInstallation {
  readonly app: App;
  readonly account: Account;
  /** All, now and in future, or only these. */
  readonly repositories: 'all' | readonly Repository[];
  readonly permissions?: Permissions;
  readonly by: Account;
  readonly at: number;
  readonly id?: number;
}

export function install(world: World, from: NewInstallation): Installation {
  const installation: Installation = {
    id: from.id ?? world.nextId(),
    app: from.app,
    account: from.account,
    selection: from.repositories === 'all' ? 'all' : 'selected',
    repositoryIds: new Set(from.repositories === 'all' ? [] : from.repositories.map(({ id }) => id)),
    permissions: { ...(from.permissions ?? from.app.permissions) },
    createdAt: from.at,
    updatedAt: from.at,
    suspended: undefined,
  };
  world.installations.set(installation.id, installation);
  const repositories = reachable(world, installation).map(briefRepository);
  emitInstallation(world, installation, 'created', from, { repositories, requester: null });
  return installation;
}

/** The repositories that an installation covers. */
export function reachable(world: World, installation: Installation): readonly Repository[] {
  return [...world.repositories.values()].filter((repository) => covers(installation, repository));
}

export function suspend(world: World, installation: Installation, by: Account, at: number): void {
  installation.suspended = { by, at };
  installation.updatedAt = at;
  emitInstallation(world, installation, 'suspend', { by, at }, { repositories: [] });
}

export function unsuspend(world: World, installation: Installation, by: Account, at: number): void {
  installation.suspended = undefined;
  installation.updatedAt = at;
  emitInstallation(world, installation, 'unsuspend', { by, at }, { repositories: [] });
}

/** Removes the installation: its tokens are worthless from now on. */
export function uninstall(world: World, installation: Installation, by: Account, at: number): void {
  const repositories = reachable(world, installation).map(briefRepository);
  world.installations.delete(installation.id);
  for (const [value, token] of world.tokens) {
    if (token.kind === 'installation' && token.installation === installation) world.tokens.delete(value);
  }
  emitInstallation(world, installation, 'deleted', { by, at }, { repositories, requester: null });
}

/** Adds repositories to, or takes them from, an installation with selected repositories. */
export function changeSelection(
  world: World,
  installation: Installation,
  change: {
    readonly add?: readonly Repository[];
    readonly remove?: readonly Repository[];
    readonly by: Account;
    readonly at: number;
  },
): void {
  installation.selection = 'selected';
  const { add = [], remove = [], by, at } = change;
  for (const { id } of add) installation.repositoryIds.add(id);
  for (const { id } of remove) installation.repositoryIds.delete(id);
  for (const [action, repositories] of [
    ['added', add],
    ['removed', remove],
  ] as const) {
    if (repositories.length === 0) continue;
    const payload = {
      installation: installationShape(world, installation),
      repository_selection: installation.selection,
      repositories_added: action === 'added' ? repositories.map(briefRepository) : [],
      repositories_removed: action === 'removed' ? repositories.map(briefRepository) : [],
      requester: null,
    };
    void emitForInstallation(world, installation, {
      event: 'installation_repositories',
      action,
      payload,
      sender: by,
      at,
    });
  }
}

function emitInstallation(
  world: World,
  installation: Installation,
  action: string,
  { by, at }: { readonly by: Account; readonly at: number },
  more: Json,
): void {
  const payload = { installation: installationShape(world, installation), ...more };
  void emitForInstallation(world, installation, { event: 'installation', action, payload, sender: by, at });
}

function briefRepository(repository: Repository): Json {
  const { id, name } = repository;
  return { id, node_id: nodeId('R', id), name, full_name: fullName(repository), private: repository.private };
}
