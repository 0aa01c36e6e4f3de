import type { Thumbs } from '../../investigation/commands/weigh-reactions.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { Transaction } from '../../storage/contract.ts';

/** The thumbs on an incident's issue and comments as they were last read. */
export interface KeptThumbs {
  readonly at: EpochMs;
  /** Of people who may write, on a report that named one change: each is behind a label. */
  readonly counted: Thumbs;
  /** Of everybody else, and on reports that named several changes. */
  readonly others: Thumbs;
}

/** Undefined where they were never read. */
export async function keptThumbs(
  tx: Transaction,
  installationId: number,
  incidentId: string,
): Promise<KeptThumbs | undefined> {
  const stored = await tx.cursors.get(installationId, cursorName(incidentId));
  return stored === undefined ? undefined : (JSON.parse(stored) as KeptThumbs);
}

/** Remembers them; see `keptThumbs`. */
export function saveThumbs(
  tx: Transaction,
  installationId: number,
  incidentId: string,
  { at, counted, others }: KeptThumbs,
): Promise<void> {
  return tx.cursors.set(installationId, cursorName(incidentId), JSON.stringify({ at, counted, others }));
}

function cursorName(incidentId: string): string {
  return `thumbs:${incidentId}`;
}
