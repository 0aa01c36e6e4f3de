import { randomUUID } from 'node:crypto';
import type { AlertSource, EndpointSettings, ReadAlert } from '../../intake/alerts/contract.ts';
import { assignAlert } from '../../investigation/incident/assign-alert.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import type { IncidentDecision } from '../../investigation/incident/incident-decision.ts';
import { type MappedAlert, mapAlert } from '../../investigation/incident/map-alert.ts';
import { reasonWithMapping } from '../../investigation/incident/reason-with-mapping.ts';
import { UNMAPPED_REASONS } from '../../investigation/incident/unmapped-reason.ts';
import { plainText } from '../../investigation/sentence.ts';
import { MINUTE_MS } from '../../investigation/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { OpenConnection } from '../../readers/telemetry/contract.ts';
import { TELEMETRY_READERS } from '../../readers/telemetry/registry.generated.ts';
import type { Storage, Transaction } from '../../storage/contract.ts';
import type { Delivery, DeliveryOutcome } from '../../storage/inbox-contract.ts';
import { deliveryBody } from '../delivery-body.ts';
import { type OpenedAlert, openAlert } from '../incidents/open-alert.ts';
import { loadServiceMap } from '../repositories/load-service-map.ts';
import { oneFiring } from './one-firing.ts';
import { withLastDeploys } from './with-last-deploys.ts';

/**
 * How long after it opened an incident is investigated again: metrics often show what happened only minutes after the
 * alert.
 */
const RE_RUNS_MS = [3, 10, 20, 60, 24 * 60].map((minutes) => minutes * MINUTE_MS);
/** How many of the latest incidents of a service are searched for the one that an alert belongs to. */
const INCIDENTS_IN_REACH = 5;

export interface ReceiveAlert {
  readonly storage: Storage;
  readonly sources: readonly AlertSource[];
  readonly clock: Clock;
  /** The operator's settings of each endpoint that takes alerts. */
  readonly endpoints?: readonly (EndpointSettings & { readonly id: string })[];
  /** Where an alert can be fetched that another one only points at. */
  readonly connections?: readonly OpenConnection[];
  /** Confirms a subscription by one GET of its address; without it no subscription is confirmed. */
  readonly confirm?: (address: URL) => Promise<void>;
  /** Told of a delivery that came without so many of its alerts, for the log and the counter. */
  readonly onLeftOut?: (delivery: Delivery, alerts: number) => void;
}

type MappedToService = Extract<MappedAlert, { kind: 'mapped' }>;

/** Reads a stored alert delivery: each alert joins, opens or resolves an incident, or is kept as unmapped. */
export async function receiveAlert(
  { storage, sources, clock, endpoints = [], connections = [], confirm, onLeftOut }: ReceiveAlert,
  delivery: Delivery,
): Promise<DeliveryOutcome> {
  const source = sources.find(({ id }) => id === delivery.source);
  if (source === undefined) return { state: 'dead', reason: `no alert source is called ${delivery.source}` };
  const body = source.parse?.(delivery.body, delivery.headers) ?? deliveryBody(delivery);
  const endpoint = endpoints.find(({ id }) => id === delivery.endpoint);
  const reading = source.read(body, delivery.headers, delivery.receivedAt, endpoint);
  if (reading.kind === 'unmapped') return { state: 'unmapped', reason: reading.reason };
  if (reading.kind === 'ignored') return { state: 'ignored', reason: reading.reason };
  if (reading.kind === 'confirm') {
    if (confirm === undefined) return { state: 'ignored', reason: 'this process confirms no subscription' };
    await confirm(reading.address);
    return { state: 'done' };
  }
  const opened = await openUnmapped(storage, connections, delivery, reading.alerts);
  const outcome = await storage.transaction(async (tx): Promise<DeliveryOutcome> => {
    const map = await loadServiceMap(tx, delivery.installationId);
    const unmapped: string[] = [];
    for (const { known, gaps } of opened) {
      const mapped = mapAlert(known, await withLastDeploys(tx, delivery.installationId, known, map));
      if (mapped.kind === 'mapped') await toIncident(tx, delivery, known, mapped, clock);
      else unmapped.push(await keepUnmapped(tx, delivery, known, mapped, gaps));
    }
    if (unmapped.length < opened.length) return { state: 'done' };
    return unmapped.length === 0
      ? { state: 'ignored', reason: 'the delivery carries no alert' }
      : { state: 'unmapped', reason: [...new Set(unmapped)].join('; ') };
  });
  if (reading.truncated > 0) onLeftOut?.(delivery, reading.truncated);
  return outcome;
}

/**
 * Some alerts name no service and only point at an alert that does, such as those of a PagerDuty incident. That other
 * alert is fetched here, before anything is written. Where it cannot be fetched, this one is kept as unmapped with the
 * reason.
 */
async function openUnmapped(
  storage: Storage,
  connections: readonly OpenConnection[],
  { source, installationId }: Delivery,
  alerts: readonly ReadAlert[],
): Promise<readonly Pick<OpenedAlert<ReadAlert>, 'known' | 'gaps'>[]> {
  const asRead = alerts.map((known) => ({ known, gaps: [] }));
  if (!TELEMETRY_READERS.some(({ opens }) => opens === source)) return asRead;
  const map = await storage.transaction((tx) => loadServiceMap(tx, installationId));
  return Promise.all(
    asRead.map(async (one) =>
      mapAlert(one.known, map).kind === 'mapped' ? one : await openAlert(connections, one.known),
    ),
  );
}

async function keepUnmapped(
  tx: Transaction,
  delivery: Delivery,
  read: ReadAlert,
  { reason, suggestion }: Extract<MappedAlert, { kind: 'unmapped' }>,
  gaps: OpenedAlert<ReadAlert>['gaps'],
): Promise<string> {
  const unread = gaps.map(({ what, why }) => `${plainText(what)} was not read: ${plainText(why)}.`);
  const said = [plainText(UNMAPPED_REASONS[reason]), ...unread].join(' ');
  const alert = oneFiring(read, []);
  await tx.alerts.save(delivery.installationId, {
    ...alert,
    receivedAt: delivery.receivedAt,
    unmappedReason: reasonWithMapping(said, suggestion),
  });
  return said;
}

async function toIncident(
  tx: Transaction,
  { installationId, receivedAt }: Delivery,
  read: ReadAlert,
  mapped: MappedToService,
  clock: Clock,
): Promise<void> {
  const { service, environment } = mapped;
  await tx.incidents.lockOpen(installationId, service, environment);
  const incidents = await tx.incidents.ofService(installationId, service, environment, INCIDENTS_IN_REACH);
  const known = await Promise.all(
    incidents.map(async (incident) => ({
      incident,
      alerts: await tx.alerts.ofIncident(installationId, incident.id),
    })),
  );
  const alert = oneFiring(
    read,
    known.flatMap(({ alerts }) => alerts),
  );
  const previous = await tx.alerts.get(installationId, alert.key);
  const now = clock.now();
  const decision = assignAlert({
    incidents: known,
    mapped,
    alert,
    ...(previous === undefined ? {} : { previous }),
    now,
  });
  const incident = await saveDecision(tx, installationId, decision);
  await tx.alerts.save(installationId, {
    ...alert,
    receivedAt,
    service,
    environment,
    ...(incident === undefined ? {} : { incidentId: incident.id }),
  });
  if (incident !== undefined) await enqueueLooks(tx, incident, decision, now);
}

async function saveDecision(
  tx: Transaction,
  installationId: number,
  decision: IncidentDecision,
): Promise<Incident | undefined> {
  if (decision.kind === 'nothing') return undefined;
  if (decision.kind !== 'open') {
    await tx.incidents.save(decision.incident);
    return decision.incident;
  }
  if (decision.closes !== undefined) await tx.incidents.save(decision.closes);
  const incident = { ...decision.incident, installationId, id: randomUUID() };
  await tx.incidents.save(incident);
  return incident;
}

/** Only news is worth an investigation: a repeated alert changes nothing but the time of the last signal. */
async function enqueueLooks(
  tx: Transaction,
  incident: Incident,
  decision: IncidentDecision,
  now: number,
): Promise<void> {
  if (decision.kind === 'nothing' || (decision.kind !== 'open' && decision.quiet)) return;
  if (decision.kind === 'join' && decision.news === 'repeated') return;
  const payload = { installationId: incident.installationId, incidentId: incident.id };
  const trigger = decision.kind === 'resolve' ? 'resolved' : decision.kind === 'open' ? 'opened' : 're-run';
  await tx.jobs.enqueue('investigate', { ...payload, trigger }, { singletonKey: incident.id });
  if (decision.kind !== 'open' && decision.kind !== 'reopen') return;
  for (const afterMs of RE_RUNS_MS) {
    await tx.jobs.enqueue(
      'investigate',
      { ...payload, trigger: 're-run' },
      { startAt: now + afterMs, singletonKey: `${incident.id}+${afterMs}` },
    );
  }
}
