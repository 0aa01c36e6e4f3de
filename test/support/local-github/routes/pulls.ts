import { emitPull, isPull } from '../acts/emit-pull.ts';
import { mergePull, openPull, setPullState } from '../acts/pulls.ts';
import { listCommits } from '../git/read-commits.ts';
import { notFound, unprocessable } from '../server/http-failure.ts';
import { linkHeader, pageOf, paginate } from '../server/paginate.ts';
import { type Answer, type Call, created, ok, type Route } from '../server/route.ts';
import { commitShape, fileShape } from '../shapes/commit.ts';
import { currentBase, fullPullShape, type PullIssue, pullFiles, pullShape, pullStart } from '../shapes/pull-request.ts';
import type { Merged } from '../world/issue.ts';
import { by } from './by.ts';
import { diffText } from './commits.ts';

const PULLS = '/repos/{owner}/{repo}/pulls';
const MOST_FILES = 3000;

function pullOf(call: Call): PullIssue {
  const issue = call.repository.issues.get(Number(call.params.pull_number));
  if (!isPull(issue)) throw notFound();
  return issue;
}

/** Pull requests, with git behind every answer about content. */
export const pullRoutes: readonly Route[] = [
  { operation: `GET ${PULLS}`, access: ['pull_requests:read'], handle: list },
  {
    operation: `POST ${PULLS}`,
    access: ['pull_requests:write'],
    handle: async (call) => {
      const { body, world, repository } = call;
      const title = body.title;
      if (typeof title !== 'string') {
        throw unprocessable('Validation Failed', [{ resource: 'PullRequest', field: 'title', code: 'missing_field' }]);
      }
      const issue = await openPull(world, repository, {
        title,
        body: typeof body.body === 'string' ? body.body : null,
        head: String(body.head),
        base: String(body.base),
        draft: body.draft === true,
        ...by(call),
      });
      return created(await fullPullShape(world, repository, issue));
    },
  },
  {
    operation: `GET ${PULLS}/{pull_number}`,
    access: ['pull_requests:read'],
    handle: async (call) => {
      const issue = pullOf(call);
      if (/\b(diff|patch)\b/.test(call.accept)) {
        return diffText(call, await pullStart(call.repository, issue.pull), issue.pull.head.sha);
      }
      return ok(await fullPullShape(call.world, call.repository, issue));
    },
  },
  { operation: `PATCH ${PULLS}/{pull_number}`, access: ['pull_requests:write'], handle: update },
  {
    operation: `GET ${PULLS}/{pull_number}/files`,
    access: ['pull_requests:read'],
    handle: async (call) => {
      const { pull } = pullOf(call);
      const files = (await pullFiles(call.repository, pull)).slice(0, MOST_FILES);
      return paginate(call, files, (file) => fileShape(call.world, call.repository, file, pull.head.sha));
    },
  },
  {
    operation: `GET ${PULLS}/{pull_number}/commits`,
    access: ['pull_requests:read'],
    handle: async (call) => {
      const { pull } = pullOf(call);
      const { git } = call.repository;
      const commits = (
        await listCommits(git, ['--reverse', `${await currentBase(call.repository, pull)}..${pull.head.sha}`])
      ).slice(0, 250);
      const { page, perPage } = pageOf(call);
      const shown = commits.slice((page - 1) * perPage, page * perPage);
      const body = shown.map((commit) => commitShape(call.world, call.repository, commit));
      return { status: 200, body, headers: linkHeader(call, page, perPage, commits.length) };
    },
  },
  {
    operation: `GET ${PULLS}/{pull_number}/merge`,
    access: ['contents:read'],
    handle: (call) => {
      if (pullOf(call).pull.merged === undefined) throw notFound();
      return { status: 204 };
    },
  },
  {
    operation: `PUT ${PULLS}/{pull_number}/merge`,
    access: ['contents:write'],
    violation: 'merge',
    handle: async (call) => {
      const text = (key: string) => (typeof call.body[key] === 'string' ? String(call.body[key]) : undefined);
      const merged = await mergePull(call.world, call.repository, pullOf(call), {
        method: (text('merge_method') ?? 'merge') as Merged['method'],
        sha: text('sha'),
        title: text('commit_title'),
        message: text('commit_message'),
        by: call.account,
        at: call.world.clock.now(),
      });
      return ok({ sha: merged.sha, merged: true, message: 'Pull Request successfully merged' });
    },
  },
];

function list(call: Call): Promise<Answer> {
  const { query, world, repository } = call;
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const base = query.get('base');
  const sort = query.get('sort') ?? 'created';
  const sign = (query.get('direction') ?? (sort === 'created' ? 'desc' : 'asc')) === 'asc' ? 1 : -1;
  const key = (issue: PullIssue) => (sort === 'updated' ? issue.updatedAt : issue.createdAt);
  const matching = [...repository.issues.values()]
    .filter(isPull)
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => head === null || `${repository.owner.login}:${issue.pull.head.ref}` === head)
    .filter((issue) => base === null || issue.pull.base.ref === base)
    .toSorted((one, other) => sign * (key(one) - key(other) || one.id - other.id));
  return paginate(call, matching, (issue) => pullShape(world, repository, issue));
}

async function update(call: Call): Promise<Answer> {
  const { body, world, repository } = call;
  const issue = pullOf(call);
  const changes: Record<string, unknown> = {};
  for (const key of ['title', 'body'] as const) {
    const value = body[key];
    if (typeof value !== 'string' || value === issue[key]) continue;
    changes[key] = { from: issue[key] };
    issue[key] = value;
  }
  const who = { by: call.account, at: world.clock.now() };
  issue.updatedAt = who.at;
  if (Object.keys(changes).length > 0) await emitPull(world, repository, issue, 'edited', who, { changes });
  const state = body.state;
  if (state === 'open' || state === 'closed') await setPullState(world, repository, issue, state, who);
  return ok(await fullPullShape(world, repository, issue));
}
