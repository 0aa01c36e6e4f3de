import type { FileChange } from '../git/git-repository.ts';
import { mergeBase, mergeCommits } from '../git/merge.ts';
import { listCommits } from '../git/read-commits.ts';
import { readDiff } from '../git/read-diff.ts';
import { resolveCommit } from '../git/refs.ts';
import type { Issue, PullRequest } from '../world/issue.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { accountShape } from './account.ts';
import { association, labelsShape } from './issue.ts';
import { isoTime, isoTimeOrNull, type Json, nodeId } from './json.ts';
import { apiUrl, MERGE_SETTINGS, repositoryShape, webUrl } from './repository.ts';

/** An issue that is known to be a pull request. */
export type PullIssue = Issue & { readonly pull: PullRequest };

/** A pull request in lists. */
export function pullShape(world: World, repository: Repository, issue: PullIssue): Json {
  const { pull } = issue;
  const url = `${apiUrl(world, repository)}/pulls/${issue.number}`;
  const issueUrl = `${apiUrl(world, repository)}/issues/${issue.number}`;
  const page = `${webUrl(world, repository)}/pull/${issue.number}`;
  const side = (ref: string, sha: string) => ({
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: accountShape(world, repository.owner),
    repo: { ...repositoryShape(world, repository), ...MERGE_SETTINGS },
  });
  const statuses = `${apiUrl(world, repository)}/statuses/${pull.head.sha}`;
  return {
    url,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    number: issue.number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: accountShape(world, issue.user),
    body: issue.body,
    created_at: isoTime(issue.createdAt),
    updated_at: isoTime(issue.updatedAt),
    closed_at: isoTimeOrNull(issue.closedAt),
    merged_at: isoTimeOrNull(pull.merged?.at),
    merge_commit_sha: pull.merged?.sha ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: labelsShape(world, repository, issue),
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${apiUrl(world, repository)}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statuses,
    head: side(pull.head.ref, pull.head.sha),
    base: side(pull.base.ref, pull.base.sha),
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${apiUrl(world, repository)}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: association(repository, issue.user),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** A pull request by itself and in webhooks, with what git says about it. */
export async function fullPullShape(world: World, repository: Repository, issue: PullIssue): Promise<Json> {
  const { git } = repository;
  const { pull } = issue;
  const files = await pullFiles(repository, pull);
  const base = await currentBase(repository, pull);
  const commits = await listCommits(git, [`${base}..${pull.head.sha}`]);
  const mergeable = issue.state === 'open' ? (await mergeCommits(git, base, pull.head.sha)) !== undefined : null;
  const comments = [...repository.comments.values()].filter((comment) => comment.issueNumber === issue.number);
  return {
    ...pullShape(world, repository, issue),
    merged: pull.merged !== undefined,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? 'unknown' : mergeable ? (pull.draft ? 'draft' : 'clean') : 'dirty',
    merged_by: pull.merged === undefined ? null : accountShape(world, pull.merged.by),
    comments: comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

/** The tip of the base branch: now, or as it was just before the merge. */
export async function currentBase({ git }: Repository, pull: PullRequest): Promise<string> {
  const tip = pull.merged === undefined ? await resolveCommit(git, `refs/heads/${pull.base.ref}`) : undefined;
  return tip ?? pull.base.sha;
}

/** What the pull request changes: its head against the point where it left its base. */
export async function pullFiles(repository: Repository, pull: PullRequest): Promise<readonly FileChange[]> {
  return readDiff(repository.git, await pullStart(repository, pull), pull.head.sha);
}

/** The commit at which the pull request left its base. */
export async function pullStart(repository: Repository, pull: PullRequest): Promise<string> {
  const base = await currentBase(repository, pull);
  return (await mergeBase(repository.git, base, pull.head.sha)) ?? base;
}
