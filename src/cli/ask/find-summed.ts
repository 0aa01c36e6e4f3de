import type { Week } from '../../investigation/summary/iso-week.ts';
import { asksForSummary } from '../../jobs/summary/summary-due.ts';
import type { Repository, Transaction } from '../../storage/contract.ts';
import { EXIT } from '../exit.ts';
import type { Ask } from './open-ask.ts';
import { printable } from './printable.ts';

const MOST_NAMES = 8;

/**
 * The repositories of which a week is told, by name: the one that is named, else all that had an incident in it or ask for
 * summaries. Undefined where the named one is not known: the error output then says which are.
 */
export async function findSummed(
  { storage, installations, output }: Ask,
  week: Week,
  name?: string,
): Promise<readonly Repository[] | undefined> {
  const all: Repository[] = [];
  const summed: Repository[] = [];
  await storage.transaction(async (tx) => {
    for (const installationId of installations) {
      const own = (await tx.repositories.list(installationId)).filter(({ removed }) => !removed);
      all.push(...own);
      if (name === undefined) summed.push(...(await toldOf(tx, installationId, own, week)));
    }
  });
  if (name === undefined) return summed.toSorted(byName);
  const named = all.filter(({ fullName }) => fullName.toLowerCase() === name.toLowerCase());
  if (named.length > 0) return named;
  output.error(complaint(name, all));
  output.exitCode(EXIT.problems);
  return undefined;
}

async function toldOf(
  tx: Transaction,
  installationId: number,
  repositories: readonly Repository[],
  { from, to }: Week,
): Promise<readonly Repository[]> {
  const opened = await tx.incidents.openedBetween(installationId, from, to);
  const withIncident = new Set(opened.map(({ repositoryId }) => repositoryId));
  const told: Repository[] = [];
  for (const repository of repositories) {
    const { repositoryId } = repository;
    if (withIncident.has(repositoryId) || (await asksForSummary(tx, installationId, repositoryId)))
      told.push(repository);
  }
  return told;
}

function complaint(name: string, all: readonly Repository[]): string {
  if (all.length === 0) return 'No repository is known yet. Is the App installed, and do its webhooks arrive?';
  const names = all.toSorted(byName).map(({ fullName }) => printable(fullName));
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `The App is not installed on ${printable(name)}. It is on: ${names.slice(0, MOST_NAMES).join(', ')}${more}.`;
}

function byName(one: Repository, other: Repository): number {
  return one.fullName < other.fullName ? -1 : 1;
}
