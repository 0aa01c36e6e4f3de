import {
  addLabel,
  addReaction,
  createComment,
  createIssue,
  findOrMakeLabel,
  type IssueUpdate,
  updateComment,
  updateIssue,
} from '../acts/issues.ts';
import { HttpFailure, notFound, unprocessable } from '../server/http-failure.ts';
import { paginate } from '../server/paginate.ts';
import { type Answer, type Call, created, ok, type Route } from '../server/route.ts';
import { commentShape, issueShape, labelShape, labelsShape, reactionShape } from '../shapes/issue.ts';
import type { Comment, Issue } from '../world/issue.ts';
import { by } from './by.ts';

const ISSUES = '/repos/{owner}/{repo}/issues';
const READ = ['issues:read', 'pull_requests:read'];
// A comment on a pull request needs one of the two; which one counts is decided below.
const WRITE = ['issues:write', 'pull_requests:write'];

function issueOf(call: Call): Issue {
  const issue = call.repository.issues.get(Number(call.params.issue_number));
  if (issue === undefined) throw notFound();
  return issue;
}

function commentOf(call: Call): Comment {
  const comment = call.repository.comments.get(Number(call.params.comment_id));
  if (comment === undefined) throw notFound();
  return comment;
}

/** Names of labels as GitHub takes them: text, or objects with a name. */
function labelNames(value: unknown): readonly string[] {
  const items = Array.isArray(value) ? (value as unknown[]) : [];
  return items.map((item) => (typeof item === 'string' ? item : String((item as { name: string }).name)));
}

/** `issues:write` where it is an issue: the pull request permission reaches pull requests only. */
function mustReach(call: Call, issue: Issue): void {
  if (call.actor.kind !== 'installation' || issue.pull !== undefined) return;
  if (call.actor.token.permissions.issues !== 'write') {
    throw new HttpFailure(403, 'Resource not accessible by integration');
  }
}

function mustBeOn(call: Call): void {
  if (call.repository.archived) throw new HttpFailure(403, 'Repository was archived so is read-only.');
  if (!call.repository.hasIssues) throw new HttpFailure(410, 'Issues has been disabled in this repository.');
}

/** Issues, their comments, labels and reactions; pull requests are issues too. */
export const issueRoutes: readonly Route[] = [
  { operation: `GET ${ISSUES}`, access: READ, handle: list },
  {
    operation: `POST ${ISSUES}`,
    access: ['issues:write'],
    handle: (call) => {
      mustBeOn(call);
      const { body, world, repository } = call;
      const issue = createIssue(world, repository, {
        title: String(body.title),
        body: typeof body.body === 'string' ? body.body : null,
        labels: labelNames(body.labels),
        ...by(call),
      });
      return created(issueShape(world, repository, issue));
    },
  },
  {
    operation: `GET ${ISSUES}/{issue_number}`,
    access: READ,
    handle: (call) => ok(issueShape(call.world, call.repository, issueOf(call))),
  },
  {
    operation: `PATCH ${ISSUES}/{issue_number}`,
    access: WRITE,
    handle: (call) => {
      const { body, world, repository } = call;
      const issue = issueOf(call);
      mustReach(call, issue);
      const update: IssueUpdate = {
        ...(typeof body.title === 'string' ? { title: body.title } : {}),
        ...(body.body === undefined ? {} : { body: body.body as string | null }),
        ...(body.state === undefined ? {} : { state: body.state as Issue['state'] }),
        ...(body.state_reason === undefined ? {} : { stateReason: body.state_reason as Issue['stateReason'] }),
        ...(body.labels === undefined ? {} : { labels: labelNames(body.labels) }),
        ...by(call),
      };
      updateIssue(world, repository, issue, update);
      return ok(issueShape(world, repository, issue));
    },
  },
  {
    operation: `GET ${ISSUES}/comments`,
    access: READ,
    handle: (call) => listComments(call, [...call.repository.comments.values()]),
  },
  {
    operation: `GET ${ISSUES}/{issue_number}/comments`,
    access: READ,
    handle: (call) => {
      const { number } = issueOf(call);
      return listComments(
        call,
        [...call.repository.comments.values()].filter((one) => one.issueNumber === number),
      );
    },
  },
  {
    operation: `POST ${ISSUES}/{issue_number}/comments`,
    access: WRITE,
    handle: (call) => {
      const issue = issueOf(call);
      mustReach(call, issue);
      if (call.repository.archived) mustBeOn(call);
      if (issue.locked) throw new HttpFailure(403, 'Unable to create comment because issue is locked.');
      const { world, repository } = call;
      const comment = createComment(world, repository, issue, { body: String(call.body.body), ...by(call) });
      return created(commentShape(world, repository, comment));
    },
  },
  {
    operation: `GET ${ISSUES}/comments/{comment_id}`,
    access: READ,
    handle: (call) => ok(commentShape(call.world, call.repository, commentOf(call))),
  },
  {
    operation: `PATCH ${ISSUES}/comments/{comment_id}`,
    access: WRITE,
    handle: (call) => {
      const comment = commentOf(call);
      updateComment(call.world, call.repository, comment, { body: String(call.body.body), ...by(call) });
      return ok(commentShape(call.world, call.repository, comment));
    },
  },
  ...reactionsOf(`${ISSUES}/{issue_number}`, issueOf),
  ...reactionsOf(`${ISSUES}/comments/{comment_id}`, commentOf),
  {
    operation: `GET ${ISSUES}/{issue_number}/labels`,
    access: READ,
    handle: (call) => paginate(call, labelsShape(call.world, call.repository, issueOf(call)), (label) => label),
  },
  {
    operation: `POST ${ISSUES}/{issue_number}/labels`,
    access: WRITE,
    handle: (call) => {
      const issue = issueOf(call);
      mustReach(call, issue);
      const names = Array.isArray(call.body) ? call.body : call.body.labels;
      for (const name of labelNames(names)) addLabel(call.world, call.repository, issue, name, by(call));
      return ok(labelsShape(call.world, call.repository, issue));
    },
  },
  {
    operation: 'GET /repos/{owner}/{repo}/labels',
    access: READ,
    handle: (call) =>
      paginate(call, [...call.repository.labels.values()], (label) => labelShape(call.world, call.repository, label)),
  },
  {
    operation: 'GET /repos/{owner}/{repo}/labels/{name}',
    access: READ,
    handle: (call) => {
      const label = call.repository.labels.get((call.params.name ?? '').toLowerCase());
      if (label === undefined) throw notFound();
      return ok(labelShape(call.world, call.repository, label));
    },
  },
  {
    operation: 'POST /repos/{owner}/{repo}/labels',
    access: WRITE,
    handle: (call) => {
      const name = String(call.body.name);
      if (call.repository.labels.has(name.toLowerCase())) {
        throw unprocessable('Validation Failed', [{ resource: 'Label', code: 'already_exists', field: 'name' }]);
      }
      const color = typeof call.body.color === 'string' ? call.body.color : undefined;
      return created(
        labelShape(call.world, call.repository, findOrMakeLabel(call.world, call.repository, name, color)),
      );
    },
  },
];

function reactionsOf(path: string, target: (call: Call) => Issue | Comment): readonly Route[] {
  return [
    {
      operation: `GET ${path}/reactions`,
      access: READ,
      handle: (call) => {
        const content = call.query.get('content');
        const asked = target(call).reactions.filter((one) => content === null || one.content === content);
        return paginate(call, asked, (reaction) => reactionShape(call.world, reaction));
      },
    },
    {
      operation: `POST ${path}/reactions`,
      access: WRITE,
      handle: (call) => {
        const { reaction, isNew } = addReaction(call.world, target(call), String(call.body.content), by(call));
        return { status: isNew ? 201 : 200, body: reactionShape(call.world, reaction) };
      },
    },
  ];
}

function list(call: Call): Promise<Answer> {
  const { query, world, repository } = call;
  if (!repository.hasIssues) mustBeOn(call);
  const state = query.get('state') ?? 'open';
  const creator = query.get('creator')?.toLowerCase();
  const since = query.get('since');
  const labels = (query.get('labels') ?? '').split(',').filter((name) => name !== '');
  const matching = [...repository.issues.values()]
    .filter((issue) => state === 'all' || issue.state === state)
    .filter(
      (issue) => creator === undefined || issue.user.login.toLowerCase() === creator.replace(/^app\/(.+)$/, '$1[bot]'),
    )
    .filter((issue) => since === null || issue.updatedAt >= Date.parse(since))
    .filter((issue) =>
      labels.every((name) => [...issue.labels].some((one) => one.toLowerCase() === name.toLowerCase())),
    );
  return paginate(call, sorted(call, matching), (issue) => issueShape(world, repository, issue));
}

function sorted(call: Call, issues: readonly Issue[]): readonly Issue[] {
  const sort = call.query.get('sort') ?? 'created';
  const sign = call.query.get('direction') === 'asc' ? 1 : -1;
  const comments = (issue: Issue) =>
    [...call.repository.comments.values()].filter((comment) => comment.issueNumber === issue.number).length;
  const key = (issue: Issue) =>
    sort === 'comments' ? comments(issue) : sort === 'updated' ? issue.updatedAt : issue.createdAt;
  return issues.toSorted((one, other) => sign * (key(one) - key(other) || one.id - other.id));
}

function listComments(call: Call, comments: readonly Comment[]): Promise<Answer> {
  const since = call.query.get('since');
  const matching = comments.filter((comment) => since === null || comment.updatedAt >= Date.parse(since));
  const isNewestFirst = call.query.get('direction') === 'desc';
  return paginate(call, isNewestFirst ? matching.toReversed() : matching, (comment) =>
    commentShape(call.world, call.repository, comment),
  );
}
