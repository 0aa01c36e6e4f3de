import { createHmac, randomBytes } from 'node:crypto';
import { reachable } from '../acts/apps.ts';
import { HttpFailure, notFound, unprocessable } from '../server/http-failure.ts';
import { paginate } from '../server/paginate.ts';
import { type Call, created, ok, type Route } from '../server/route.ts';
import { profileShape } from '../shapes/account.ts';
import { appShape, installationShape } from '../shapes/app.ts';
import { isoTime } from '../shapes/json.ts';
import { repositoryShape } from '../shapes/repository.ts';
import { type App, covers, grants, type Installation, type PermissionLevel, type Permissions } from '../world/app.ts';

const HOUR = 3_600_000;

function appOf(call: Call): App {
  if (call.actor.kind !== 'app') throw notFound();
  return call.actor.app;
}

function installationOf(call: Call): Installation {
  const found = call.world.installations.get(Number(call.params.installation_id));
  if (found === undefined || found.app !== appOf(call)) throw notFound();
  return found;
}

function installationOfAccount(call: Call, login: string | undefined): Installation {
  const app = appOf(call);
  const found = [...call.world.installations.values()].find(
    (one) => one.app === app && one.account.login.toLowerCase() === login?.toLowerCase(),
  );
  if (found === undefined) throw notFound();
  return found;
}

/** The App by itself: who it is, where it is installed, and its tokens. `now` is real time. */
export function appRoutes(now: () => number): readonly Route[] {
  return [
    {
      operation: 'GET /app',
      access: 'app',
      handle: (call) => {
        const app = appOf(call);
        const installations = [...call.world.installations.values()].filter((one) => one.app === app);
        return ok({ ...appShape(call.world, app), installations_count: installations.length });
      },
    },
    {
      operation: 'GET /app/installations',
      access: 'app',
      handle: (call) => {
        const app = appOf(call);
        const all = [...call.world.installations.values()].filter((one) => one.app === app);
        return paginate(call, all, (one) => installationShape(call.world, one));
      },
    },
    {
      operation: 'GET /app/installations/{installation_id}',
      access: 'app',
      handle: (call) => ok(installationShape(call.world, installationOf(call))),
    },
    {
      operation: 'GET /orgs/{org}/installation',
      access: 'app',
      handle: (call) => ok(installationShape(call.world, installationOfAccount(call, call.params.org))),
    },
    {
      operation: 'GET /users/{username}/installation',
      access: 'app',
      handle: (call) => ok(installationShape(call.world, installationOfAccount(call, call.params.username))),
    },
    {
      operation: 'GET /repos/{owner}/{repo}/installation',
      access: 'app',
      handle: (call) => {
        const app = appOf(call);
        const found = [...call.world.installations.values()].find(
          (one) => one.app === app && covers(one, call.repository),
        );
        if (found === undefined) throw notFound();
        return ok(installationShape(call.world, found));
      },
    },
    {
      operation: 'POST /app/installations/{installation_id}/access_tokens',
      access: 'app',
      handle: (call) => createToken(call, installationOf(call), now()),
    },
    {
      operation: 'GET /installation/repositories',
      access: 'installation',
      handle: (call) => {
        if (call.actor.kind !== 'installation') throw notFound();
        const { installation, repositoryIds } = call.actor.token;
        const all = reachable(call.world, installation).filter(({ id }) => repositoryIds?.has(id) ?? true);
        return paginate(
          call,
          all,
          (repository) => repositoryShape(call.world, repository),
          (repositories, total) => ({
            total_count: total,
            repository_selection: installation.selection,
            repositories,
          }),
        );
      },
    },
    {
      operation: 'DELETE /installation/token',
      access: 'installation',
      handle: (call) => {
        if (call.actor.kind === 'installation') call.world.tokens.delete(call.actor.token.value);
        return { status: 204 };
      },
    },
    {
      operation: 'GET /rate_limit',
      access: 'anyone',
      handle: () => {
        const rate = { limit: 5000, used: 0, remaining: 5000, reset: Math.floor(now() / 1000) + 3600 };
        return ok({ resources: { core: rate, search: rate }, rate });
      },
    },
    {
      operation: 'GET /users/{username}',
      access: 'anyone',
      handle: (call) => {
        const found = call.world.accounts.get((call.params.username ?? '').toLowerCase());
        if (found === undefined) throw notFound();
        return ok(profileShape(call.world, found));
      },
    },
  ];
}

function createToken(call: Call, installation: Installation, now: number) {
  const { world, body } = call;
  if (installation.suspended !== undefined) throw new HttpFailure(403, 'This installation has been suspended');
  const wanted = body.permissions as Permissions | undefined;
  for (const [name, level] of Object.entries(wanted ?? {})) {
    if (!grants(installation.permissions, name, level as PermissionLevel)) {
      throw unprocessable('The permissions requested are not granted to this installation.');
    }
  }
  const selected = selectRepositories(call, installation);
  const permissions = wanted === undefined ? installation.permissions : { metadata: 'read' as const, ...wanted };
  const expiresAt = now + HOUR;
  const value = newTokenValue(installation, expiresAt);
  world.tokens.set(value, {
    kind: 'installation',
    value,
    installation,
    permissions,
    repositoryIds: selected === undefined ? undefined : new Set(selected.map(({ id }) => id)),
    expiresAt,
  });
  return created({
    token: value,
    expires_at: isoTime(expiresAt),
    permissions,
    repository_selection: selected === undefined ? installation.selection : 'selected',
    ...(selected === undefined ? {} : { repositories: selected.map((one) => repositoryShape(world, one)) }),
  });
}

function selectRepositories(call: Call, installation: Installation) {
  const ids = call.body.repository_ids as readonly number[] | undefined;
  const names = call.body.repositories as readonly string[] | undefined;
  if (ids === undefined && names === undefined) return undefined;
  const all = reachable(call.world, installation);
  const chosen = [
    ...(ids ?? []).map((id) => all.find((one) => one.id === id)),
    ...(names ?? []).map((name) => all.find((one) => one.name.toLowerCase() === name.toLowerCase())),
  ];
  return chosen.map((one) => {
    if (one !== undefined) return one;
    throw unprocessable(
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  });
}

/** The long form of 2026: the prefix, the App's id, and a part that looks like a JWT. */
function newTokenValue(installation: Installation, expiresAt: number): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = part({ alg: 'HS256', typ: 'JWT' });
  const claims = part({
    iss: 'local-github',
    sub: installation.id,
    exp: expiresAt,
    jti: randomBytes(160).toString('hex'),
  });
  const seal = createHmac('sha256', randomBytes(32)).update(claims).digest('base64url');
  return `ghs_${installation.app.id}_${head}.${claims}.${seal}`;
}
