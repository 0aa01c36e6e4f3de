import type { Transaction } from '../../storage/contract.ts';

/** How far a repository is summed up. */
export interface KeptSummary {
  /** The last week that was looked at, whether there was anything to tell of it or not. */
  readonly week: string;
  /** The natural key of the last issue, which the next one closes. */
  readonly issue?: string;
}

/** Undefined where no week was ever looked at. */
export async function keptSummary(
  tx: Transaction,
  installationId: number,
  repositoryId: number,
): Promise<KeptSummary | undefined> {
  const stored = await tx.cursors.get(installationId, cursorName(repositoryId));
  return stored === undefined ? undefined : (JSON.parse(stored) as KeptSummary);
}

/** Remembers it; see `keptSummary`. */
export function saveSummary(
  tx: Transaction,
  installationId: number,
  repositoryId: number,
  kept: KeptSummary,
): Promise<void> {
  return tx.cursors.set(installationId, cursorName(repositoryId), JSON.stringify(kept));
}

function cursorName(repositoryId: number): string {
  return `summary:${repositoryId}`;
}
