import type { App, Installation } from '../world/app.ts';
import type { World } from '../world/world.ts';
import { accountShape } from './account.ts';
import { isoTime, isoTimeOrNull, type Json, nodeId } from './json.ts';

/** A GitHub App as it appears inside other objects and in `GET /app`. */
export function appShape(world: World, app: App): Json {
  return {
    id: app.id,
    client_id: app.clientId,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    owner: accountShape(world, app.owner),
    name: app.name,
    description: '',
    external_url: `${world.origin}/apps/${app.slug}`,
    html_url: `${world.origin}/apps/${app.slug}`,
    created_at: isoTime(app.createdAt),
    updated_at: isoTime(app.createdAt),
    permissions: app.permissions,
    events: app.events,
  };
}

/** An installation, in the API and in webhook payloads. */
export function installationShape(world: World, installation: Installation): Json {
  const { account, app } = installation;
  const isOrganization = account.type === 'Organization';
  return {
    id: installation.id,
    client_id: app.clientId,
    account: accountShape(world, account),
    repository_selection: installation.selection,
    access_tokens_url: `${world.origin}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${world.origin}/installation/repositories`,
    html_url: isOrganization
      ? `${world.origin}/organizations/${account.login}/settings/installations/${installation.id}`
      : `${world.origin}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: isOrganization ? 'Organization' : 'User',
    permissions: installation.permissions,
    events: app.events,
    created_at: isoTime(installation.createdAt),
    updated_at: isoTime(installation.updatedAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspended === undefined ? null : accountShape(world, installation.suspended.by),
    suspended_at: isoTimeOrNull(installation.suspended?.at),
  };
}
