import type { DeployEndpoint } from '../../config/deploy-endpoints.ts';
import type { DeploySource, SeenChange, SeenDeploy } from '../../intake/deploys/contract.ts';
import { environmentOf } from '../../investigation/incident/environment-name.ts';
import { isCalled } from '../../investigation/incident/is-called.ts';
import type { ServiceEntry } from '../../investigation/incident/service-map.ts';
import type { LedgerKey } from '../../investigation/ledger/deploy-event.ts';
import { environmentClass } from '../../investigation/ledger/environment-class.ts';
import { type EpochMs, MINUTE_MS } from '../../investigation/time.ts';
import type { Storage, Transaction } from '../../storage/contract.ts';
import type { Delivery, DeliveryOutcome } from '../../storage/inbox-contract.ts';
import { deliveryBody } from '../delivery-body.ts';
import { loadServiceMap } from '../repositories/load-service-map.ts';
import { addDeploy } from './add-deploy.ts';
import { type Defaults, placeDeploy } from './place-deploy.ts';
import { recomputeLedgers } from './recompute-ledgers.ts';

/** A sender's clock may be ahead by this much. */
const AHEAD_MS = 5 * MINUTE_MS;
const FUTURE = 'Its time lies in the future: correct the clock of the sender.';

export interface ReceiveDeploy {
  readonly storage: Storage;
  readonly sources: readonly DeploySource[];
  /** What an endpoint means that its deliveries do not say themselves. */
  readonly endpoints: readonly DeployEndpoint[];
}

/**
 * Reads a stored deploy delivery: its statements go into the ledger of the endpoint's own installation, or are kept as
 * changes. What fits no repository is `unmapped`; what contradicts an earlier statement of the same id is `dead`, as a
 * conflict, and the earlier one stands. Throws OperationalError `delivery-invalid` where the body is not JSON.
 */
export async function receiveDeploy(
  { storage, sources, endpoints }: ReceiveDeploy,
  delivery: Delivery,
): Promise<DeliveryOutcome> {
  const source = sources.find(({ id }) => id === delivery.source);
  if (source === undefined) return { state: 'dead', reason: `no deploy source is called ${delivery.source}` };
  const reading = source.read(deliveryBody(delivery), delivery.headers, delivery.receivedAt);
  if (reading.kind === 'unmapped') return { state: 'unmapped', reason: reading.reason };
  if (reading.kind === 'ignored') return { state: 'ignored', reason: reading.reason };
  const defaults = endpoints.find(({ id }) => `deploy:${id}` === delivery.endpoint) ?? {};
  return storage.transaction((tx) =>
    reading.kind === 'deploys'
      ? addDeploys(tx, delivery, source, defaults, reading.events)
      : addChanges(tx, delivery, defaults, reading.changes),
  );
}

async function addDeploys(
  tx: Transaction,
  { installationId, receivedAt }: Delivery,
  source: DeploySource,
  defaults: Defaults,
  events: readonly SeenDeploy[],
): Promise<DeliveryOutcome> {
  const map = await loadServiceMap(tx, installationId);
  const repositories = await tx.repositories.list(installationId);
  const problems: string[] = [];
  const conflicts: string[] = [];
  const touched: LedgerKey[] = [];
  for (const event of events) {
    const placed = placeDeploy(event, defaults, repositories, map);
    if (placed.kind === 'unmapped') problems.push(placed.reason);
    else if (isAhead(event.at, receivedAt)) problems.push(FUTURE);
    else {
      const conflict = await addDeploy(tx, { installationId, source, key: placed.key, receivedAt }, event);
      if (conflict !== undefined) conflicts.push(conflict);
      touched.push(placed.key);
    }
  }
  await recomputeLedgers(tx, installationId, touched);
  if (conflicts.length > 0) return { state: 'dead', reason: distinct(conflicts) };
  return problems.length > 0 ? { state: 'unmapped', reason: distinct(problems) } : { state: 'done' };
}

async function addChanges(
  tx: Transaction,
  { installationId, source, receivedAt }: Delivery,
  defaults: Defaults,
  changes: readonly SeenChange[],
): Promise<DeliveryOutcome> {
  if (changes.some(({ at }) => isAhead(at, receivedAt))) return { state: 'unmapped', reason: FUTURE };
  const { services } = await loadServiceMap(tx, installationId);
  const entryOf = (name: string | undefined) =>
    name === undefined ? undefined : services.find((one) => isCalled(one, name));
  const kept = changes.filter(({ environment = defaults.environment, service = defaults.service }) =>
    isProduction(environment, entryOf(service)),
  );
  for (const { environment: _, service = defaults.service, id, ...change } of kept) {
    const name = entryOf(service)?.service ?? service;
    await tx.changes.add(installationId, {
      ...change,
      id: `${source}:${id}`,
      ...(name !== undefined && { service: name }),
    });
  }
  return kept.length > 0
    ? { state: 'done' }
    : { state: 'ignored', reason: 'a change to another environment than production' };
}

/** By the source's own name for it, or by what the configuration of its service says of it. */
function isProduction(environment: string | undefined, entry: ServiceEntry | undefined): boolean {
  if (environment === undefined || environmentClass({ environment }) === 'production') return true;
  const name = environmentOf(entry ?? {}, environment);
  const production = entry?.environments?.[name]?.production === true;
  return environmentClass({ environment: name, production }) === 'production';
}

function isAhead(at: EpochMs | undefined, receivedAt: EpochMs): boolean {
  return at !== undefined && at > receivedAt + AHEAD_MS;
}

function distinct(reasons: readonly string[]): string {
  return [...new Set(reasons)].join(' ');
}
