import { z } from 'zod';
import { MARKER } from './marker.ts';

/** What a call that changes something may look like: one row of the whole list. */
export interface AllowedCall {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  /** Matches the whole path under the API's base. */
  readonly path: RegExp;
  /** The only bodies that it may carry; undefined: none at all. */
  readonly body?: z.ZodType;
  /** Only for the client of a revert, whose token may write code. */
  readonly revertOnly?: true;
  /** Which object of ours it changes; the guard asks whether it is ours. */
  readonly changes?: 'issue' | 'comment';
  /** Stays allowed while the kill switch is on, for bodies that match. */
  readonly readOnly?: z.ZodType;
}

/** The label on our issues; nothing else may be put on one. */
export const OWN_LABEL = 'whatchanged';
/** Where every branch of ours lives. */
const REVERT_BRANCH = /^whatchanged\/revert\/[a-z0-9-]{8,64}$/;

const REPOSITORY = '/repos/(?<repository>[A-Za-z0-9_-]{1,39}/(?!\\.{1,2}/)[A-Za-z0-9._-]{1,100})';
const ID = '(?<id>[1-9]\\d{0,18})';
const at = (path: string) => new RegExp(`^${path}$`);

const Sha = z.string().regex(/^[0-9a-f]{40}$/);
const Title = z.string().min(1).max(256);
// GitHub's own limit; a body without our marker was not written by a publisher of this program.
const Body = z.string().max(65_536).regex(MARKER);
const RevertBody = z.string().max(65_536);
const Person = z.strictObject({ name: z.string(), email: z.string(), date: z.string().optional() });

const readable = {
  metadata: z.literal('read').optional(),
  actions: z.literal('read').optional(),
  checks: z.literal('read').optional(),
  deployments: z.literal('read').optional(),
};
const tokenFor = (level: z.ZodType) =>
  z.strictObject({
    repository_ids: z.tuple([z.int().positive()]),
    // Without permissions GitHub would grant all that the App has, so at least one must be named.
    permissions: z
      .strictObject({ ...readable, contents: level, issues: level, pull_requests: level })
      .refine((permissions) => Object.keys(permissions).length > 0),
  });
const readOrWrite = z.enum(['read', 'write']).optional();

/**
 * The complete list of the calls to GitHub that may change anything: on it rests the promise that only people merge.
 * Merge, review, dispatch, ref update and delete, contents, GraphQL and everything else are absent, and so refused.
 */
export const ALLOWED_CALLS: readonly AllowedCall[] = [
  {
    method: 'POST',
    path: at(`/app/installations/${ID}/access_tokens`),
    body: tokenFor(readOrWrite),
    readOnly: tokenFor(z.literal('read').optional()),
  },
  {
    method: 'POST',
    path: at(`${REPOSITORY}/issues`),
    body: z.strictObject({ title: Title, body: Body, labels: z.array(z.literal(OWN_LABEL)).max(1).optional() }),
  },
  {
    method: 'PATCH',
    path: at(`${REPOSITORY}/issues/${ID}`),
    changes: 'issue',
    body: z.strictObject({
      title: Title.optional(),
      body: Body.optional(),
      state: z.enum(['open', 'closed']).optional(),
      state_reason: z.enum(['completed', 'not_planned', 'reopened', 'duplicate']).nullable().optional(),
    }),
  },
  { method: 'POST', path: at(`${REPOSITORY}/issues/${ID}/comments`), body: z.strictObject({ body: Body }) },
  {
    method: 'PATCH',
    path: at(`${REPOSITORY}/issues/comments/${ID}`),
    changes: 'comment',
    body: z.strictObject({ body: Body }),
  },
  {
    method: 'POST',
    path: at(`${REPOSITORY}/issues/comments/${ID}/reactions`),
    body: z.strictObject({ content: z.enum(['eyes', '-1']) }),
  },
  {
    method: 'POST',
    path: at(`${REPOSITORY}/git/blobs`),
    revertOnly: true,
    body: z.strictObject({ content: z.string(), encoding: z.enum(['utf-8', 'base64']) }),
  },
  {
    method: 'POST',
    path: at(`${REPOSITORY}/git/trees`),
    revertOnly: true,
    body: z.strictObject({
      base_tree: Sha,
      tree: z.array(
        z.strictObject({
          // A workflow file runs with secrets: a revert that touches one is a person's work.
          path: z.string().regex(/^(?!\/)(?!(.*\/)?\.\.?(\/|$))(?!\.github\/workflows\/)/i),
          mode: z.enum(['100644', '100755', '120000']),
          type: z.literal('blob'),
          sha: Sha.nullable().optional(),
          content: z.string().optional(),
        }),
      ),
    }),
  },
  {
    method: 'POST',
    path: at(`${REPOSITORY}/git/commits`),
    revertOnly: true,
    body: z.strictObject({
      message: z.string(),
      tree: Sha,
      parents: z.tuple([Sha]),
      author: Person.optional(),
      committer: Person.optional(),
    }),
  },
  {
    method: 'POST',
    path: at(`${REPOSITORY}/git/refs`),
    revertOnly: true,
    body: z.strictObject({
      ref: z.string().refine((ref) => ref.startsWith('refs/heads/') && REVERT_BRANCH.test(ref.slice(11))),
      sha: Sha,
    }),
  },
  {
    method: 'POST',
    path: at(`${REPOSITORY}/pulls`),
    revertOnly: true,
    body: z.strictObject({
      title: Title,
      body: RevertBody,
      head: z.string().regex(REVERT_BRANCH),
      base: z.string().refine((base) => base !== '' && !REVERT_BRANCH.test(base)),
      draft: z.literal(true),
    }),
  },
  { method: 'DELETE', path: at('/installation/token'), revertOnly: true },
];
