import { type Attempt, foldAttempts } from './attempt.ts';
import { type ComparisonIndex, indexComparisons, isFullSha } from './comparison-index.ts';
import { withoutCorroborated } from './corroboration.ts';
import type { DeployEvent } from './deploy-event.ts';
import { deployRange } from './deploy-range.ts';
import type { Comparison, LedgerDeploy } from './ledger-deploy.ts';

interface LiveAttempt extends Attempt {
  readonly liveAt: number;
}

/**
 * The ledger of one key from everything that was ever said about it: one deploy an attempt, oldest start first; what two
 * sources tell of is one deploy (`corroboration.ts`). It
 * depends neither on the order of the events nor on how often each came. `comparisons` fill the ranges (`commits` stays
 * absent until the pair was asked for: `missingComparisons`) and, as `reachability`, say which SHAs are verified.
 * A window ends only when the next success begins; `inactive` ends it where a transient environment was destroyed.
 */
export function buildLedger(
  events: readonly DeployEvent[],
  comparisons: readonly Comparison[],
): readonly LedgerDeploy[] {
  const attempts = withoutCorroborated(foldAttempts(events));
  const live = attempts.filter((attempt): attempt is LiveAttempt => attempt.liveAt !== undefined).sort(byLiveTime);
  const index = indexComparisons(comparisons);
  return attempts
    .map((attempt) => deployOf(attempt, live, index))
    .sort((a, b) => a.startedAt - b.startedAt || byText(a.id, b.id));
}

function byLiveTime(a: LiveAttempt, b: LiveAttempt): number {
  return a.liveAt - b.liveAt || a.startedAt - b.startedAt || byText(a.id, b.id);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function deployOf(attempt: Attempt, live: readonly LiveAttempt[], comparisons: ComparisonIndex): LedgerDeploy {
  const own = live.findIndex(({ id }) => id === attempt.id);
  const before = own >= 0 ? live.slice(0, own) : live.filter(({ liveAt }) => liveAt <= attempt.startedAt);
  const previousSha = before.at(-1)?.sha ?? attempt.previousSha;
  const wasLive = before.some(({ sha }) => sha === attempt.sha);
  const endedAt = own >= 0 ? earliest(live[own + 1]?.liveAt, attempt.destroyedAt) : undefined;
  const { first, sha, startedAt, liveAt, takenBackAt, outcome, ref, url, actor, production, transient } = attempt;
  return {
    id: attempt.id,
    repositoryId: first.repositoryId,
    service: first.service,
    environment: first.environment,
    source: first.source,
    sha,
    startedAt,
    outcome,
    ...(ref !== undefined && { ref }),
    ...(previousSha !== undefined && { previousSha }),
    ...(liveAt !== undefined && { liveAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(takenBackAt !== undefined && { takenBackAt }),
    ...deployRange(sha, previousSha, wasLive, attempt.kind, comparisons),
    ...verification(sha, comparisons),
    ...(url !== undefined && { url }),
    ...(actor !== undefined && { actor }),
    ...(production !== undefined && { production }),
    ...(transient !== undefined && { transient }),
  };
}

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

function verification(sha: string, comparisons: ComparisonIndex): Pick<LedgerDeploy, 'verified'> {
  if (!isFullSha(sha)) return { verified: false };
  const known = comparisons(sha, sha);
  return known === undefined ? {} : { verified: known.status === 'identical' };
}
