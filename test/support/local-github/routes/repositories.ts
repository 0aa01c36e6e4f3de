import { readCommit } from '../git/read-commits.ts';
import { listRefs, resolveCommit } from '../git/refs.ts';
import { levelOf } from '../server/authorize.ts';
import { HttpFailure, notFound } from '../server/http-failure.ts';
import { paginate } from '../server/paginate.ts';
import { type Call, ok, type Route } from '../server/route.ts';
import { accountShape } from '../shapes/account.ts';
import { commitShape } from '../shapes/commit.ts';
import { nodeId } from '../shapes/json.ts';
import { apiUrl, fullRepositoryShape, webUrl } from '../shapes/repository.ts';
import type { Repository } from '../world/repository.ts';

const NO_CHECKS = { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } };
/** What the permission endpoint calls a level: it knows no more than these. */
const LEGACY = { admin: 'admin', maintain: 'write', write: 'write', triage: 'read', read: 'read' } as const;

export function isProtected(repository: Repository, branch: string): boolean {
  return repository.rules.some((rule) => rule.branch === branch);
}

/** The repository itself, its branches and tags, its rules and its people. */
export const repositoryRoutes: readonly Route[] = [
  {
    operation: 'GET /repos/{owner}/{repo}',
    access: ['metadata:read'],
    handle: (call) => ok(fullRepositoryShape(call.world, call.repository)),
  },
  {
    operation: 'GET /repos/{owner}/{repo}/branches',
    access: ['contents:read'],
    handle: async (call) => {
      const { world, repository } = call;
      const wanted = call.query.get('protected');
      const refs = (await listRefs(repository.git, 'refs/heads/'))
        .map((ref) => ({ name: ref.name.slice('refs/heads/'.length), sha: ref.commit }))
        .filter(({ name }) => wanted === null || (wanted === 'true') === isProtected(repository, name));
      return paginate(call, refs, ({ name, sha }) => ({
        name,
        commit: { sha, url: `${apiUrl(world, repository)}/commits/${sha}` },
        protected: isProtected(repository, name),
      }));
    },
  },
  {
    operation: 'GET /repos/{owner}/{repo}/branches/{branch}',
    access: ['contents:read'],
    handle: async (call) => {
      const { world, repository } = call;
      const branch = call.params.branch ?? '';
      const sha = await resolveCommit(repository.git, `refs/heads/${branch}`);
      if (sha === undefined) throw new HttpFailure(404, 'Branch not found');
      const url = `${apiUrl(world, repository)}/branches/${encodeURIComponent(branch)}`;
      return ok({
        name: branch,
        commit: commitShape(world, repository, await readCommit(repository.git, sha)),
        _links: { self: url, html: `${webUrl(world, repository)}/tree/${branch}` },
        protected: isProtected(repository, branch),
        protection: NO_CHECKS,
        protection_url: `${url}/protection`,
      });
    },
  },
  {
    operation: 'GET /repos/{owner}/{repo}/tags',
    access: ['contents:read'],
    handle: async (call) => {
      const { world, repository } = call;
      const api = apiUrl(world, repository);
      const refs = (await listRefs(repository.git, 'refs/tags/')).toReversed();
      return paginate(call, refs, (ref) => {
        const name = ref.name.slice('refs/tags/'.length);
        return {
          name,
          zipball_url: `${api}/zipball/${ref.name}`,
          tarball_url: `${api}/tarball/${ref.name}`,
          commit: { sha: ref.commit, url: `${api}/commits/${ref.commit}` },
          node_id: nodeId('REF', ref.name),
        };
      });
    },
  },
  {
    operation: 'GET /repos/{owner}/{repo}/rules/branches/{branch}',
    access: ['metadata:read'],
    handle: (call) => {
      const rules = call.repository.rules.filter((rule) => rule.branch === call.params.branch);
      return paginate(call, rules, ({ type, parameters }) => ({
        type,
        ruleset_source_type: 'Repository',
        ruleset_source: `${call.repository.owner.login}/${call.repository.name}`,
        ruleset_id: call.repository.id,
        ...(parameters === undefined ? {} : { parameters }),
      }));
    },
  },
  {
    operation: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
    access: ['metadata:read'],
    handle: permission,
  },
];

function permission(call: Call) {
  const { world, repository } = call;
  const login = call.params.username ?? '';
  const person = world.accounts.get(login.toLowerCase());
  if (person === undefined) throw notFound();
  // Anybody can read a public repository.
  const level = levelOf(repository, login) ?? (repository.private ? undefined : 'read');
  const permissions = {
    admin: level === 'admin',
    maintain: level === 'admin' || level === 'maintain',
    push: level === 'admin' || level === 'maintain' || level === 'write',
    triage: level !== undefined && level !== 'read',
    pull: level !== undefined,
  };
  return ok({
    permission: level === undefined ? 'none' : LEGACY[level],
    user: { ...accountShape(world, person), permissions, role_name: level ?? 'none' },
    role_name: level ?? 'none',
  });
}
