import { unprocessable } from '../server/http-failure.ts';
import { commentShape, issueShape, labelShape } from '../shapes/issue.ts';
import type { Json } from '../shapes/json.ts';
import { emitForRepository } from '../webhooks/emit.ts';
import { inBackground } from '../webhooks/outbox.ts';
import type { Account } from '../world/account.ts';
import type { App } from '../world/app.ts';
import type { Comment, Issue, Label, Reaction } from '../world/issue.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { emitPull, isPull } from './emit-pull.ts';

const LONGEST_BODY = 65_536;
const LONGEST_TITLE = 256;

export interface By {
  readonly by: Account;
  readonly viaApp?: App | undefined;
  readonly at: number;
}

/** Throws 422 where a text is longer than GitHub takes. */
function refuseLong(field: 'title' | 'body', text: string | null | undefined): void {
  const most = field === 'title' ? LONGEST_TITLE : LONGEST_BODY;
  // GitHub counts characters, not UTF-16 units.
  if (text !== undefined && text !== null && Array.from(text).length > most) {
    const message = `${field} is too long (maximum is ${most} characters)`;
    throw unprocessable('Validation Failed', [{ resource: 'Issue', code: 'custom', field, message }]);
  }
}

export interface NewIssue extends By {
  readonly title: string;
  readonly body: string | null;
  readonly labels?: readonly string[];
}

export function createIssue(world: World, repository: Repository, from: NewIssue): Issue {
  refuseLong('title', from.title);
  refuseLong('body', from.body);
  const issue: Issue = {
    id: world.nextId(),
    number: repository.nextNumber++,
    title: from.title,
    body: from.body,
    state: 'open',
    stateReason: null,
    locked: false,
    user: from.by,
    viaApp: from.viaApp,
    createdAt: from.at,
    updatedAt: from.at,
    closedAt: undefined,
    closedBy: undefined,
    labels: new Set((from.labels ?? []).map((name) => findOrMakeLabel(world, repository, name).name)),
    reactions: [],
    pull: undefined,
  };
  repository.issues.set(issue.number, issue);
  emitIssue(world, repository, issue, 'opened', from);
  return issue;
}

export interface IssueUpdate extends By {
  readonly title?: string;
  readonly body?: string | null;
  readonly state?: 'open' | 'closed';
  readonly stateReason?: Issue['stateReason'];
  readonly labels?: readonly string[];
}

/** Changes an issue and sends one webhook for each thing that changed. */
export function updateIssue(world: World, repository: Repository, issue: Issue, update: IssueUpdate): void {
  refuseLong('title', update.title);
  refuseLong('body', update.body);
  const changes: Json = {};
  if (update.title !== undefined && update.title !== issue.title) changes.title = { from: issue.title };
  if (update.body !== undefined && update.body !== issue.body) changes.body = { from: issue.body };
  issue.title = update.title ?? issue.title;
  if (update.body !== undefined) issue.body = update.body;
  if (update.labels !== undefined) setLabels(world, repository, issue, update.labels, update);
  issue.updatedAt = update.at;
  if (Object.keys(changes).length > 0) emitIssue(world, repository, issue, 'edited', update, { changes });
  if (update.state === undefined || update.state === issue.state) return;
  const closed = update.state === 'closed';
  issue.state = update.state;
  issue.stateReason = closed ? (update.stateReason ?? 'completed') : 'reopened';
  issue.closedAt = closed ? update.at : undefined;
  issue.closedBy = closed ? update.by : undefined;
  emitIssue(world, repository, issue, closed ? 'closed' : 'reopened', update);
}

function setLabels(world: World, repository: Repository, issue: Issue, names: readonly string[], by: By): void {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  for (const name of [...issue.labels]) {
    if (wanted.has(name.toLowerCase())) continue;
    issue.labels.delete(name);
    const label = findOrMakeLabel(world, repository, name);
    emitIssue(world, repository, issue, 'unlabeled', by, { label: labelShape(world, repository, label) });
  }
  for (const name of names) addLabel(world, repository, issue, name, by);
}

/** Applies a label, which is made where the repository has none of this name. */
export function addLabel(world: World, repository: Repository, issue: Issue, name: string, by: By): void {
  const label = findOrMakeLabel(world, repository, name);
  if (issue.labels.has(label.name)) return;
  issue.labels.add(label.name);
  issue.updatedAt = by.at;
  emitIssue(world, repository, issue, 'labeled', by, { label: labelShape(world, repository, label) });
}

export function findOrMakeLabel(world: World, repository: Repository, name: string, color = 'ededed'): Label {
  const known = repository.labels.get(name.toLowerCase());
  if (known !== undefined) return known;
  const label: Label = { id: world.nextId(), name, color, description: null };
  repository.labels.set(name.toLowerCase(), label);
  return label;
}

export function createComment(
  world: World,
  repository: Repository,
  issue: Issue,
  from: By & { readonly body: string },
): Comment {
  refuseLong('body', from.body);
  const comment: Comment = {
    id: world.nextId(),
    issueNumber: issue.number,
    body: from.body,
    user: from.by,
    viaApp: from.viaApp,
    createdAt: from.at,
    updatedAt: from.at,
    reactions: [],
  };
  repository.comments.set(comment.id, comment);
  issue.updatedAt = from.at;
  emitComment(world, repository, issue, comment, 'created', from);
  return comment;
}

export function updateComment(
  world: World,
  repository: Repository,
  comment: Comment,
  update: By & { readonly body: string },
): void {
  refuseLong('body', update.body);
  const changes = { body: { from: comment.body } };
  comment.body = update.body;
  comment.updatedAt = update.at;
  const issue = repository.issues.get(comment.issueNumber);
  if (issue !== undefined) emitComment(world, repository, issue, comment, 'edited', update, { changes });
}

/** The reaction, and whether it is new: one person reacts once with the same sign. */
export function addReaction(
  world: World,
  to: { readonly reactions: Reaction[] },
  content: string,
  { by, at }: By,
): { readonly reaction: Reaction; readonly isNew: boolean } {
  const known = to.reactions.find((reaction) => reaction.user.id === by.id && reaction.content === content);
  if (known !== undefined) return { reaction: known, isNew: false };
  const reaction: Reaction = { id: world.nextId(), user: by, content, createdAt: at };
  to.reactions.push(reaction);
  return { reaction, isNew: true };
}

function emitIssue(
  world: World,
  repository: Repository,
  issue: Issue,
  action: string,
  { by, at }: By,
  more: Json = {},
): void {
  if (isPull(issue)) {
    inBackground(world, emitPull(world, repository, issue, action, { by, at }, more));
    return;
  }
  const payload = { issue: issueShape(world, repository, issue), ...more };
  void emitForRepository(world, repository, { event: 'issues', action, payload, sender: by, at });
}

function emitComment(
  world: World,
  repository: Repository,
  issue: Issue,
  comment: Comment,
  action: string,
  { by, at }: By,
  more: Json = {},
): void {
  const payload = {
    issue: issueShape(world, repository, issue),
    comment: commentShape(world, repository, comment),
    ...more,
  };
  void emitForRepository(world, repository, { event: 'issue_comment', action, payload, sender: by, at });
}
