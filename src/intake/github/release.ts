import { z } from 'zod';
import { readEnvironmentName } from '../../investigation/ledger/environment-name.ts';
import { defineRecorder, type Recording } from './contract.ts';
import { actor, id, installation, instant, repository, repositoryName, text, webAddress } from './payload-parts.ts';
import { readPayload } from './read-payload.ts';

const schema = z.object({
  action: z.literal('published'),
  release: z.object({
    id,
    tag_name: text(300),
    draft: z.boolean(),
    prerelease: z.boolean(),
    published_at: instant,
    html_url: text(2000).optional(),
    author: actor,
  }),
  repository,
  installation,
});

/**
 * A published release, where a rule says that it goes live by that. `target_commitish` is mostly a branch's name, so the
 * tag stands for the commit until the repository was asked what it points to.
 */
export const release = defineRecorder({
  on: ['release.published'],
  read(payload, { rules }): Recording {
    const { release: made, repository: seen, installation: by } = readPayload('release', schema, payload);
    if (rules.deployReleases === undefined)
      return { kind: 'ignored', reason: 'no rule says that a release is a deploy' };
    if (made.draft || made.prerelease) return { kind: 'ignored', reason: 'a draft or a pre-release' };
    const named = readEnvironmentName(rules.deployReleases.environment);
    const attempt = `github:release:${made.id}`;
    const url = webAddress(made.html_url);
    return {
      kind: 'facts',
      facts: {
        installationId: by.id,
        repositories: [seen],
        deployEvents: [
          {
            repositoryId: seen.repositoryId,
            service: rules.deployReleases.service ?? named.service ?? repositoryName(seen),
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
          },
        ],
      },
    };
  },
});
