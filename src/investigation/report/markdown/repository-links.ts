import { code, type Inline, type OwnUrl } from './tree.ts';

/** Builds every link that a report may hold: to pull requests, commits, comparisons and runs of one GitHub server. */
export interface RepositoryLinks {
  /** `#12`, or `owner/name#12` where the pull request is in another repository. */
  pullRequest(number: number, repository?: string): Inline;
  /** `#12`, or `owner/name#12` where the issue is in another repository. */
  issue(number: number, repository?: string): Inline;
  /** The first seven digits of a commit. */
  commit(sha: string, repository?: string): Inline;
  /** `a1b2c3d…b7c8d9e`. */
  compare(from: string, to: string, repository?: string): Inline;
  /** The command that runs a workflow run of this server again, at the commit it ran at; undefined for every other address. */
  rerun(url: string): string | undefined;
  /** `run 991` for an address of a workflow run of this server; undefined for every other address. */
  run(url: string): Inline | undefined;
}

const FULL_NAME = /^[A-Za-z0-9-]{1,39}\/[A-Za-z0-9._-]{1,100}$/;
const HEX = /^[0-9a-f]{7,64}$/;

/**
 * Links into the repository at `webUrl` (such as `https://github.com/owner/name`) and its neighbours on that server.
 * What does not have the form of a SHA or a name (both can come from a stranger's payload) is shown as code instead.
 */
export function repositoryLinks(repository: { readonly fullName: string; readonly webUrl: string }): RepositoryLinks {
  const server = new URL(repository.webUrl).origin;
  const base = (other: string | undefined) => {
    const name = other ?? repository.fullName;
    return FULL_NAME.test(name) ? `${server}/${name}` : undefined;
  };
  const link = (label: string, url: string): Inline => ({ kind: 'link', label, url: url as OwnUrl });
  const numbered = (page: 'pull' | 'issues', number: number, other: string | undefined): Inline => {
    const home = base(other);
    const foreign = other === undefined || other === repository.fullName ? '' : other;
    if (home === undefined || !Number.isSafeInteger(number) || number < 1) return code(`${foreign}#${number}`);
    return link(`${foreign}#${number}`, `${home}/${page}/${number}`);
  };
  return {
    pullRequest: (number, other) => numbered('pull', number, other),
    issue: (number, other) => numbered('issues', number, other),
    commit(sha, other) {
      const home = base(other);
      return home !== undefined && HEX.test(sha)
        ? link(sha.slice(0, 7), `${home}/commit/${sha}`)
        : code(sha.slice(0, 40));
    },
    compare(from, to, other) {
      const home = base(other);
      if (home === undefined || !HEX.test(from) || !HEX.test(to))
        return code(`${from.slice(0, 40)}…${to.slice(0, 40)}`);
      return link(`${from.slice(0, 7)}…${to.slice(0, 7)}`, `${home}/compare/${from}...${to}`);
    },
    rerun(url) {
      const run = runOn(server, url);
      const host = new URL(server).host;
      // gh takes [HOST/]OWNER/REPO (https://cli.github.com/manual/gh_run_rerun, read 2026-11).
      return run && `gh run rerun ${run.id} --repo ${host === 'github.com' ? '' : `${host}/`}${run.repository}`;
    },
    run(url) {
      const run = runOn(server, url);
      return run && link(`run ${run.id}`, `${server}/${run.repository}/actions/runs/${run.id}`);
    },
  };
}

function runOn(server: string, url: string): { readonly repository: string; readonly id: string } | undefined {
  const [, repository, id] =
    /^\/([^/]+\/[^/]+)\/actions\/runs\/(\d{1,20})(?:\/|$)/.exec(pathOn(server, url) ?? '') ?? [];
  return repository === undefined || id === undefined || !FULL_NAME.test(repository) ? undefined : { repository, id };
}

function pathOn(server: string, url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed?.origin === server ? parsed.pathname : undefined;
}
