import type { Incident } from '../../investigation/incident/incident.ts';
import { knownAs } from '../../investigation/incident/known-as.ts';
import { mappingIn } from '../../investigation/incident/reason-with-mapping.ts';
import { type Week, weekBefore } from '../../investigation/summary/iso-week.ts';
import { firstNamed } from '../../investigation/summary/judge-answers.ts';
import type { CountedIncident, WeekMaterial } from '../../investigation/summary/week-material.ts';
import { DAY_MS } from '../../investigation/time.ts';
import type { Repository, Transaction } from '../../storage/contract.ts';
import type { DeadJob } from '../../storage/dead-jobs.ts';
import { loadServiceMap } from '../repositories/load-service-map.ts';
import { deadWorkOf } from './dead-work-of.ts';
import { standingOf, weekIncidents } from './week-incidents.ts';

/** An alert storm opens more incidents than anybody reads of; the rest is counted. */
const MOST_INCIDENTS = 500;
/** A deploy of Sunday night is named by an incident of Monday. */
const NAMED_UNTIL_MS = DAY_MS;

export interface WeekOfRepository {
  readonly repository: Repository;
  readonly week: Week;
  /** The address of GitHub for people. */
  readonly webUrl: string;
  /** What failed for good, of every installation. */
  readonly deadJobs: readonly DeadJob[];
}

/** Reads all that the store knows of one week of one repository. */
export async function gatherWeek(
  tx: Transaction,
  { repository, week, webUrl, deadJobs }: WeekOfRepository,
): Promise<WeekMaterial> {
  const { installationId, repositoryId, fullName } = repository;
  const repositories = await tx.repositories.list(installationId);
  const names = new Map(repositories.map((one) => [one.repositoryId, one.fullName]));
  const opened = await tx.incidents.openedBetween(installationId, week.from, week.to + NAMED_UNTIL_MS);
  const isOwn = (one: Incident) => one.repositoryId === repositoryId && one.openedAt < week.to;
  const own = opened.filter(isOwn);
  const incidents = await weekIncidents(tx, own.slice(0, MOST_INCIDENTS), names);
  const named = incidents.map(({ verdict }) => verdict);
  const others = opened.filter((one) => !isOwn(one)).slice(0, MOST_INCIDENTS);
  for (const other of others) named.push((await standingOf(tx, other)).verdict);
  const deploys = await tx.ledger.deploysBetween(installationId, week.from, week.to);
  // Incidents have the configured names: one place is told by one name.
  const map = await loadServiceMap(tx, installationId, repositoryId);
  return {
    week,
    repository: { fullName, webUrl: `${webUrl}/${fullName}` },
    incidents,
    leftOut: own.slice(MOST_INCIDENTS),
    weekBefore: await countedBefore(tx, repository, week),
    deploys: deploys
      .filter((deploy) => deploy.repositoryId === repositoryId)
      .map((deploy) => ({ ...deploy, environment: knownAs(map, deploy).environment })),
    namedDeploys: named.flatMap((verdict) => (verdict && firstNamed(verdict)?.deploy) ?? []),
    reverts: await revertsOf(tx, repository, week, names),
    unmapped: await unmappedIn(tx, installationId, week),
    showsUnmapped: repository.visibility !== 'public' || repositories.every((one) => one.visibility === 'public'),
    dead: await deadWorkOf(tx, installationId, week, deadJobs),
  };
}

async function countedBefore(
  tx: Transaction,
  { installationId, repositoryId }: Repository,
  week: Week,
): Promise<WeekMaterial['weekBefore']> {
  const { from, to } = weekBefore(week);
  const opened = await tx.incidents.openedBetween(installationId, from, to);
  const own = opened.filter((one) => one.repositoryId === repositoryId);
  const incidents: CountedIncident[] = [];
  for (const incident of own.slice(0, MOST_INCIDENTS)) {
    const { verdict } = await standingOf(tx, incident);
    incidents.push({ state: incident.state, ...(verdict === undefined ? {} : { band: verdict.band }) });
  }
  return { incidents, leftOut: own.slice(MOST_INCIDENTS) };
}

async function revertsOf(
  tx: Transaction,
  { installationId, repositoryId }: Repository,
  { from, to }: Week,
  names: ReadonlyMap<number, string>,
): Promise<WeekMaterial['reverts']> {
  const found: WeekMaterial['reverts'][number][] = [];
  for (const revert of await tx.reverts.between(installationId, from, to)) {
    const incident = await tx.incidents.get(installationId, revert.incidentId);
    if (incident?.repositoryId !== repositoryId) continue;
    found.push({ revert, repository: names.get(revert.repositoryId) ?? String(revert.repositoryId) });
  }
  return found;
}

async function unmappedIn(
  tx: Transaction,
  installationId: number,
  { from, to }: Week,
): Promise<WeekMaterial['unmapped']> {
  const alerts = await tx.alerts.between(installationId, from, to);
  return alerts.flatMap(({ title, unmappedReason, incidentId }) => {
    if (unmappedReason === undefined || incidentId !== undefined) return [];
    const mapping = mappingIn(unmappedReason);
    return [{ title, ...(mapping === undefined ? {} : { mapping }) }];
  });
}
