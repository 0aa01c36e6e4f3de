import type { Alert } from '../../investigation/incident/alert.ts';
import { isCalled } from '../../investigation/incident/is-called.ts';
import { entriesOfAlert } from '../../investigation/incident/map-alert.ts';
import type { ServiceEntry, ServiceMap } from '../../investigation/incident/service-map.ts';
import type { Transaction } from '../../storage/contract.ts';

/** The map with when each repository last deployed an alert's service, where several repositories have that. */
export async function withLastDeploys(
  tx: Transaction,
  installationId: number,
  alert: Alert,
  map: ServiceMap,
): Promise<ServiceMap> {
  const shared = entriesOfAlert(alert, map);
  if (shared.length < 2) return map;
  const keys = await tx.ledger.keys(installationId);
  const known = new Map<ServiceEntry, ServiceEntry>();
  for (const entry of shared) {
    const starts: number[] = [];
    for (const key of keys.filter((one) => one.repositoryId === entry.repositoryId && isCalled(entry, one.service))) {
      const last = (await tx.ledger.deploysOf(installationId, key)).at(-1);
      if (last !== undefined) starts.push(last.startedAt);
    }
    if (starts.length > 0) known.set(entry, { ...entry, lastDeployAt: Math.max(...starts) });
  }
  return { services: map.services.map((entry) => known.get(entry) ?? entry) };
}
