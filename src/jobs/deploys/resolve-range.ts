import { buildLedger } from '../../investigation/ledger/build-ledger.ts';
import type { DeployEvent } from '../../investigation/ledger/deploy-event.ts';
import type { Comparison, LedgerDeploy } from '../../investigation/ledger/ledger-deploy.ts';
import { missingComparisons, type ShaPair } from '../../investigation/ledger/missing-comparisons.ts';
import { reachability } from '../../investigation/ledger/reachability.ts';
import type { OpenRepository, RepositoryReader } from '../../readers/repository/contract.ts';
import type { Storage, StoredCommit } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { recomputeLedger } from './recompute-ledger.ts';

/** A range is read at most this far, newest first; the rest stays known by SHA only. */
const MOST_COMMITS = 250;
/** What was read is kept in portions, so that a rate limit in the middle costs only the last one. */
const PORTION = 10;

export interface ResolveRange {
  readonly storage: Storage;
  readonly openRepository: OpenRepository;
}

interface Known {
  readonly deploy: LedgerDeploy;
  readonly events: readonly DeployEvent[];
  readonly comparisons: readonly Comparison[];
}

/**
 * Asks the repository what a deploy's range holds: whether its SHA is the repository's own, how it stands to the one that
 * was live before, and the commits between them. Reads, then asks, then writes: no transaction is open while GitHub is
 * asked. Doing it again asks only for what is still missing. Throws the reader's OperationalError.
 */
export async function resolveRange(
  { storage, openRepository }: ResolveRange,
  { installationId, deployId }: JobPayloads['resolve-range'],
): Promise<void> {
  const known = await load(storage, installationId, deployId);
  if (known === undefined) return;
  const { repositoryId } = known.deploy;
  const repository = await openRepository(installationId, repositoryId);
  const named = await nameByTag(repository, known);
  const answers = named === undefined ? await askComparisons(repository, known) : [];
  await storage.transaction(async (tx) => {
    if (named !== undefined) await tx.ledger.addEvent(installationId, named);
    for (const answer of answers) await tx.ledger.saveComparison(installationId, repositoryId, answer);
    await recomputeLedger(tx, installationId, known.deploy);
  });
  for (const portion of portions(await unreadCommits(storage, installationId, deployId), PORTION)) {
    const read = await Promise.all(portion.map((sha) => repository.commit(sha)));
    await storage.transaction(async (tx) => {
      for (const commit of read) if (commit !== undefined) await tx.commits.save(installationId, commit);
    });
  }
}

async function load(storage: Storage, installationId: number, deployId: string): Promise<Known | undefined> {
  return storage.transaction(async (tx) => {
    const deploy = await tx.ledger.get(installationId, deployId);
    if (deploy === undefined) return undefined;
    return {
      deploy,
      events: await tx.ledger.lockEvents(installationId, deploy),
      comparisons: await tx.ledger.comparisons(installationId, deploy.repositoryId),
    };
  });
}

/** A release names its commit by a tag: once it is known, the same statement is made again with the SHA. */
async function nameByTag(repository: RepositoryReader, { deploy, events }: Known): Promise<DeployEvent | undefined> {
  const statement = events.find(({ attempt, sha }) => attempt === deploy.id && sha === deploy.sha);
  if (statement === undefined || !deploy.sha.startsWith('tags/')) return undefined;
  const commit = await repository.commit(deploy.sha);
  return commit && { ...statement, eventId: `${statement.eventId}:${commit.sha}`, sha: commit.sha };
}

/** Some answers raise the next question: a rollback between diverged SHAs is also asked the other way round. */
async function askComparisons(repository: RepositoryReader, known: Known): Promise<readonly Comparison[]> {
  const answers: Comparison[] = [];
  for (;;) {
    const comparisons = [...known.comparisons, ...answers];
    const own = buildLedger(known.events, comparisons).filter(({ id }) => id === known.deploy.id);
    const missing = missingComparisons(own, comparisons);
    if (missing.length === 0) return answers;
    for (const pair of missing) answers.push(await ask(repository, pair));
  }
}

async function ask(repository: RepositoryReader, { base, head }: ShaPair): Promise<Comparison> {
  if (base === head) return reachability(head, await repository.isReachable(head));
  return repository.compare(base, head);
}

/** The commits of the range that were never read from the repository; only a reading knows the parents. */
async function unreadCommits(storage: Storage, installationId: number, deployId: string): Promise<readonly string[]> {
  return storage.transaction(async (tx) => {
    const deploy = await tx.ledger.get(installationId, deployId);
    const shas = (deploy?.commits ?? []).slice(-MOST_COMMITS).reverse();
    const stored = deploy === undefined ? [] : await tx.commits.many(installationId, deploy.repositoryId, shas);
    const read = new Set(stored.filter(wasRead).map(({ sha }) => sha));
    return shas.filter((sha) => !read.has(sha));
  });
}

function wasRead({ parents }: StoredCommit): boolean {
  return parents !== undefined;
}

function portions<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
