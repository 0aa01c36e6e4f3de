import type { CaseDeploy, DeployKind, DeployOutcome } from '../../case.ts';
import { counted } from '../format-number.ts';
import { clock } from '../format-time.ts';
import { repositoryLinks } from '../markdown/repository-links.ts';
import { type Block, code, heading, joined, type Line, own, paragraph, say } from '../markdown/tree.ts';
import type { ReportInput } from '../report-input.ts';

const MOST_ROWS = 12;
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

/** Every deploy of the case, newest first: when, where, from which commit to which, with whose pull requests. */
export function whatWentLive(input: ReportInput): readonly Block[] {
  const deploys = [...input.theCase.deploys].sort((one, other) => moment(other) - moment(one));
  if (deploys.length === 0) return [heading`What went live`, paragraph(say`No deploy is on record for this time.`)];
  const rows = deploys.slice(0, MOST_ROWS).map((deploy) => row(deploy, input));
  const left = deploys.length - rows.length;
  return [
    heading`What went live`,
    { kind: 'table', head: [say`UTC`, say`service · environment`, say`from → to`, say`what`, say`by`], rows },
    ...(left > 0 ? [paragraph(say`${counted(left, 'older deploy is', 'older deploys are')} left out here.`)] : []),
  ];
}

function row(deploy: CaseDeploy, input: ReportInput): readonly Line[] {
  const links = repositoryLinks(input.repository);
  const facts = input.deployFacts?.[deploy.id];
  const run = facts?.url === undefined ? undefined : links.run(facts.url);
  const actor = facts?.actor === undefined ? [] : [code(facts.actor)];
  return [
    say`${clock(moment(deploy), input.theCase.askedAt)}${own(OUTCOME_WORDS[deploy.outcome ?? 'success'])}`,
    say`${code(deploy.service)} · ${code(deploy.environment ?? input.incident.environment)}`,
    say`${range(deploy, input)}${own(KIND_WORDS[deploy.kind ?? 'unknown'])}${facts?.verified === false ? own(' (unverified commit)') : own('')}`,
    contents(deploy, input),
    run === undefined ? actor : say`${actor}${actor.length === 0 ? own('') : own(' · ')}${run}`,
  ];
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
  const cut = input.deployFacts?.[deploy.id]?.truncated === true ? own(' (list cut by GitHub)') : own('');
  if (listed.length === 0) return say`no new commit${cut}`;
  // The range of a rollback holds what it took away.
  const verb = deploy.kind === 'rollback' ? own('took away ') : own('');
  return more > 0 ? say`${verb}${listed} and ${more} more${cut}` : say`${verb}${listed}${cut}`;
}

function moment(deploy: CaseDeploy): number {
  return deploy.liveAt ?? deploy.startedAt;
}
