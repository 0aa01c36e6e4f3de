import { fullName, type Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { accountShape } from './account.ts';
import { isoTime, type Json, nodeId } from './json.ts';

const TEMPLATED: Readonly<Record<string, string>> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

export function apiUrl(world: World, repository: Repository): string {
  return `${world.origin}/repos/${fullName(repository)}`;
}

export function webUrl(world: World, repository: Repository): string {
  return `${world.origin}/${fullName(repository)}`;
}

/** What every form of a repository has in common. */
export function minimalRepositoryShape(world: World, repository: Repository): Json {
  const url = apiUrl(world, repository);
  const urls = Object.fromEntries(Object.entries(TEMPLATED).map(([key, path]) => [key, `${url}${path}`]));
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    owner: accountShape(world, repository.owner),
    html_url: webUrl(world, repository),
    description: null,
    fork: false,
    url,
    ...urls,
  };
}

/** A repository as `GET /repos/{owner}/{repo}`, the `base.repo` of a pull request and webhooks show it. */
export function repositoryShape(world: World, repository: Repository): Json {
  const web = webUrl(world, repository);
  const openIssues = [...repository.issues.values()].filter((issue) => issue.state === 'open').length;
  return {
    ...minimalRepositoryShape(world, repository),
    created_at: isoTime(repository.createdAt),
    updated_at: isoTime(repository.updatedAt),
    pushed_at: isoTime(repository.pushedAt),
    git_url: `${web.replace(/^https?:/, 'git:')}.git`,
    ssh_url: `git@localhost:${fullName(repository)}.git`,
    clone_url: `${web}.git`,
    svn_url: web,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: repository.hasIssues,
    has_projects: false,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repository.archived,
    disabled: false,
    open_issues_count: openIssues,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? 'private' : 'public',
    forks: 0,
    open_issues: openIssues,
    watchers: 0,
    default_branch: repository.defaultBranch,
    custom_properties: {},
  };
}

/** How pull requests may be merged: shown where GitHub thinks that a client needs it. */
export const MERGE_SETTINGS: Json = {
  allow_squash_merge: true,
  allow_merge_commit: true,
  allow_rebase_merge: true,
  allow_auto_merge: false,
  delete_branch_on_merge: false,
  allow_update_branch: false,
};

/** The answer of `GET /repos/{owner}/{repo}`. */
export function fullRepositoryShape(world: World, repository: Repository): Json {
  return {
    ...repositoryShape(world, repository),
    permissions: { admin: false, maintain: false, push: false, triage: false, pull: true },
    ...MERGE_SETTINGS,
    network_count: 0,
    subscribers_count: 0,
    ...(repository.owner.type === 'Organization' ? { organization: accountShape(world, repository.owner) } : {}),
  };
}
