import type { Release } from '../world/deployment.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { accountShape } from './account.ts';
import { isoTime, type Json, nodeId } from './json.ts';
import { apiUrl, webUrl } from './repository.ts';

export function releaseShape(world: World, repository: Repository, release: Release): Json {
  const url = `${apiUrl(world, repository)}/releases/${release.id}`;
  return {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    html_url: `${webUrl(world, repository)}/releases/tag/${encodeURIComponent(release.tag)}`,
    id: release.id,
    author: accountShape(world, release.author),
    node_id: nodeId('RE', release.id),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    draft: release.draft,
    immutable: false,
    prerelease: release.prerelease,
    created_at: isoTime(release.createdAt),
    updated_at: isoTime(release.publishedAt),
    published_at: isoTime(release.publishedAt),
    assets: [],
    tarball_url: `${apiUrl(world, repository)}/tarball/${release.tag}`,
    zipball_url: `${apiUrl(world, repository)}/zipball/${release.tag}`,
    body: release.body,
  };
}
