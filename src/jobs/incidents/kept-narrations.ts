import type { Narration } from '../../investigation/report/narration.ts';
import type { ReportInput } from '../../investigation/report/report-input.ts';
import { type KeptNarration, stillHolds } from '../../narrator/kept-narration.ts';
import { narratorMaterial } from '../../narrator/narrator-material.ts';
import type { Transaction } from '../../storage/contract.ts';
import { keptDocument } from '../kept-document.ts';

export interface Asked {
  readonly calls: number;
  readonly kept?: KeptNarration;
}

/** What still holds of the narration that was kept, now that this was decided; undefined where nothing does. */
export async function narrationOf(
  tx: Transaction,
  installationId: number,
  input: ReportInput,
): Promise<Narration | undefined> {
  const { kept } = await askedBefore(tx, installationId, input.incident.id);
  return kept === undefined ? undefined : stillHolds(kept, narratorMaterial(input));
}

const narrations = keptDocument<string, Asked>('narration');

/** How often a model was asked about an incident, and what is kept of its words. */
export async function askedBefore(tx: Transaction, installationId: number, incidentId: string): Promise<Asked> {
  return (await narrations.read(tx, installationId, incidentId)) ?? { calls: 0 };
}

/** Remembers it; see `askedBefore`. */
export const saveAsked = narrations.keep;
