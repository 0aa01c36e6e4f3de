import { z } from 'zod';
import { defineRecorder, type Recording } from './contract.ts';
import { installedRepositories } from './installed-repositories.ts';
import { foreign, installation } from './payload-parts.ts';
import { readPayload } from './read-payload.ts';

const schema = z.object({
  action: z.enum(['added', 'removed']),
  installation,
  repositories_added: installedRepositories,
  repositories_removed: installedRepositories,
  repository: foreign,
});

/** Which repositories the installation covers. */
export const installationRepositories = defineRecorder({
  on: ['installation_repositories'],
  read(payload): Recording {
    const read = readPayload('installation_repositories', schema, payload);
    const { repositories_added: added, repositories_removed: removed } = read;
    return {
      kind: 'facts',
      facts: {
        installationId: read.installation.id,
        repositories: [
          ...added.map((seen) => ({ ...seen, removed: false })),
          ...removed.map((seen) => ({ ...seen, removed: true })),
        ],
      },
    };
  },
});
