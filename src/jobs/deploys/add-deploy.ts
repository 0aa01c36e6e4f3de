import type { DeploySource, SeenDeploy } from '../../intake/deploys/contract.ts';
import type { DeployEvent, LedgerKey } from '../../investigation/ledger/deploy-event.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { Transaction } from '../../storage/contract.ts';

/** Whose statement it is, about which key of the ledger, and when it came. */
export interface StatementOrigin {
  readonly installationId: number;
  readonly source: DeploySource;
  readonly key: LedgerKey;
  readonly receivedAt: EpochMs;
}

/**
 * Adds one statement of a deploy source to the ledger's events; the ledger itself is left to the caller to recompute.
 * Gives a sentence where the same statement was made before with another commit or time: then the first one stands.
 */
export async function addDeploy(
  tx: Transaction,
  { installationId, source, key, receivedAt }: StatementOrigin,
  seen: SeenDeploy,
): Promise<string | undefined> {
  const { attempt: ownId, statement, restoresPrevious, at = receivedAt, ...said } = seen;
  const { repository: _, service: __, environment: ___, ...rest } = said;
  const known = await tx.ledger.lockEvents(installationId, key);
  const attempt = attemptOf(source, key, { ownId, sha: seen.sha, at }, known);
  const event: DeployEvent = {
    ...key,
    ...rest,
    attempt,
    eventId: `${attempt}:${statement}`,
    source: source.id,
    at,
    ...(restoresPrevious && { takenBack: true }),
  };
  const first = known.find(({ eventId }) => eventId === event.eventId);
  if (first !== undefined) return contradiction(source, first, event, seen.at !== undefined);
  await tx.ledger.addEvent(installationId, event);
  const wasLive = known.some((one) => one.attempt === attempt && one.state === 'success');
  if (restoresPrevious && !wasLive) await restorePrevious(tx, installationId, event);
  return undefined;
}

/** Where a source says the same again and again, an unchanged SHA goes on with the attempt that it spoke of last. */
function attemptOf(
  source: DeploySource,
  { repositoryId, service, environment }: LedgerKey,
  { ownId, sha, at }: { readonly ownId: string; readonly sha: string; readonly at: EpochMs },
  known: readonly DeployEvent[],
): string {
  const own = `${source.id}:${repositoryId}:${service}:${environment}:`;
  if (source.repeats) {
    const last = known.filter((event) => event.source === source.id && event.at <= at).at(-1);
    if (last?.sha === sha) return last.attempt;
  }
  return own + ownId;
}

function contradiction(
  source: DeploySource,
  first: DeployEvent,
  again: DeployEvent,
  timed: boolean,
): string | undefined {
  if (source.repeats) return undefined;
  if (first.sha === again.sha && (!timed || first.at === again.at)) return undefined;
  const what = first.sha === again.sha ? 'time' : 'commit';
  return `Conflict: this id was reported with this status before, with another ${what}. What was said first stands; report a new deploy under a new id.`;
}

/**
 * The source says that its rollout was taken back, so that the old version serves. Where the ledger has the new version
 * as live, because another source said so, a rollback to the one before it is added. Not where the attempt itself was
 * live: then only a repetition of it failed.
 */
async function restorePrevious(tx: Transaction, installationId: number, failed: DeployEvent): Promise<void> {
  const deploys = await tx.ledger.deploysOf(installationId, failed);
  const live = deploys
    .filter(({ liveAt }) => liveAt !== undefined && liveAt <= failed.at)
    .sort((a, b) => (a.liveAt ?? 0) - (b.liveAt ?? 0))
    .at(-1);
  if (live?.sha !== failed.sha || live.previousSha === undefined || live.previousSha === failed.sha) return;
  const { ref: _, takenBack: __, ...about } = failed;
  await tx.ledger.addEvent(installationId, {
    ...about,
    attempt: `${failed.attempt}:restored`,
    eventId: `${failed.attempt}:restored:success`,
    state: 'success',
    sha: live.previousSha,
    kind: 'rollback',
  });
}
