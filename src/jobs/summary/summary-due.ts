import { lastEndedWeek, type Week } from '../../investigation/summary/iso-week.ts';
import { type EpochMs, HOUR_MS } from '../../investigation/time.ts';
import type { Repository, Transaction } from '../../storage/contract.ts';
import { writesAreOff } from '../effects/switches.ts';
import { configurationOf } from '../repositories/repository-configurations.ts';
import { keptSummary } from './kept-summaries.ts';

/** Monday 07:00 UTC: late alerts of Sunday night have come by then, and people in Europe are about to. */
const WRITTEN_AFTER_MS = 7 * HOUR_MS;

/**
 * The week that is to be summed up now: the last one that ended, never an older one. Undefined until Monday 07:00 UTC, and
 * while nothing may be written: what is wanted meanwhile would come as a pile once it may.
 */
export async function weekDue(tx: Transaction, now: EpochMs, isReadOnly: boolean): Promise<Week | undefined> {
  const week = lastEndedWeek(now);
  if (isReadOnly || now < week.to + WRITTEN_AFTER_MS) return undefined;
  return (await writesAreOff(tx)) ? undefined : week;
}

/** Whether a repository asks for summaries and was not given the one of this week. */
export async function isSummaryDue(
  tx: Transaction,
  { installationId, repositoryId, removed }: Pick<Repository, 'installationId' | 'repositoryId' | 'removed'>,
  week: Week,
): Promise<boolean> {
  if (removed || !(await asksForSummary(tx, installationId, repositoryId))) return false;
  const kept = await keptSummary(tx, installationId, repositoryId);
  return kept === undefined || kept.week < week.name;
}

/** By its configuration in force; at the level `observe` nothing is written, so that nothing is asked for. */
export async function asksForSummary(tx: Transaction, installationId: number, repositoryId: number): Promise<boolean> {
  const { level, summary } = await configurationOf(tx, installationId, repositoryId);
  return summary === 'weekly' && level !== 'observe';
}
