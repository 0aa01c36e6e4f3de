import { z } from 'zod';
import { defineRecorder, type RecordedFacts, type Recording } from './contract.ts';
import { installedRepositories } from './installed-repositories.ts';
import { foreign, id, text } from './payload-parts.ts';
import { readPayload } from './read-payload.ts';

const schema = z.object({
  action: text(100),
  installation: z.object({
    id,
    account: z.object({ login: text(100).optional(), slug: text(100).optional() }).nullish(),
    permissions: z.record(text(100), text(20)),
    suspended_at: z.unknown().optional(),
  }),
  repositories: installedRepositories.default([]),
  repositories_added: foreign,
  repositories_removed: foreign,
  repository: foreign,
});

const ACTIONS = ['created', 'deleted', 'suspend', 'unsuspend', 'new_permissions_accepted'];

/** Who installed the App, what it may do, and whether it still may. */
export const installation = defineRecorder({
  on: ['installation'],
  read(payload): Recording {
    const { action, installation: by, repositories } = readPayload('installation', schema, payload);
    if (!ACTIONS.includes(action)) return { kind: 'ignored', reason: 'an installation action that says nothing new' };
    const removed = action === 'deleted';
    const account = by.account?.login ?? by.account?.slug;
    const facts: RecordedFacts = {
      installationId: by.id,
      installation: {
        installationId: by.id,
        suspended: action === 'suspend' || (action !== 'unsuspend' && typeof by.suspended_at === 'string'),
        removed,
        permissions: by.permissions,
        ...(account !== undefined && { account }),
      },
      repositories: repositories.map((seen) => ({ ...seen, removed })),
    };
    return { kind: 'facts', facts };
  },
});
