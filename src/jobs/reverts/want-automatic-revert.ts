import type { RevertMode } from '../../config/instance-configuration.ts';
import type { RepositoryConfiguration } from '../../config/repository-configuration.ts';
import { passesAutomaticGate } from '../../investigation/commands/automatic-gate.ts';
import { findSubject } from '../../investigation/commands/find-subject.ts';
import { subjectKey } from '../../investigation/commands/stored-revert.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import type { LedgerDeploy } from '../../investigation/ledger/ledger-deploy.ts';
import { DAY_MS, type EpochMs } from '../../investigation/time.ts';
import type { Verdict } from '../../investigation/verdict/verdict.ts';
import type { StoredCommit, Transaction } from '../../storage/contract.ts';
import { enqueueDraft } from './want-revert.ts';

export interface AutomaticReverts {
  readonly mode: RevertMode;
  /** The most drafts of one installation in a day that nobody asked for. */
  readonly perDay: number;
}

/** The incident that a revert would be for, and what went live around it. */
interface RevertMaterial {
  readonly incident: Incident;
  readonly deploys: readonly LedgerDeploy[];
  readonly commits: readonly StoredCommit[];
  readonly configuration: RepositoryConfiguration;
}

/**
 * Wants a draft that nobody asked for, where the instance and the repository allow it, the verdict is sure and fresh
 * enough, the day's number is not used up and nothing was reverted for this incident. In shadow mode the same is planned
 * and kept, and nothing is written.
 */
export async function wantAutomaticRevert(
  tx: Transaction,
  { mode, perDay }: AutomaticReverts,
  { incident, deploys, commits, configuration }: RevertMaterial,
  verdict: Verdict,
  now: EpochMs,
): Promise<void> {
  if (mode !== 'shadow' && (mode !== 'automatic' || configuration.level !== 'draft-revert')) return;
  if (configuration.level === 'observe' || configuration.reverts === false || incident.state === 'resolved') return;
  const suspected = deploys.find(({ id }) => id === verdict.suspects[0]?.deploy);
  if (!passesAutomaticGate(verdict, suspected, now)) return;
  const found = findSubject({ kind: 'first' }, { verdict, deploys, commits, home: incident.repositoryId });
  if (found.kind === 'refused' || found.repositoryId !== incident.repositoryId) return;
  const { installationId, id: incidentId } = incident;
  const issue = await tx.effects.find(installationId, 'issue', incidentId);
  // Its own issue must stand first: the next look comes within minutes.
  if (issue?.githubNumber === undefined) return;
  await tx.commands.lockIncident(installationId, incidentId);
  if ((await tx.reverts.ofIncident(installationId, incidentId)).length > 0) return;
  const open = await tx.reverts.lockOpen(installationId, found.repositoryId);
  if (open.some(({ subject }) => subjectKey(subject) === subjectKey(found.revert))) return;
  if ((await tx.reverts.countAutomatic(installationId, now - DAY_MS)) >= perDay) return;
  const id = `${incidentId}:${subjectKey(found.revert)}`;
  await tx.reverts.save(installationId, {
    id,
    incidentId,
    repositoryId: found.repositoryId,
    issueNumber: issue.githubNumber,
    subject: found.revert,
    deploy: found.deploy,
    by: { kind: 'automatic' },
    at: now,
    state: 'wanted',
    plans: 0,
  });
  await enqueueDraft(tx, installationId, id);
}
