import { z } from 'zod';
import { defineRecorder, type Recording } from './contract.ts';
import { actor, foreign, id, installation, instant, repository, sha, text } from './payload-parts.ts';
import { readPayload } from './read-payload.ts';

const schema = z.object({
  action: z.literal('closed'),
  pull_request: z.object({
    number: id,
    title: text(1000),
    merged: z.boolean(),
    merge_commit_sha: sha.nullish(),
    merged_at: instant.nullish(),
    user: actor,
    base: z.object({ ref: text(300) }),
  }),
  review: foreign,
  comment: foreign,
  repository,
  installation,
});

/**
 * A pull request that reached the default branch, told by the commit that it became there. After a rebase merge that is
 * only the last of its commits; the range of a deploy finds the others.
 */
export const pullRequest = defineRecorder({
  on: ['pull_request.closed'],
  read(payload): Recording {
    const read = readPayload('pull_request', schema, payload);
    const { number, title, merged, merge_commit_sha: mergeSha, merged_at: mergedAt, user, base } = read.pull_request;
    if (!merged) return { kind: 'ignored', reason: 'a pull request was closed without a merge' };
    if (base.ref !== read.repository.defaultBranch) {
      return { kind: 'ignored', reason: 'a pull request was merged into another branch than the default' };
    }
    if (!mergeSha || !mergedAt) return { kind: 'ignored', reason: 'a merged pull request without its commit or time' };
    return {
      kind: 'facts',
      facts: {
        installationId: read.installation.id,
        repositories: [read.repository],
        commits: [
          {
            repositoryId: read.repository.repositoryId,
            sha: mergeSha,
            pullRequest: number,
            pullRequestTitle: title,
            mergedAt,
            ...(user && { authorLogin: user.login }),
          },
        ],
      },
    };
  },
});
