import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseCommand } from '../../investigation/commands/parse-command.ts';
import { defineRecorder, type Recording } from './contract.ts';
import { account, foreign, id, installation, instant, repository } from './payload-parts.ts';
import { readPayload } from './read-payload.ts';

const MOST_SHOWN = 200;

const schema = z.object({
  action: z.literal('created'),
  issue: z.object({ number: id, pull_request: z.unknown().optional() }),
  comment: z.object({
    id,
    // Only its hash and the first line are kept.
    body: z.string().max(300_000),
    created_at: instant,
    user: account.nullish(),
    performed_via_github_app: z.unknown().optional(),
  }),
  label: foreign,
  review: foreign,
  sender: account,
  repository,
  installation,
});

/**
 * A new comment on an issue whose first line is a command. Edited comments send another action, which nobody listens to:
 * a command counts only as it was first written.
 */
export const issueComment = defineRecorder({
  on: ['issue_comment.created'],
  read(payload): Recording {
    const read = readPayload('issue_comment', schema, payload);
    const { comment, issue, sender } = read;
    if (issue.pull_request !== undefined && issue.pull_request !== null) {
      return { kind: 'ignored', reason: 'a comment on a pull request' };
    }
    const parsed = parseCommand(comment.body);
    if (parsed.kind === 'none') return { kind: 'ignored', reason: 'a comment without a command' };
    if (sender.type !== 'User') return { kind: 'ignored', reason: 'a command by a program' };
    const line = (comment.body.split(/\r?\n/, 1)[0] ?? '').slice(0, MOST_SHOWN);
    return {
      kind: 'facts',
      facts: {
        installationId: read.installation.id,
        repositories: [read.repository],
        commands: [
          {
            repositoryId: read.repository.repositoryId,
            issueNumber: issue.number,
            commentId: comment.id,
            at: comment.created_at,
            line: line.replaceAll('\0', '\ufffd').toWellFormed(),
            parsed,
            seen: {
              sender,
              author: comment.user ?? null,
              throughApp: (comment.performed_via_github_app ?? null) !== null,
              bodyHash: createHash('sha256').update(comment.body).digest('hex'),
            },
          },
        ],
      },
    };
  },
});
