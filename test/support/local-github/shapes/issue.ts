import type { Account } from '../world/account.ts';
import type { App } from '../world/app.ts';
import type { Comment, Issue, Label, Reaction } from '../world/issue.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { accountShape } from './account.ts';
import { appShape } from './app.ts';
import { isoTime, isoTimeOrNull, type Json, nodeId } from './json.ts';
import { apiUrl, webUrl } from './repository.ts';

const REACTION_KEYS = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'];

export function appOrNull(world: World, app: App | undefined): Json | null {
  return app === undefined ? null : appShape(world, app);
}

/** `OWNER`, `MEMBER`, `COLLABORATOR` or `NONE`: what GitHub prints beside a name. */
export function association(repository: Repository, account: Account): string {
  if (account.id === repository.owner.id) return 'OWNER';
  if (!repository.collaborators.has(account.login.toLowerCase())) return 'NONE';
  return repository.owner.type === 'Organization' ? 'MEMBER' : 'COLLABORATOR';
}

function reactionsShape(reactions: readonly Reaction[], url: string): Json {
  const count = (key: string) => reactions.filter((reaction) => reaction.content === key).length;
  const counts = Object.fromEntries(REACTION_KEYS.map((key) => [key, count(key)]));
  return { url: `${url}/reactions`, total_count: reactions.length, ...counts };
}

export function reactionShape(world: World, reaction: Reaction): Json {
  return {
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: accountShape(world, reaction.user),
    content: reaction.content,
    created_at: isoTime(reaction.createdAt),
  };
}

export function labelShape(world: World, repository: Repository, label: Label): Json {
  return {
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: `${apiUrl(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    description: label.description,
    color: label.color,
    default: false,
  };
}

/** The labels of an issue or pull request, in the order in which they were applied. */
export function labelsShape(world: World, repository: Repository, issue: Issue): Json[] {
  return [...issue.labels].flatMap((name) => {
    const label = repository.labels.get(name.toLowerCase());
    return label === undefined ? [] : [labelShape(world, repository, label)];
  });
}

/** An issue, or the issue side of a pull request. */
export function issueShape(world: World, repository: Repository, issue: Issue): Json {
  const url = `${apiUrl(world, repository)}/issues/${issue.number}`;
  const page = `${webUrl(world, repository)}/${issue.pull === undefined ? 'issues' : 'pull'}/${issue.number}`;
  const comments = [...repository.comments.values()].filter((comment) => comment.issueNumber === issue.number);
  const pull = `${apiUrl(world, repository)}/pulls/${issue.number}`;
  return {
    url,
    repository_url: apiUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    id: issue.id,
    node_id: nodeId(issue.pull === undefined ? 'I' : 'PR', issue.id),
    number: issue.number,
    title: issue.title,
    user: accountShape(world, issue.user),
    labels: labelsShape(world, repository, issue),
    state: issue.state,
    locked: issue.locked,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: comments.length,
    created_at: isoTime(issue.createdAt),
    updated_at: isoTime(issue.updatedAt),
    closed_at: isoTimeOrNull(issue.closedAt),
    author_association: association(repository, issue.user),
    active_lock_reason: null,
    ...(issue.pull === undefined
      ? {}
      : {
          draft: issue.pull.draft,
          pull_request: {
            url: pull,
            html_url: page,
            diff_url: `${page}.diff`,
            patch_url: `${page}.patch`,
            merged_at: isoTimeOrNull(issue.pull.merged?.at),
          },
        }),
    body: issue.body,
    closed_by: issue.closedBy === undefined ? null : accountShape(world, issue.closedBy),
    reactions: reactionsShape(issue.reactions, url),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: appOrNull(world, issue.viaApp),
    state_reason: issue.stateReason,
  };
}

/** A comment on an issue or pull request. */
export function commentShape(world: World, repository: Repository, comment: Comment): Json {
  const url = `${apiUrl(world, repository)}/issues/comments/${comment.id}`;
  const isPull = repository.issues.get(comment.issueNumber)?.pull !== undefined;
  const page = `${webUrl(world, repository)}/${isPull ? 'pull' : 'issues'}/${comment.issueNumber}`;
  return {
    url,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${apiUrl(world, repository)}/issues/${comment.issueNumber}`,
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: accountShape(world, comment.user),
    created_at: isoTime(comment.createdAt),
    updated_at: isoTime(comment.updatedAt),
    body: comment.body,
    author_association: association(repository, comment.user),
    reactions: reactionsShape(comment.reactions, url),
    performed_via_github_app: appOrNull(world, comment.viaApp),
  };
}
