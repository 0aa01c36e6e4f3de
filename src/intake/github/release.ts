import { z } from 'zod';
import { defineRecorder, type Recording } from './contract.ts';
import { installation, repository } from './payload-parts.ts';
import { readPayload } from './read-payload.ts';
import { madeRelease, releaseDeploy } from './release-facts.ts';

const schema = z.object({
  action: z.literal('published'),
  release: madeRelease,
  repository,
  installation,
});

/** A published release, where a rule says that a release is a deploy. */
export const release = defineRecorder({
  on: ['release.published'],
  read(payload, { rules }): Recording {
    const { release: made, repository: seen, installation: by } = readPayload('release', schema, payload);
    if (rules.deployReleases === undefined)
      return { kind: 'ignored', reason: 'no rule says that a release is a deploy' };
    const deploy = releaseDeploy(made, seen, rules.deployReleases);
    if (deploy === undefined) return { kind: 'ignored', reason: 'a draft or a pre-release' };
    return { kind: 'facts', facts: { installationId: by.id, repositories: [seen], deployEvents: [deploy] } };
  },
});
