import type { RepositoryConfiguration } from '../../config/repository-configuration.ts';
import type { DeployEvent } from '../../investigation/ledger/deploy-event.ts';
import { isWatchedEnvironment } from '../../investigation/ledger/environment-class.ts';
import { DAY_MS, type EpochMs } from '../../investigation/time.ts';
import type { Clock } from '../../platform/clock.ts';
import { OperationalError } from '../../platform/errors.ts';
import type { HistoryPage, OpenHistory, RepositoryHistory } from '../../readers/repository/contract.ts';
import type { Storage, StoredCommit, Transaction } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { enqueueBackfill } from '../enqueue-backfill.ts';
import { configurationOf } from '../repositories/repository-configurations.ts';
import { saveCommits } from '../save-commits.ts';
import {
  BACKFILL_PARTS,
  type BackfillPart,
  type BackfillProgress,
  backfillProgress,
  keepBackfillProgress,
} from './backfill-progress.ts';
import { recomputeLedgers } from './recompute-ledgers.ts';

/** Slow burns reach back days, priors four weeks: older deploys change no verdict. */
const BACK_MS = 30 * DAY_MS;
/** What was read less than this ago is not read again. */
const FRESH_MS = DAY_MS;
/** This share of GitHub's hourly allowance is left to the webhooks and jobs of now. */
const LEFT_FOR_LIVE = 0.3;
/** A stop for a loop that would not end: so many pages can only be a fault of the answers. */
const MOST_PAGES = 200;

export interface Backfill {
  readonly storage: Storage;
  readonly openHistory: OpenHistory;
  readonly clock: Clock;
  /** Told after each page. */
  readonly onProgress?: (repositoryId: number, progress: BackfillProgress) => void;
}

interface Read {
  readonly events?: readonly DeployEvent[];
  readonly commits?: readonly StoredCommit[];
  readonly page?: HistoryPage<unknown>;
  readonly skipped?: string;
}

type Configured = Pick<RepositoryConfiguration, 'deployReleases' | 'environments'>;

/**
 * Reads one page of what happened in a repository before the App heard of it, and stores it with how far the backfill
 * has come and with the job for the next page: it may be stopped anywhere and goes on there. Nothing is counted twice,
 * since the facts have the ids that webhooks give them. With less than 30 % of GitHub's hourly allowance left it waits
 * for the next hour. The last part computes the ledger, which asks for the ranges. A repository that was read within a
 * day is left alone, but for releases that the configuration has made deploys since. A part that the App may not read
 * is skipped and the reason kept. Throws the reader's OperationalError where a later try may help.
 */
export async function backfill(
  { storage, openHistory, clock, onProgress }: Backfill,
  { installationId, repositoryId }: JobPayloads['backfill'],
): Promise<void> {
  const now = clock.now();
  const loaded = await storage.transaction(async (tx) => ({
    repository: await tx.repositories.get(installationId, repositoryId),
    installation: await tx.installations.get(installationId),
    progress: await backfillProgress(tx, installationId, repositoryId),
    configured: await configurationOf(tx, installationId, repositoryId),
  }));
  const { repository, installation, configured } = loaded;
  if (repository === undefined || repository.removed || installation?.removed || installation?.suspended) return;
  const releasesBy = configured.deployReleases && JSON.stringify(configured.deployReleases);
  const progress = nextRun(loaded.progress, releasesBy, now);
  if (progress === undefined) return;
  const history = openHistory(installationId, repositoryId);
  const read = await readPage(history, progress, configured);
  const after = advance(progress, read, releasesBy, now);
  const kept = await storage.transaction(async (tx) => {
    const current = await backfillProgress(tx, installationId, repositoryId);
    // Another worker was faster with this very page.
    if (JSON.stringify(current) !== JSON.stringify(loaded.progress)) return false;
    await save(tx, installationId, read);
    if (progress.part === 'ledger') await computeLedger(tx, installationId, repositoryId);
    await keepBackfillProgress(tx, installationId, repositoryId, after);
    if (after.state === 'running') {
      const startAt = pauseUntil(read.page, now);
      await enqueueBackfill(tx, { installationId, repositoryId }, startAt === undefined ? {} : { startAt });
    }
    return true;
  });
  if (kept) onProgress?.(repositoryId, after);
}

/**
 * Where to go on or to begin anew; undefined where a complete run is less than a day old and releases still count as
 * they did.
 */
function nextRun(
  progress: BackfillProgress | undefined,
  releasesBy: string | undefined,
  now: EpochMs,
): BackfillProgress | undefined {
  if (progress?.state === 'running') return progress;
  const finishedAt = progress?.finishedAt;
  const complete = progress !== undefined && Object.keys(progress.skipped).length === 0;
  const asBefore = releasesBy === undefined || releasesBy === progress?.releasesBy;
  const fresh = finishedAt !== undefined && complete && now - finishedAt < FRESH_MS;
  if (fresh && asBefore) return undefined;
  return {
    state: 'running',
    part: fresh ? 'releases' : 'deployments',
    page: 1,
    since: Math.max(now - BACK_MS, complete && asBefore && finishedAt !== undefined ? finishedAt - FRESH_MS : 0),
    startedAt: now,
    found: { deployments: 0, merges: 0, releases: 0 },
    skipped: {},
  };
}

async function readPage(history: RepositoryHistory, progress: BackfillProgress, configured: Configured): Promise<Read> {
  const { part, page, since } = progress;
  try {
    if (part === 'deployments') {
      const isWanted = (request: DeployEvent) => isWatchedEnvironment(request, configured.environments);
      const deployments = await history.deployments(page, since, isWanted);
      return { events: deployments.found, page: deployments };
    }
    if (part === 'merges') {
      const merges = await history.merges(page, since);
      return { commits: merges.found, page: merges };
    }
    if (part === 'releases' && configured.deployReleases !== undefined) {
      const releases = await history.releases(page, since, configured.deployReleases);
      return { events: releases.found, page: releases };
    }
    return {};
  } catch (error) {
    if (error instanceof OperationalError && !error.retryable) return { skipped: error.message };
    throw error;
  }
}

function advance(
  progress: BackfillProgress,
  read: Read,
  releasesBy: string | undefined,
  now: EpochMs,
): BackfillProgress {
  const { part, page, found, skipped } = progress;
  const counted = (read.events ?? read.commits ?? []).length;
  const after = {
    ...progress,
    found: part === 'ledger' ? found : { ...found, [part]: found[part] + counted },
    skipped: read.skipped === undefined ? skipped : { ...skipped, [part]: read.skipped },
    ...(part === 'releases' && releasesBy !== undefined && { releasesBy }),
  };
  const hasMore = read.page !== undefined && !read.page.last && page < MOST_PAGES;
  if (hasMore) return { ...after, page: page + 1 };
  const next: BackfillPart | undefined = BACKFILL_PARTS[BACKFILL_PARTS.indexOf(part) + 1];
  return next === undefined ? { ...after, state: 'done', finishedAt: now } : { ...after, part: next, page: 1 };
}

async function save(tx: Transaction, installationId: number, { events = [], commits = [] }: Read): Promise<void> {
  for (const event of events) await tx.ledger.addEvent(installationId, event);
  await saveCommits(tx, installationId, commits);
}

async function computeLedger(tx: Transaction, installationId: number, repositoryId: number): Promise<void> {
  const keys = await tx.ledger.keys(installationId);
  const own = keys.filter((key) => key.repositoryId === repositoryId);
  await recomputeLedgers(tx, installationId, own);
}

/**
 * When GitHub's allowance is full again, where too little of it is left to go on now; undefined where there is enough.
 */
function pauseUntil(page: HistoryPage<unknown> | undefined, now: EpochMs): EpochMs | undefined {
  const budget = page?.budget;
  if (budget === undefined || budget.remaining >= budget.limit * LEFT_FOR_LIVE) return undefined;
  return Math.max(now, budget.resetAt);
}
