import { revertedIn } from '../../investigation/commands/reverted-in.ts';
import { isOpenRevert } from '../../investigation/commands/stored-revert.ts';
import type { ToldRollback } from '../../investigation/commands/told-rollback.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import { lastRollback, type Rollback } from '../../investigation/ledger/last-rollback.ts';
import { leadOf } from '../../investigation/verdict/lead.ts';
import type { Verdict } from '../../investigation/verdict/verdict.ts';
import type { StoredCommit, Transaction } from '../../storage/contract.ts';
import { deploysOfIncident } from './deploys-of-incident.ts';

const SHORT_SHA = 12;

/** The last rollback of an incident's service, and what git holds of the change by now; undefined where there was none. */
export async function rollbackAround(tx: Transaction, incident: Incident): Promise<ToldRollback | undefined> {
  const { installationId, repositoryId } = incident;
  const rollback = lastRollback(await deploysOfIncident(tx, incident), incident);
  if (rollback === undefined) return undefined;
  const { commits = [] } = rollback;
  const suspected = await suspectOf(tx, incident);
  const stored = await tx.commits.many(installationId, repositoryId, commits);
  const changes = changesOf(commits, stored);
  // The change that the verdict put first is the one to revert; without a verdict it is everything that was rolled
  // back.
  const matching = changes.filter(({ shas }) => suspected !== undefined && shas.includes(suspected));
  const inOrder = [...matching, ...changes.filter((change) => !matching.includes(change))];
  const wanted = matching.length > 0 ? matching : changes;
  const isAll = matching.length > 0 || rollback.truncated !== true;
  const inGit = await stateInGit(tx, incident, rollback, wanted, isAll);
  return { rollback, handles: inOrder.map(({ handle }) => handle), ...(inGit === undefined ? {} : { inGit }) };
}

async function suspectOf(tx: Transaction, { installationId, id }: Incident): Promise<string | undefined> {
  const verdict = (await tx.investigations.latest(installationId, id))?.verdict as Verdict | undefined;
  return verdict && (leadOf(verdict.suspects)?.commit ?? undefined);
}

interface Change {
  readonly handle: string;
  readonly shas: readonly string[];
  readonly pullRequest?: number;
}

/** The pull requests and lone commits of a range, newest first. */
function changesOf(shas: readonly string[], stored: readonly StoredCommit[]): readonly Change[] {
  const known = new Map(stored.map((commit) => [commit.sha, commit.pullRequest]));
  const byHandle = Map.groupBy(shas.toReversed(), (sha) => {
    const number = known.get(sha);
    return number === undefined ? sha.slice(0, SHORT_SHA) : `#${number}`;
  });
  return [...byHandle].map(([handle, own]) => {
    const pullRequest = known.get(own[0] ?? '');
    return { handle, shas: own, ...(pullRequest === undefined ? {} : { pullRequest }) };
  });
}

async function stateInGit(
  tx: Transaction,
  { installationId, repositoryId, id }: Incident,
  { bad }: Rollback,
  changes: readonly Change[],
  isAll: boolean,
): Promise<ToldRollback['inGit']> {
  const own = (await tx.reverts.ofIncident(installationId, id)).filter(
    ({ subject }) =>
      (subject.kind === 'deploy' && subject.bad === bad) ||
      changes.some(({ shas }) => subject.kind !== 'deploy' && shas.includes(subject.sha)),
  );
  if (own.some(({ merged }) => merged !== undefined)) return { kind: 'reverted' };
  const drafted = own.find((revert) => isOpenRevert(revert) && revert.draft !== undefined);
  if (drafted?.draft !== undefined) return { kind: 'draft', number: drafted.draft.number };
  const [since] = (await tx.commits.many(installationId, repositoryId, [bad])).flatMap(
    ({ mergedAt }) => mergedAt ?? [],
  );
  if (since === undefined || changes.length === 0 || !isAll) return undefined;
  const later = (await tx.commits.mergedBetween(installationId, since, Number.MAX_SAFE_INTEGER)).filter(
    (commit) => commit.repositoryId === repositoryId,
  );
  return changes.every((change) => revertedIn(later, change)) ? { kind: 'reverted' } : undefined;
}
