import { z } from 'zod';

export const Time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/)
  .describe('RFC 3339, UTC.');
const Sha = z.string().describe('A full commit SHA.');

/** One change inside a deploy: a commit, or the pull request that brought it. */
export const ChangeDocument = z.strictObject({
  sha: Sha,
  pullRequest: z.int().optional(),
  title: z.string().optional(),
  author: z.string().optional().describe('The GitHub login where the API gave one, else the name in the commit.'),
});

/** One deploy of the ledger. */
export const DeployDocument = z
  .strictObject({
    id: z.string(),
    repository: z.string().describe('owner/name as last seen.'),
    service: z.string(),
    environment: z.string(),
    sha: Sha,
    previousSha: Sha.optional().describe('What was live before it; absent for the first deploy ever seen.'),
    kind: z.enum(['deploy', 'redeploy', 'rollback', 'config', 'unknown']),
    outcome: z.enum(['success', 'failure', 'in_progress']),
    startedAt: Time,
    liveAt: Time.optional().describe('Its first success; absent while it runs, and for one that failed.'),
    endedAt: Time.optional().describe('When something else replaced it.'),
    source: z.string(),
    actor: z.string().optional(),
    url: z.string().optional(),
    verified: z.boolean().optional().describe('False where the SHA is on no branch or tag of the repository.'),
    changes: z
      .array(ChangeDocument)
      .nullable()
      .describe('What it brought (for a rollback: took away), newest first; null where that is not known.'),
    truncated: z.boolean().optional().describe('The range is longer than what could be read.'),
  })
  .meta({ id: 'Deploy' });
export type DeployDocument = z.infer<typeof DeployDocument>;
