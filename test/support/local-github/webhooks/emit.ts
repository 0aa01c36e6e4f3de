import { randomUUID } from 'node:crypto';
import { accountShape, organizationShape } from '../shapes/account.ts';
import { type Json, nodeId } from '../shapes/json.ts';
import { repositoryShape } from '../shapes/repository.ts';
import type { Account } from '../world/account.ts';
import { type App, covers, type Installation } from '../world/app.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { enqueue, newDelivery } from './outbox.ts';

// Sent to every App, whatever it subscribed to.
const ALWAYS = new Set(['installation', 'installation_repositories', 'github_app_authorization', 'ping']);

export interface Happening {
  readonly event: string;
  readonly action?: string;
  readonly payload: Json;
  readonly sender: Account;
  readonly at: number;
}

/** Tells every App that is installed on the repository and wants the event. Resolves when all were tried. */
export function emitForRepository(world: World, repository: Repository, happening: Happening): Promise<void> {
  const { owner } = repository;
  const common = {
    repository: repositoryShape(world, repository),
    ...(owner.type === 'Organization' ? { organization: organizationShape(world, owner) } : {}),
  };
  const sent = [...world.installations.values()]
    .filter((installation) => covers(installation, repository) && installation.suspended === undefined)
    .filter(({ app }) => app.events.includes(happening.event))
    .map((installation) =>
      send(world, installation.app, installation, repository.id, {
        ...happening,
        // A payload may bring its own form of the repository, as `push` does.
        payload: {
          ...happening.payload,
          repository: { ...common.repository, ...object(happening.payload.repository) },
          ...organization(common),
        },
      }),
    );
  return Promise.all(sent).then(() => undefined);
}

/** Tells one App about its installation. */
export function emitForInstallation(world: World, installation: Installation, happening: Happening): Promise<void> {
  const { app } = installation;
  if (!ALWAYS.has(happening.event) && !app.events.includes(happening.event)) return Promise.resolve();
  return send(world, app, installation, undefined, happening);
}

function organization(common: Json): Json {
  return 'organization' in common ? { organization: common.organization } : {};
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function send(
  world: World,
  app: App,
  installation: Installation,
  repositoryId: number | undefined,
  happening: Happening,
): Promise<void> {
  const payload: Json = {
    ...(happening.action === undefined ? {} : { action: happening.action }),
    ...happening.payload,
    sender: accountShape(world, happening.sender),
    installation: happening.payload.installation ?? {
      id: installation.id,
      node_id: nodeId('MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9u', installation.id),
    },
  };
  const delivery = newDelivery(world, { ...happening, app, installation, repositoryId, payload, guid: randomUUID() });
  if (world.outbox.held !== undefined) {
    world.outbox.held.push(delivery);
    return Promise.resolve();
  }
  return enqueue(world, delivery);
}
