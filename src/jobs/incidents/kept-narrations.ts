import type { Narration } from '../../investigation/report/narration.ts';
import type { ReportInput } from '../../investigation/report/report-input.ts';
import { type KeptNarration, stillHolds } from '../../narrator/kept-narration.ts';
import { narratorMaterial } from '../../narrator/narrator-material.ts';
import type { Transaction } from '../../storage/contract.ts';

export interface Asked {
  readonly calls: number;
  readonly kept?: KeptNarration;
}

/** The narration that still holds of what is decided now; undefined where there is none. */
export async function narrationOf(
  tx: Transaction,
  installationId: number,
  input: ReportInput,
): Promise<Narration | undefined> {
  const { kept } = await askedBefore(tx, installationId, input.incident.id);
  return kept === undefined ? undefined : stillHolds(kept, narratorMaterial(input));
}

/** How often a model was asked about an incident, and what is kept of its words. */
export async function askedBefore(tx: Transaction, installationId: number, incidentId: string): Promise<Asked> {
  const stored = await tx.cursors.get(installationId, cursorName(incidentId));
  return stored === undefined ? { calls: 0 } : (JSON.parse(stored) as Asked);
}

/** Remembers it; see `askedBefore`. */
export function saveAsked(tx: Transaction, installationId: number, incidentId: string, asked: Asked): Promise<void> {
  return tx.cursors.set(installationId, cursorName(incidentId), JSON.stringify(asked));
}

function cursorName(incidentId: string): string {
  return `narration:${incidentId}`;
}
