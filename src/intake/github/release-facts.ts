import { z } from 'zod';
import type { DeployTarget } from '../../config/repository-configuration.ts';
import type { DeployEvent } from '../../investigation/ledger/deploy-event.ts';
import { readEnvironmentName } from '../../investigation/ledger/environment-name.ts';
import type { SeenRepository } from './contract.ts';
import { actor, id, instant, repositoryName, text, webAddress } from './payload-parts.ts';

/** A published release, as a webhook and the API give it. */
export const madeRelease = z.object({
  id,
  tag_name: text(300),
  draft: z.boolean(),
  prerelease: z.boolean(),
  published_at: instant,
  html_url: text(2000).optional(),
  author: actor,
});

/**
 * The deploy that a release is where a rule says so. `target_commitish` is mostly a branch's name, so the tag stands for
 * the commit until the repository was asked what it points to. Undefined for a draft or a pre-release.
 */
export function releaseDeploy(
  made: z.infer<typeof madeRelease>,
  seen: SeenRepository,
  target: DeployTarget,
): DeployEvent | undefined {
  if (made.draft || made.prerelease) return undefined;
  const named = readEnvironmentName(target.environment);
  const attempt = `github:release:${made.id}`;
  const url = webAddress(made.html_url);
  return {
    repositoryId: seen.repositoryId,
    service: target.service ?? named.service ?? repositoryName(seen),
    environment: named.environment,
    eventId: attempt,
    attempt,
    source: 'github:release',
    state: 'success',
    at: made.published_at,
    sha: `tags/${made.tag_name}`,
    ref: `refs/tags/${made.tag_name}`,
    ...(url !== undefined && { url }),
    ...(made.author && { actor: made.author.login }),
  };
}
