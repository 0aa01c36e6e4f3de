import { z } from 'zod';
import { STOP_LABEL } from '../../investigation/commands/stop-label.ts';
import { defineRecorder, type Recording } from './contract.ts';
import { account, foreign, id, installation, instant, repository, text } from './payload-parts.ts';
import { readPayload } from './read-payload.ts';

const schema = z.object({
  action: z.literal('labeled'),
  issue: z.object({ number: id, updated_at: instant }),
  label: z.object({ name: text(300) }),
  comment: foreign,
  pull_request: foreign,
  sender: account,
  repository,
  installation,
});

/**
 * The label that stops reverts, with who put it on. Templates of issues put labels on in the name of whoever opens one,
 * so the label alone says nothing (pytorch/pytorch#188383).
 */
export const issues = defineRecorder({
  on: ['issues.labeled'],
  read(payload): Recording {
    const read = readPayload('issues', schema, payload);
    if (read.label.name.toLowerCase() !== STOP_LABEL) return { kind: 'ignored', reason: 'a label of no meaning here' };
    return {
      kind: 'facts',
      facts: {
        installationId: read.installation.id,
        repositories: [read.repository],
        stopLabels: [
          {
            repositoryId: read.repository.repositoryId,
            issueNumber: read.issue.number,
            at: read.issue.updated_at,
            sender: read.sender,
          },
        ],
      },
    };
  },
});
