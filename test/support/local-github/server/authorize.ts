import { covers, grants, type PermissionLevel } from '../world/app.ts';
import type { CollaboratorLevel, Repository } from '../world/repository.ts';
import type { Actor } from './authenticate.ts';
import { HttpFailure, notAccessible, notFound } from './http-failure.ts';
import type { Access } from './route.ts';

const RANK: Readonly<Record<CollaboratorLevel, number>> = { read: 1, triage: 2, write: 3, maintain: 4, admin: 5 };

/** Throws what GitHub answers where the sender may not do this: 401, 403, or 404 for what it may not even know of. */
export function authorize(actor: Actor, access: Access, repository: Repository | undefined): void {
  if (access === 'app') {
    if (actor.kind !== 'app') throw new HttpFailure(401, 'A JSON web token could not be decoded');
    return;
  }
  if (actor.kind === 'app') {
    throw new HttpFailure(
      403,
      'You must authenticate with an installation access token in order to access this resource',
    );
  }
  if (access === 'installation') {
    if (actor.kind !== 'installation') throw notAccessible('');
    return;
  }
  if (access === 'anyone' || repository === undefined) {
    if (actor.kind === 'anonymous' && access !== 'anyone') throw new HttpFailure(401, 'Requires authentication');
    return;
  }
  const reads = access.every((permission) => permission.endsWith(':read'));
  if (actor.kind === 'anonymous') {
    if (repository.private) throw notFound();
    if (!reads) throw new HttpFailure(401, 'Requires authentication');
    return;
  }
  if (actor.kind === 'user') authorizeUser(repository, actor.user.login, access, reads);
  else authorizeInstallation(actor, repository, access, reads);
}

/** The level of a person on a repository; undefined where there is none. Owners are admins. */
export function levelOf(repository: Repository, login: string): CollaboratorLevel | undefined {
  if (repository.owner.login.toLowerCase() === login.toLowerCase()) return 'admin';
  return repository.collaborators.get(login.toLowerCase());
}

function authorizeUser(repository: Repository, login: string, access: readonly string[], reads: boolean): void {
  const level = levelOf(repository, login);
  if (level === undefined && repository.private) throw notFound();
  // Anyone who can read may open issues and comment.
  const needed = reads || access.some((permission) => permission.startsWith('issues:')) ? 'read' : 'write';
  const held = level === undefined ? 1 : RANK[level];
  if (held < RANK[needed]) throw new HttpFailure(403, 'Must have push access to the repository.');
}

function authorizeInstallation(
  actor: Extract<Actor, { kind: 'installation' }>,
  repository: Repository,
  access: readonly string[],
  reads: boolean,
): void {
  const { token } = actor;
  const inReach =
    covers(token.installation, repository) &&
    (token.repositoryIds === undefined || token.repositoryIds.has(repository.id));
  if (!inReach) {
    if (repository.private) throw notFound();
    if (reads) return;
    throw notAccessible(access.join(','));
  }
  const allowed = access.some((permission) => {
    const [name = '', level = ''] = permission.split(':');
    return grants(token.permissions, name, level as PermissionLevel);
  });
  if (!allowed) throw notAccessible(access.map((permission) => permission.replace(':', '=')).join('; '));
}
