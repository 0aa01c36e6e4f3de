import { createHash } from 'node:crypto';
import { parseCommand } from '../../../src/investigation/commands/parse-command.ts';
import type { SeenCommand } from '../../../src/investigation/commands/stored-command.ts';
import type { Comment } from '../local-github/world/issue.ts';

/** A comment on an issue of ours as its webhook tells of it. Throws where it holds no command. */
export function seenCommand(repositoryId: number, issueNumber: number, comment: Comment): SeenCommand {
  const parsed = parseCommand(comment.body);
  if (parsed.kind === 'none') throw new Error('this is no command');
  const { id, login, type } = comment.user;
  return {
    repositoryId,
    issueNumber,
    commentId: comment.id,
    at: comment.createdAt,
    line: comment.body.split('\n')[0] ?? '',
    parsed,
    seen: {
      sender: { id, login, type },
      author: { id, login, type },
      throughApp: false,
      bodyHash: createHash('sha256').update(comment.body).digest('hex'),
    },
  };
}
