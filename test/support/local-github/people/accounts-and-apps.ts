import { randomBytes } from 'node:crypto';
import { account } from '../acts/accounts.ts';
import { changeSelection, createApp, install, suspend, uninstall, unsuspend } from '../acts/apps.ts';
import type { People, RepositoryName } from '../local-github.ts';
import type { World } from '../world/world.ts';
import { answered, byAt, repositoryNamed } from './context.ts';

type AccountsAndApps = Pick<
  People,
  | 'createUser'
  | 'createUserToken'
  | 'createOrganization'
  | 'createApp'
  | 'app'
  | 'install'
  | 'suspend'
  | 'unsuspend'
  | 'uninstall'
  | 'changePermissions'
  | 'changeSelection'
>;

/** People, organizations, Apps and where they are installed. */
export function accountsAndApps(world: World): AccountsAndApps {
  const named = (names: readonly RepositoryName[] = []) => names.map((name) => repositoryNamed(world, name));
  return {
    createUser: (login, from) => account(world, login, from?.type ?? 'User', from?.name ?? login),
    createUserToken: (login) => {
      const value = `ghp_${randomBytes(18).toString('hex')}`;
      world.tokens.set(value, { kind: 'user', value, user: account(world, login) });
      return value;
    },
    createOrganization: (login) => account(world, login, 'Organization'),
    createApp: (from) => createApp(world, from),
    app: (slug) => {
      const found = [...world.apps.values()].find((app) => app.slug === slug);
      if (found === undefined) throw new Error(`there is no App ${slug}`);
      return found;
    },
    install: (app, owner, from = {}) => {
      const repositories = from.repositories ?? 'all';
      const installation = install(world, {
        app,
        account: account(world, owner, 'Organization'),
        repositories: repositories === 'all' ? 'all' : named(repositories),
        ...(from.permissions === undefined ? {} : { permissions: from.permissions }),
        ...(from.id === undefined ? {} : { id: from.id }),
        ...byAt(world, from),
      });
      return answered(world, installation);
    },
    suspend: (installation, from) => {
      const { by, at } = byAt(world, from);
      return answered(world, suspend(world, installation, by, at));
    },
    unsuspend: (installation, from) => {
      const { by, at } = byAt(world, from);
      return answered(world, unsuspend(world, installation, by, at));
    },
    uninstall: (installation, from) => {
      const { by, at } = byAt(world, from);
      return answered(world, uninstall(world, installation, by, at));
    },
    changePermissions: (installation, permissions) => {
      installation.permissions = { metadata: 'read', ...permissions };
    },
    changeSelection: (installation, from) => {
      const change = { add: named(from.add), remove: named(from.remove), ...byAt(world, from) };
      return answered(world, changeSelection(world, installation, change));
    },
  };
}
