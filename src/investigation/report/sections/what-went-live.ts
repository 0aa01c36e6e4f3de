import type { CaseDeploy, DeployKind, DeployOutcome } from '../../case.ts';
import { DAY_MS } from '../../time.ts';
import { counted } from '../format-number.ts';
import { clock } from '../format-time.ts';
import { repositoryLinks } from '../markdown/repository-links.ts';
import { type Block, code, heading, joined, type Line, type Own, own, paragraph, say } from '../markdown/tree.ts';
import type { NamedVerdict } from '../name-verdict.ts';
import type { ReportInput } from '../report-input.ts';

const MOST_ROWS = 6;
const MOST_FOLDED = 20;
const MOST_PULL_REQUESTS = 5;

const KIND_WORDS: Readonly<Record<DeployKind, string>> = {
  deploy: '',
  redeploy: ' (redeploy of the same commit)',
  rollback: ' (rollback)',
  config: ' (configuration only)',
  unknown: '',
};
const OUTCOME_WORDS: Readonly<Record<DeployOutcome, string>> = {
  success: '',
  failure: ' failed, never live',
  in_progress: ' still rolling out',
};

/**
 * The deploys that matter, newest first: when, where, from which commit to which, with whose pull requests. Those are the
 * ones of the day before the problem and later, and what was live in the alerting service when it began; the suspects'
 * first where they are too many. The rest is folded away.
 */
export function whatWentLive(input: ReportInput, named: NamedVerdict): readonly Block[] {
  const deploys = [...input.theCase.deploys].sort(newestFirst);
  if (deploys.length === 0) return [heading`What went live`, paragraph(say`No deploy is on record for this time.`)];
  const matter = thoseThatMatter(deploys, input, named);
  const rest = deploys.filter((deploy) => !matter.includes(deploy));
  const head = [say`UTC`, say`service`, say`from → to`, say`what`, say`by`];
  const rows = matter.map((deploy) => row(deploy, input));
  return [
    heading`What went live`,
    rows.length === 0 ? paragraph(say`Nothing in the day before the problem began.`) : { kind: 'table', head, rows },
    ...(rest.length === 0 ? [] : [folded(rest, input)]),
  ];
}

function thoseThatMatter(
  deploys: readonly CaseDeploy[],
  input: ReportInput,
  { leads, others }: NamedVerdict,
): readonly CaseDeploy[] {
  const onset = input.verdict.onset.at;
  const suspected = [...leads.slice(0, 1), ...others].map((one) => one.deploy?.id);
  const before = deploys.filter((one) => one.service === input.incident.service && (one.liveAt ?? Infinity) <= onset);
  // Of each repository that deploys the service, the newest.
  const running = before.filter((one) => before.find(({ repository }) => repository === one.repository) === one);
  const rank = (deploy: CaseDeploy): number => {
    if (suspected.includes(deploy.id)) return 0;
    if (running.includes(deploy)) return 1;
    return deploy.service === input.incident.service ? 2 : 3;
  };
  return deploys
    .filter((deploy) => rank(deploy) < 2 || moment(deploy) >= onset - DAY_MS)
    .sort((one, other) => rank(one) - rank(other) || Math.abs(moment(one) - onset) - Math.abs(moment(other) - onset))
    .slice(0, MOST_ROWS)
    .sort(newestFirst);
}

function folded(rest: readonly CaseDeploy[], input: ReportInput): Block {
  const items = rest.slice(0, MOST_FOLDED).map((deploy) => {
    const [when = [], place = [], which = []] = row(deploy, input);
    return { content: say`${when} ${place}: ${which}` };
  });
  const left = rest.length - items.length;
  const blocks: Block[] = [{ kind: 'list', items }];
  if (left > 0) blocks.push(paragraph(say`and ${left} more.`));
  return { kind: 'details', summary: say`${counted(rest.length, 'other deploy', 'other deploys')}`, blocks };
}

function newestFirst(one: CaseDeploy, other: CaseDeploy): number {
  return moment(other) - moment(one);
}

function row(deploy: CaseDeploy, input: ReportInput): readonly Line[] {
  const links = repositoryLinks(input.repository);
  const facts = input.deployFacts?.[deploy.id];
  const run = facts?.url === undefined ? undefined : links.run(facts.url);
  const actor = facts?.actor === undefined ? [] : [code(facts.actor)];
  return [
    say`${clock(moment(deploy), input.theCase.askedAt)}${own(OUTCOME_WORDS[deploy.outcome ?? 'success'])}${order(deploy, input)}`,
    where(deploy, input),
    say`${range(deploy, input)}${own(KIND_WORDS[deploy.kind ?? 'unknown'])}${facts?.verified === false ? own(' (unverified commit)') : own('')}`,
    contents(deploy, input),
    run === undefined ? actor : say`${actor}${actor.length === 0 ? own('') : own(' · ')}${run}`,
  ];
}

/** All are of the incident's environment, but for what a case from elsewhere holds. */
function where(deploy: CaseDeploy, { incident, repository: home }: ReportInput): Line {
  const { service, environment, repository = home.fullName } = deploy;
  // The service's own deploys are looked for in the repository.
  const isElsewhere = service === incident.service && repository !== home.fullName;
  const from = isElsewhere ? say` · ${code(repository)}` : [];
  if (environment === undefined || environment === incident.environment) return say`${code(service)}${from}`;
  return say`${code(service)}${from} · ${code(environment)}`;
}

/** Who reads down the column at night should not have to compare times. */
function order(deploy: CaseDeploy, { verdict }: ReportInput): Own {
  return own(deploy.liveAt !== undefined && deploy.liveAt > verdict.onset.to ? ' (after it began)' : '');
}

function range(deploy: CaseDeploy, input: ReportInput): Line {
  const links = repositoryLinks(input.repository);
  if (deploy.sha === undefined) return say`unknown`;
  if (deploy.previousSha === undefined) return say`${links.commit(deploy.sha, deploy.repository)} (first known deploy)`;
  if (deploy.previousSha === deploy.sha) return [links.commit(deploy.sha, deploy.repository)];
  // For a rollback the older commit is the new one; the comparison still reads from what was live to what went live.
  return [links.compare(deploy.previousSha, deploy.sha, deploy.repository)];
}

function contents(deploy: CaseDeploy, input: ReportInput): Line {
  const links = repositoryLinks(input.repository);
  if (deploy.commits === undefined) return say`commits not known`;
  const known = new Map((input.theCase.commits ?? []).map((commit) => [commit.sha, commit]));
  const seen = new Map<string, Line>();
  for (const sha of [...deploy.commits].reverse()) {
    const commit = known.get(sha);
    const author = input.commitFacts?.[sha]?.authorLogin ?? commit?.author;
    const by = author === undefined ? [] : say` ${code(author)}`;
    const repository = commit?.repository ?? deploy.repository;
    const pull = commit?.pullRequest;
    const name = pull === undefined ? links.commit(sha, repository) : links.pullRequest(pull, repository);
    const key = pull === undefined ? sha : `#${pull}`;
    if (!seen.has(key)) seen.set(key, say`${name}${by}`);
  }
  const shown = [...seen.values()].slice(0, MOST_PULL_REQUESTS);
  const more = seen.size - shown.length;
  const listed = joined(shown, own(', '));
  const cut = deploy.truncated === true ? own(' (the list was cut: there are more)') : own('');
  if (listed.length === 0) return noCommit(deploy);
  // The range of a rollback holds what it took away.
  const verb = deploy.kind === 'rollback' ? own('took away ') : own('');
  return more > 0 ? say`${verb}${listed} and ${more} more${cut}` : say`${verb}${listed}${cut}`;
}

/** The same commit again has none; another one has some, of which none is under the paths of its service. */
function noCommit({ sha, previousSha, truncated, kind }: CaseDeploy): Line {
  if (truncated === true) return say`no commit of its own among those that were read`;
  return kind === 'redeploy' || sha === previousSha ? say`no new commit` : say`no commit of its own`;
}

function moment(deploy: CaseDeploy): number {
  return deploy.liveAt ?? deploy.startedAt;
}
