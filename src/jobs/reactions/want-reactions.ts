import type { Incident } from '../../investigation/incident/incident.ts';
import { DAY_MS, type EpochMs } from '../../investigation/time.ts';
import type { Transaction } from '../../storage/contract.ts';

/** People look at last night's incidents in the morning: the thumbs on a closed one are read once more by then. */
const AFTER_CLOSING_MS = DAY_MS;

/** Enqueues `read-reactions`: at every look at an incident, and once more a day after it is over. */
export async function wantReactions(
  tx: Transaction,
  { installationId, id: incidentId, state }: Incident,
  now: EpochMs,
): Promise<void> {
  const issue = await tx.effects.find(installationId, 'issue', incidentId);
  if (issue === undefined) return;
  const payload = { installationId, incidentId };
  const key = `${installationId}:${incidentId}`;
  if (issue.githubNumber !== undefined) await tx.jobs.enqueue('read-reactions', payload, { singletonKey: key });
  if (state !== 'resolved') return;
  await tx.jobs.enqueue('read-reactions', payload, { startAt: now + AFTER_CLOSING_MS, singletonKey: `${key}+closed` });
}
