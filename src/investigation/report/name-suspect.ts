import type { CaseCommit, CaseDeploy } from '../case.ts';
import type { Suspect } from '../verdict/verdict.ts';
import { repositoryLinks } from './markdown/repository-links.ts';
import { code, type Inline, type Line, say } from './markdown/tree.ts';
import type { ReportInput } from './report-input.ts';

/** A suspect with what a reader needs to recognise it. */
export interface NamedSuspect {
  readonly suspect: Suspect;
  readonly deploy?: CaseDeploy;
  readonly commit?: CaseCommit;
  readonly pullRequest?: number;
  /** The first line of what was changed, foreign text. */
  readonly headline?: string;
  readonly author?: string;
  /** `#4821`, a commit, or the deploy: short and linked. */
  readonly name: Line;
  /** The same in the alphabet of a title. */
  readonly plainName: string;
  /** How a command names it: `#4821` or a SHA. */
  readonly handle?: string;
}

/** Names a suspect by its pull request, else its commit, else its deploy's SHA, else the deploy's own id. */
export function nameSuspect(suspect: Suspect, input: ReportInput): NamedSuspect {
  const deploy = input.theCase.deploys.find((one) => one.id === suspect.deploy);
  const only = deploy?.commits?.length === 1 ? deploy.commits[0] : undefined;
  const sha = suspect.commit ?? only;
  const commit = sha === undefined ? undefined : input.theCase.commits?.find((one) => one.sha === sha);
  const facts = sha === undefined ? undefined : input.commitFacts?.[sha];
  const headline = facts?.pullRequestTitle ?? headlineOf(commit?.message);
  const author = facts?.authorLogin ?? commit?.author;
  return {
    suspect,
    ...(deploy === undefined ? {} : { deploy }),
    ...(commit === undefined ? {} : { commit }),
    ...(commit?.pullRequest === undefined ? {} : { pullRequest: commit.pullRequest }),
    ...(headline === undefined ? {} : { headline }),
    ...(author === undefined ? {} : { author }),
    ...nameOf(input, sha, commit, deploy, suspect),
  };
}

/** A name with the first line of the change behind it, as code. */
export function nameWithHeadline(named: NamedSuspect): Line {
  return named.headline === undefined ? named.name : say`${named.name} ${code(named.headline)}`;
}

type Name = Pick<NamedSuspect, 'name' | 'plainName' | 'handle'>;

function nameOf(
  input: ReportInput,
  sha: string | undefined,
  commit: CaseCommit | undefined,
  deploy: CaseDeploy | undefined,
  suspect: Suspect,
): Name {
  const links = repositoryLinks(input.repository);
  const repository = commit?.repository ?? deploy?.repository;
  if (commit?.pullRequest !== undefined) {
    const handle = `#${commit.pullRequest}`;
    const isOwn = repository === undefined || repository === input.repository.fullName;
    // A bare number in this issue would mean a pull request of its own repository.
    const said = isOwn || sha === undefined ? handle : sha;
    return {
      name: [links.pullRequest(commit.pullRequest, repository)],
      plainName: said === handle ? handle : said.slice(0, 7),
      handle: said,
    };
  }
  if (sha !== undefined) return { name: [links.commit(sha, repository)], plainName: sha.slice(0, 7), handle: sha };
  if (deploy?.sha !== undefined) {
    const commitLink: Inline = links.commit(deploy.sha, repository);
    return { name: say`the deploy of ${commitLink}`, plainName: deploy.sha.slice(0, 7), handle: deploy.sha };
  }
  return { name: say`deploy ${code(suspect.deploy ?? '')}`, plainName: `deploy ${suspect.deploy ?? ''}` };
}

/** GitHub's merge commits hold the pull request's title in their third line. */
export function headlineOf(message: string | undefined): string | undefined {
  const lines = (message ?? '').split('\n').map((line) => line.trim());
  const merged = /^Merge pull request #\d+ from /.test(lines[0] ?? '')
    ? lines.slice(1).find((line) => line !== '')
    : undefined;
  const headline = merged ?? lines[0];
  return headline === undefined || headline === '' ? undefined : headline;
}
