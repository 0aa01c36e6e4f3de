import type { RepositoryConfiguration } from '../../config/repository-configuration.ts';
import type { CaseChange, CaseCommit, Priors } from '../../investigation/case.ts';
import { alertInQuestion } from '../../investigation/incident/alert-in-question.ts';
import { asOneService } from '../../investigation/incident/as-one-service.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import { isMoreVisible } from '../../investigation/incident/is-more-visible.ts';
import { placeOfIncident } from '../../investigation/incident/place-of-incident.ts';
import type { ServiceMap } from '../../investigation/incident/service-map.ts';
import { isWatchedEnvironment } from '../../investigation/ledger/environment-class.ts';
import type { LedgerDeploy } from '../../investigation/ledger/ledger-deploy.ts';
import { oneOfParts } from '../../investigation/ledger/one-of-parts.ts';
import { DAY_MS, type EpochMs, HOUR_MS } from '../../investigation/time.ts';
import type {
  Repository,
  Storage,
  StoredAlert,
  StoredCommit,
  StoredInvestigation,
  Transaction,
} from '../../storage/contract.ts';
import { loadServiceMap } from '../repositories/load-service-map.ts';
import { configurationInForce, configurationOutcome } from '../repositories/repository-configurations.ts';

/**
 * Slow burns (leaks, caches, daily jobs) show up to three days after the change: the longest window of Gandalf (NSDI
 * 2020).
 */
const DEPLOYS_BACK_MS = 3 * DAY_MS;
const OTHER_ALERTS_BACK_MS = HOUR_MS;
const HISTORY_MS = 28 * DAY_MS;
const WEEKS_OF_HISTORY = HISTORY_MS / (7 * DAY_MS);

/** What the store knows of an incident. */
export interface StoredMaterial {
  readonly incident: Incident;
  /** The one that is asked about first, then the others, oldest first. */
  readonly alerts: readonly StoredAlert[];
  readonly otherAlerts: readonly StoredAlert[];
  /** Deploys to the incident's environment, oldest first; each has the incident's names for places and services, whatever the ledger's are. */
  readonly deploys: readonly LedgerDeploy[];
  readonly commits: readonly StoredCommit[];
  readonly changes: readonly CaseChange[];
  readonly repositories: readonly Repository[];
  readonly serviceMap: ServiceMap;
  readonly configuration: RepositoryConfiguration;
  readonly configurationKind: 'absent' | 'unreadable' | 'invalid' | 'valid';
  readonly earlier: readonly StoredInvestigation[];
  readonly priors: Priors;
  /** Repositories without any deploy record: none of their merges can be a suspect, and the report says so. */
  readonly withoutDeploys: readonly Repository[];
  /** How many deploys are left out because fewer people can read their repositories than the incident's. */
  readonly hiddenDeploys: number;
  /** Where the service was deployed to, where none of that is the incident's environment. */
  readonly elsewhere: readonly string[];
}

/** Reads in one transaction all that the store knows of an incident; undefined where the incident is not there. */
export async function gatherMaterial(
  storage: Storage,
  installationId: number,
  incidentId: string,
  now: EpochMs,
): Promise<StoredMaterial | undefined> {
  return storage.transaction(async (tx) => {
    const incident = await tx.incidents.get(installationId, incidentId);
    if (incident === undefined) return undefined;
    return materialAround(tx, incident, await tx.alerts.ofIncident(installationId, incidentId), now);
  });
}

/** The same for an incident that need not be stored, such as one that a person asks about. */
export async function materialAround(
  tx: Transaction,
  incident: Incident,
  alerts: readonly StoredAlert[],
  now: EpochMs,
): Promise<StoredMaterial> {
  const { installationId, id: incidentId } = incident;
  const began = Math.min(incident.openedAt, ...alerts.map((alert) => alert.startsAt));
  const all = await tx.ledger.deploysBetween(installationId, began - DEPLOYS_BACK_MS, now);
  const listed = await tx.repositories.list(installationId);
  const hidden = hiddenFrom(incident, listed);
  const { services } = await loadServiceMap(tx, installationId);
  const shown = services.filter(({ repositoryId }) => !hidden.has(repositoryId));
  const serviceMap = asOneService({ services: shown }, incident);
  const place = placeOfIncident(incident, serviceMap);
  const live = all.filter((deploy) => place.isThere(deploy) && deploy.transient !== true);
  const there = live
    .filter(({ repositoryId }) => !hidden.has(repositoryId))
    .map((deploy) => ({ ...deploy, ...place.inItsWords(deploy) }));
  const deploys = oneOfParts(there, began);
  const asked = alertInQuestion(
    alerts,
    there.filter(({ service }) => service === incident.service),
  );
  const repositories = listed.filter(({ removed, repositoryId }) => !removed && !hidden.has(repositoryId));
  const keys = (await tx.ledger.keys(installationId)).filter(({ repositoryId }) => !hidden.has(repositoryId));
  const recorded = new Set(keys.map((key) => key.repositoryId));
  const withoutDeploys = repositories.filter((repository) => !recorded.has(repository.repositoryId));
  const outcome = await configurationOutcome(tx, installationId, incident.repositoryId);
  const configuration = configurationInForce(outcome);
  const ofService = keys.filter(
    (key) => place.isOfService(key) && isWatchedEnvironment(key, configuration.environments),
  );
  const elsewhere = ofService.some(place.isThere) ? [] : ofService.map(({ environment }) => environment);
  const heard = await tx.alerts.between(installationId, began - OTHER_ALERTS_BACK_MS, now);
  return {
    incident,
    alerts: alerts.toSorted((one, other) => Number(other === asked) - Number(one === asked)),
    otherAlerts: heard.filter((alert) => alert.incidentId !== incidentId),
    deploys,
    commits: [
      ...(await commitsOf(tx, installationId, deploys)),
      ...(await mergesWithout(tx, installationId, withoutDeploys, began - DEPLOYS_BACK_MS, now)),
    ],
    changes: await tx.changes.between(installationId, began - DEPLOYS_BACK_MS, now),
    repositories,
    serviceMap,
    configuration,
    configurationKind: outcome?.kind ?? 'absent',
    earlier: await tx.investigations.list(installationId, incidentId),
    priors: await priorsOf(tx, incident, now),
    withoutDeploys,
    hiddenDeploys: live.length - there.length,
    elsewhere: [...new Set(elsewhere)].sort(),
  };
}

/**
 * The repositories whose commits an incident's issue must not hold, because people can read it who cannot read them.
 * Between two private ones nothing is hidden: see docs/decisions/0009.
 */
function hiddenFrom({ repositoryId: home }: Incident, repositories: readonly Repository[]): ReadonlySet<number> {
  const visibility = repositories.find(({ repositoryId }) => repositoryId === home)?.visibility ?? 'public';
  const less = repositories.filter((one) => one.repositoryId !== home && isMoreVisible(visibility, one.visibility));
  return new Set(less.map(({ repositoryId }) => repositoryId));
}

async function commitsOf(
  tx: Transaction,
  installationId: number,
  deploys: readonly LedgerDeploy[],
): Promise<readonly StoredCommit[]> {
  const byRepository = new Map<number, Set<string>>();
  for (const { repositoryId, commits } of deploys) {
    const shas = byRepository.get(repositoryId) ?? new Set<string>();
    for (const sha of commits ?? []) shas.add(sha);
    byRepository.set(repositoryId, shas);
  }
  const found: StoredCommit[] = [];
  for (const [repositoryId, shas] of byRepository) {
    if (shas.size > 0) found.push(...(await tx.commits.many(installationId, repositoryId, [...shas])));
  }
  return found;
}

async function mergesWithout(
  tx: Transaction,
  installationId: number,
  repositories: readonly Repository[],
  from: EpochMs,
  to: EpochMs,
): Promise<readonly StoredCommit[]> {
  if (repositories.length === 0) return [];
  const ids = new Set(repositories.map((repository) => repository.repositoryId));
  const merged = await tx.commits.mergedBetween(installationId, from, to);
  return merged.filter((commit) => ids.has(commit.repositoryId));
}

/** How often this service alerts, from the last four weeks of the installation's own record. */
async function priorsOf(tx: Transaction, incident: Incident, now: EpochMs): Promise<Priors> {
  const { installationId, service, environment } = incident;
  const alerts = await tx.alerts.between(installationId, now - HISTORY_MS, now);
  const deploys = await tx.ledger.deploysBetween(installationId, now - HISTORY_MS, now);
  const incidents = new Set(
    alerts
      .filter((alert) => alert.service === service && alert.environment === environment)
      .map((alert) => alert.incidentId)
      .filter((id) => id !== undefined && id !== incident.id),
  );
  const first = Math.min(now, ...alerts.map((alert) => alert.receivedAt), ...deploys.map((deploy) => deploy.startedAt));
  // A young installation has no rates yet: a week at least, or a first alert would look like a flood.
  const weeks = Math.min(WEEKS_OF_HISTORY, Math.max(1, (now - first) / (7 * DAY_MS)));
  return { alertsPerWeek: incidents.size / weeks };
}

/** A commit as a case carries it. */
export function caseCommit(commit: StoredCommit, repositoryName: string | undefined): CaseCommit {
  const { sha, author, committedAt, message, pullRequest, files } = commit;
  return {
    sha,
    ...(repositoryName === undefined ? {} : { repository: repositoryName }),
    ...(author === undefined ? {} : { author }),
    ...(committedAt === undefined ? {} : { committedAt }),
    ...(message === undefined ? {} : { message }),
    ...(pullRequest === undefined ? {} : { pullRequest }),
    ...(files === undefined ? {} : { files }),
  };
}
