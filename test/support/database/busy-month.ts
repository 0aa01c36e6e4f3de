import { writeCase } from '../../../src/investigation/case-document.ts';
import type { LedgerDeploy } from '../../../src/investigation/ledger/ledger-deploy.ts';
import { DAY_MS, MINUTE_MS } from '../../../src/investigation/time.ts';
import type { Storage } from '../../../src/storage/contract.ts';
import { strongSample } from '../cases/report-samples.ts';

export const INSTALLATION = 4711;
const SERVICES = 40;
const A_SERVICE = 250;
const REPOSITORIES = 10;
export const INCIDENTS = 60;

const sha = (service: number, index: number) =>
  `${service.toString(16).padStart(4, '0')}${index.toString(16).padStart(36, 'a')}`;

/**
 * A month of a busy organisation up to `now`: 40 services in 10 repositories, 250 deploys of each (10,000), two commits
 * in every one, and 60 incidents with a verdict. `service-0` last went live 20 min ago, and its next deploy is on its way.
 */
export async function fillBusyMonth(storage: Storage, now: number): Promise<void> {
  await storage.transaction(async (tx) => {
    await tx.installations.save({
      installationId: INSTALLATION,
      account: 'acme',
      suspended: false,
      removed: false,
      permissions: {},
    });
    for (let repositoryId = 1; repositoryId <= REPOSITORIES; repositoryId += 1) {
      await tx.repositories.save({
        installationId: INSTALLATION,
        repositoryId,
        fullName: `acme/repository-${repositoryId}`,
        defaultBranch: 'main',
        visibility: 'private',
        removed: false,
      });
    }
  });
  for (let service = 0; service < SERVICES; service += 1) {
    await storage.transaction(async (tx) => {
      const key = {
        repositoryId: 1 + (service % REPOSITORIES),
        service: `service-${service}`,
        environment: 'production',
      };
      const deploys = Array.from({ length: A_SERVICE }, (_, index) => deployOf(key, service, index, now));
      const [first] = deploys;
      if (first !== undefined) {
        const { id, source, sha: head, startedAt } = first;
        await tx.ledger.addEvent(INSTALLATION, {
          ...key,
          eventId: id,
          attempt: id,
          source,
          sha: head,
          at: startedAt,
          state: 'success',
        } as never);
      }
      await tx.ledger.saveDeploys(INSTALLATION, key, deploys);
      for (const index of [A_SERVICE - 3, A_SERVICE - 2, A_SERVICE - 1]) {
        await tx.commits.save(INSTALLATION, {
          repositoryId: key.repositoryId,
          sha: sha(service, index),
          author: 'mira',
          authorLogin: 'mira-at-acme',
          pullRequest: 10_000 + service * 1_000 + index,
          pullRequestTitle: `Change ${index} of service ${service} \u001b[31mred`,
          message: 'Change',
        });
      }
    });
  }
  await storage.transaction(async (tx) => {
    await tx.changes.add(INSTALLATION, {
      id: 'flag-1',
      kind: 'flag',
      service: 'service-0',
      at: now - 30 * MINUTE_MS,
      title: 'new-tax to 50 %',
    });
    for (let index = 0; index < INCIDENTS; index += 1) {
      const openedAt = now - index * 6 * 60 * MINUTE_MS - 10 * MINUTE_MS;
      const incident = {
        id: `inc${index.toString().padStart(4, '0')}-of-a-month`,
        installationId: INSTALLATION,
        repositoryId: 1,
        service: 'service-0',
        environment: 'production',
        openedAt,
        lastSignalAt: openedAt,
        ...(index < 2
          ? { state: 'open' as const }
          : { state: 'resolved' as const, resolvedAt: openedAt + 20 * MINUTE_MS }),
      };
      await tx.incidents.save(incident);
      if (index === 1) continue;
      await tx.alerts.save(INSTALLATION, {
        key: `alert-${index}`,
        source: 'alertmanager',
        status: 'firing',
        startsAt: openedAt,
        title: 'checkout-5xx-high',
        labels: {},
        receivedAt: openedAt,
        incidentId: incident.id,
        service: 'service-0',
        environment: 'production',
      });
      await tx.investigations.add(INSTALLATION, {
        incidentId: incident.id,
        at: openedAt,
        case: writeCase(strongSample.theCase),
        verdict: strongSample.verdict,
      });
      await tx.effects.want(INSTALLATION, {
        kind: 'issue',
        naturalKey: incident.id,
        repositoryId: 1,
        wanted: { title: '[service-0/production] failing requests', body: 'x', state: 'open' },
      });
    }
  });
}

function deployOf(
  key: Pick<LedgerDeploy, 'repositoryId' | 'service' | 'environment'>,
  service: number,
  index: number,
  now: number,
): LedgerDeploy {
  const every = (30 * DAY_MS) / A_SERVICE;
  const last = A_SERVICE - 2;
  const startedAt = now - 25 * MINUTE_MS - (last - index) * every;
  const base = {
    ...key,
    id: `deploy:${service}:${index}`,
    source: 'deployment_status',
    sha: sha(service, index),
    actor: 'octo',
  };
  const range =
    index === 0
      ? {}
      : {
          previousSha: sha(service, index - 1),
          commits: [`${sha(service, index).slice(0, 39)}f`, sha(service, index)],
        };
  if (index > last)
    return { ...base, ...range, startedAt: now - 2 * MINUTE_MS, outcome: 'in_progress', kind: 'deploy' };
  const liveAt = startedAt + 5 * MINUTE_MS;
  return {
    ...base,
    ...range,
    startedAt,
    liveAt,
    ...(index < last ? { endedAt: liveAt + every } : {}),
    outcome: 'success',
    kind: 'deploy',
  };
}
