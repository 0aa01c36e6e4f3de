import type { Week } from '../../investigation/summary/iso-week.ts';
import { renderSummary } from '../../investigation/summary/render-summary.ts';
import { isEmptyWeek, summariseWeek } from '../../investigation/summary/summarise-week.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Repository, Storage, Transaction } from '../../storage/contract.ts';
import type { DeadJob } from '../../storage/dead-jobs.ts';
import type { JobPayloads } from '../contract.ts';
import { gatherWeek } from './gather-week.ts';
import { keptSummary, saveSummary } from './kept-summaries.ts';
import { isSummaryDue, weekDue } from './summary-due.ts';

export interface Summarise {
  readonly storage: Storage;
  readonly clock: Clock;
  /** The address of GitHub for people, for links. */
  readonly webUrl: string;
  /** A setting of this process forbids all writes. */
  readonly isReadOnly: boolean;
  /** What failed for good, of every installation. */
  readonly deadJobs: () => Promise<readonly DeadJob[]>;
}

/**
 * Sums up the week that ended, for a repository that asks for it: one issue for each week that has something to tell, which
 * closes the one before. Whoever runs it again, or late, finds that the week was looked at, or that it is not the last any
 * more, and does nothing.
 */
export async function summarise(deps: Summarise, payload: JobPayloads['summarise']): Promise<void> {
  const { storage, webUrl, deadJobs } = deps;
  const dead = await deadJobs();
  const material = await storage.transaction(async (tx) => {
    const due = await dueOf(tx, deps, payload);
    return due && gatherWeek(tx, { ...due, webUrl, deadJobs: dead });
  });
  if (material === undefined) return;
  const summary = summariseWeek(material);
  const { title, body } = renderSummary(summary);
  await storage.transaction(async (tx) => {
    if ((await dueOf(tx, deps, payload)) === undefined) return;
    const { installationId, repositoryId, week } = payload;
    const kept = await keptSummary(tx, installationId, repositoryId);
    // Another worker may have written this week meanwhile: then the last issue is this week's, and stays open.
    if (kept?.week === week) return;
    if (isEmptyWeek(summary)) return saveSummary(tx, installationId, repositoryId, { ...kept, week });
    const naturalKey = `summary:${repositoryId}:${week}`;
    const wanted = { title, body, state: 'open' as const };
    await tx.effects.want(installationId, { kind: 'issue', naturalKey, repositoryId, wanted });
    if (kept?.issue !== undefined) await wantClosed(tx, installationId, kept.issue);
    await saveSummary(tx, installationId, repositoryId, { week, issue: naturalKey });
  });
}

async function dueOf(
  tx: Transaction,
  { clock, isReadOnly }: Summarise,
  { installationId, repositoryId, week: name }: JobPayloads['summarise'],
): Promise<{ readonly repository: Repository; readonly week: Week } | undefined> {
  const week = await weekDue(tx, clock.now(), isReadOnly);
  const repository = await tx.repositories.get(installationId, repositoryId);
  if (week?.name !== name || repository === undefined) return undefined;
  return (await isSummaryDue(tx, repository, week)) ? { repository, week } : undefined;
}

/** What GitHub refused to open is not tried again only to be closed. */
async function wantClosed(tx: Transaction, installationId: number, naturalKey: string): Promise<void> {
  const last = await tx.effects.find(installationId, 'issue', naturalKey);
  if (last === undefined || (last.state === 'dead' && last.githubNumber === undefined)) return;
  const { repositoryId, wanted } = last;
  await tx.effects.want(installationId, {
    kind: 'issue',
    naturalKey,
    repositoryId,
    wanted: { ...wanted, state: 'closed' },
  });
}
