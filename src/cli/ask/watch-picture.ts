import { DAY_MS, type EpochMs, HOUR_MS } from '../../investigation/time.ts';
import type { DeployDocument } from '../documents/deploy-document.ts';
import type { IncidentDocument } from '../documents/incidents-document.ts';
import type { WatchEvent } from '../documents/watch-event.ts';
import { describeDeploys } from './describe-deploys.ts';
import { describeIncident } from './describe-incident.ts';
import { iso } from './iso.ts';
import type { Ask } from './open-ask.ts';

/** What the live view knows at a moment. */
export interface Picture {
  readonly at: EpochMs;
  /** Of the last hours and those that are on their way, newest first. */
  readonly deploys: readonly DeployDocument[];
  /** Open ones, and those that ended in the last day, newest first. */
  readonly incidents: readonly IncidentDocument[];
}

const DEPLOYS_BACK_MS = 6 * HOUR_MS;
const MOST_INCIDENTS = 20;

/** Looks into the store once. */
export async function lookOnce({
  storage,
  clock,
  installations,
}: Pick<Ask, 'storage' | 'clock' | 'installations'>): Promise<Picture> {
  const at = clock.now();
  return storage.transaction(async (tx) => {
    const [deploys, incidents]: [DeployDocument[], IncidentDocument[]] = [[], []];
    for (const installationId of installations) {
      const recent = (await tx.ledger.deploysBetween(installationId, at - DEPLOYS_BACK_MS, at + 1)).filter(
        (deploy) => (deploy.liveAt ?? deploy.startedAt) >= at - DEPLOYS_BACK_MS,
      );
      deploys.push(...(await describeDeploys(tx, installationId, recent)));
      for (const incident of await tx.incidents.list(installationId, { limit: MOST_INCIDENTS })) {
        if (incident.state === 'open' || incident.lastSignalAt >= at - DAY_MS) {
          incidents.push(await describeIncident(tx, incident));
        }
      }
    }
    return {
      at,
      deploys: deploys.sort((one, other) => (moment(one) < moment(other) ? 1 : -1)),
      incidents: incidents.sort((one, other) => (one.openedAt < other.openedAt ? 1 : -1)),
    };
  });
}

function moment(deploy: DeployDocument): string {
  return deploy.liveAt ?? deploy.startedAt;
}

/** What happened between two looks, oldest first; everything in the first picture is news where there is none before. */
export function watchEvents(before: Picture | undefined, after: Picture): readonly WatchEvent[] {
  const knownDeploys = new Map(before?.deploys.map((deploy) => [deploy.id, deploy]));
  const knownIncidents = new Map(before?.incidents.map((incident) => [incident.id, incident]));
  const events = [
    ...after.deploys.flatMap((deploy) => deployEvents(knownDeploys.get(deploy.id), deploy)),
    ...after.incidents.flatMap((incident) => incidentEvents(knownIncidents.get(incident.id), incident, after.at)),
  ];
  return events.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

function deployEvents(before: DeployDocument | undefined, deploy: DeployDocument): readonly WatchEvent[] {
  if (deploy.liveAt !== undefined) {
    return before?.liveAt === undefined ? [{ event: 'deploy-live', at: deploy.liveAt, deploy }] : [];
  }
  if (deploy.outcome === 'failure') {
    return before?.outcome === 'failure' ? [] : [{ event: 'deploy-failed', at: deploy.startedAt, deploy }];
  }
  return before === undefined ? [{ event: 'deploy-started', at: deploy.startedAt, deploy }] : [];
}

function incidentEvents(
  before: IncidentDocument | undefined,
  incident: IncidentDocument,
  now: EpochMs,
): readonly WatchEvent[] {
  const events: WatchEvent[] = [];
  if (before === undefined) events.push({ event: 'incident-opened', at: incident.openedAt, incident });
  else if (opinion(before) !== opinion(incident)) events.push({ event: 'verdict-changed', at: iso(now), incident });
  if (incident.resolvedAt !== undefined && before?.resolvedAt === undefined) {
    events.push({ event: 'incident-resolved', at: incident.resolvedAt, incident });
  }
  return events;
}

function opinion({ verdict }: IncidentDocument): string {
  return `${verdict?.band} ${verdict?.suspect}`;
}
