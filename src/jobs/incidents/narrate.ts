import type { ChartOf } from '../../charts/chart-addresses.ts';
import { readCase } from '../../investigation/case-document.ts';
import { numberEvidence } from '../../investigation/report/number-evidence.ts';
import type { Verdict } from '../../investigation/verdict/verdict.ts';
import type { Narrator, SilentReason } from '../../narrator/contract.ts';
import { gate } from '../../narrator/gate.ts';
import { keepNarration, stillHolds } from '../../narrator/kept-narration.ts';
import { type NarratorMaterial, narratorMaterial } from '../../narrator/narrator-material.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Storage, Transaction } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { materialAround } from './gather-material.ts';
import { askedBefore, saveAsked } from './kept-narrations.ts';
import { type Decided, reportInputOf } from './report-input-of.ts';
import { wantEffects } from './want-effects.ts';
import { whatPeopleSaid } from './what-people-said.ts';

export interface Narrate {
  readonly storage: Storage;
  readonly clock: Clock;
  /** Absent: no model is connected, and nothing is done. */
  readonly narrator?: Narrator;
  readonly webUrl: string;
  /** Where the picture of a round is served; absent where no public address is configured. */
  readonly chartUrlOf?: (chart: ChartOf) => string;
  /** Per installation. */
  readonly callsPerDay: number;
  readonly onSilent?: (incidentId: string, reason: SilentReason | 'gated') => void;
}

const CALLS_PER_INCIDENT = 2;

/**
 * Has the last verdict of an incident put into words and says so in its issue. The issue itself is wanted long before: a
 * model that is slow, refuses, or talks nonsense leaves it as it is. At most two calls an incident.
 */
export async function narrate(deps: Narrate, payload: JobPayloads['narrate'], signal?: AbortSignal): Promise<void> {
  const { narrator, storage } = deps;
  if (narrator === undefined) return;
  const { installationId, incidentId } = payload;
  const material = await storage.transaction((tx) => allowed(tx, deps, payload));
  if (material === undefined) return;
  const narrated = await narrator(material, signal);
  const narration = narrated.kind === 'answered' ? gate(narrated.answer, material) : undefined;
  if (narration === undefined) {
    deps.onSilent?.(incidentId, narrated.kind === 'silent' ? narrated.reason : 'gated');
    return;
  }
  await storage.transaction(async (tx) => {
    const { calls } = await askedBefore(tx, installationId, incidentId);
    await saveAsked(tx, installationId, incidentId, { calls, kept: keepNarration(narration, material) });
    const decided = await decidedLast(tx, deps, payload);
    if (decided !== undefined) await wantEffects(tx, decided);
  });
}

/** What to ask about, with the call counted before it is made; undefined where nothing is to be asked. */
async function allowed(
  tx: Transaction,
  deps: Narrate,
  payload: JobPayloads['narrate'],
): Promise<NarratorMaterial | undefined> {
  const { installationId, incidentId } = payload;
  const decided = await decidedLast(tx, deps, payload);
  if (decided === undefined || decided.material.configuration.level === 'observe') return undefined;
  const material = narratorMaterial(numberEvidence(reportInputOf(decided)));
  const asked = await askedBefore(tx, installationId, incidentId);
  if (asked.calls >= CALLS_PER_INCIDENT) return undefined;
  if (asked.kept !== undefined && stillHolds(asked.kept, material) !== undefined) return undefined;
  const today = `narrations:${new Date(deps.clock.now()).toISOString().slice(0, 10)}`;
  const spent = Number((await tx.cursors.get(installationId, today)) ?? 0);
  if (spent >= deps.callsPerDay) return undefined;
  await tx.cursors.set(installationId, today, String(spent + 1));
  await saveAsked(tx, installationId, incidentId, { ...asked, calls: asked.calls + 1 });
  return material;
}

async function decidedLast(
  tx: Transaction,
  { webUrl, chartUrlOf }: Narrate,
  { installationId, incidentId }: JobPayloads['narrate'],
): Promise<Decided | undefined> {
  const incident = await tx.incidents.get(installationId, incidentId);
  const rounds = await tx.investigations.list(installationId, incidentId);
  const last = rounds.at(-1);
  if (incident === undefined || last === undefined) return undefined;
  const alerts = await tx.alerts.ofIncident(installationId, incidentId);
  const material = await materialAround(tx, incident, alerts, last.at);
  const chartUrl = chartUrlOf?.({ installationId, incidentId, round: last.round });
  return {
    material: { ...material, earlier: rounds.slice(0, -1) },
    theCase: readCase(last.case),
    webUrl,
    ...(chartUrl === undefined ? {} : { chartUrl }),
    ...(await whatPeopleSaid(tx, incident, last.verdict as Verdict)),
  };
}
