import type { AppIdentity } from '../../effects/app-identity.ts';
import { classifyFailure } from '../../effects/classify-failure.ts';
import { costOfStep } from '../../effects/cost-of-step.ts';
import type { Executed } from '../../effects/execution.ts';
import { EXECUTORS, type Executors } from '../../effects/executors.ts';
import type { Marker } from '../../effects/marker.ts';
import type { OwnObjects } from '../../effects/own-objects.ts';
import { permissionsOf } from '../../effects/permissions-of.ts';
import { NO_HISTORY, nextStep, type PostHistory, type Step, withoutPost } from '../../effects/post-history.ts';
import type { Wait, WriteLimits } from '../../effects/write-budget.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { GitHubAccess } from '../../platform/github-access.ts';
import { nameOfRepository } from '../../readers/repository/name-of-repository.ts';
import type { ClaimedEffect, EffectOutcome, Storage, Transaction } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { settleBudget, spendBudget } from './spend-budget.ts';
import { writesAreOff } from './switches.ts';
import { wantDuplicateSweeps } from './want-duplicate-sweeps.ts';

export interface PublishDependencies {
  readonly storage: Storage;
  readonly access: GitHubAccess;
  readonly clock: Clock;
  readonly marker: Marker;
  readonly app: () => Promise<AppIdentity>;
  /** Where the guard learns which objects are ours. */
  readonly own: OwnObjects;
  /**
   * A setting of this process forbids all writes: every effect stays as it is and waits. Default: only the switch in
   * the store can forbid them.
   */
  readonly isReadOnly?: boolean;
  /** Default: all kinds of this program. */
  readonly executors?: Executors;
  /** What may be created on GitHub in a minute and an hour, per installation. Default: without limits. */
  readonly limits?: WriteLimits;
  /** Told when an effect begins to wait because a limit is reached, for the log and the counter. */
  readonly onWaiting?: (effect: ClaimedEffect, wait: Wait) => void;
  /** Told of every attempt, for the log and the counters. */
  readonly onSettled?: (effect: ClaimedEffect, step: Step['kind'], outcome: EffectOutcome) => void;
}

interface Claim {
  /** Whether this attempt counts in the write budget. */
  readonly spends: boolean;
  readonly effect: ClaimedEffect;
  readonly step: Step;
  readonly history: PostHistory;
  readonly on?: number;
  readonly now: EpochMs;
}

/**
 * Makes one effect real: claim it and write down what is about to be done; do it, with no transaction open; settle it.
 * What follows (another look, a later try) is enqueued by settling. A process that dies in between leaves the effect
 * `posting`, which the next claim takes for "in doubt".
 */
export async function publish(deps: PublishDependencies, payload: JobPayloads['publish']): Promise<void> {
  if (deps.isReadOnly === true) return;
  const claim = await deps.storage.transaction((tx) => claimed(tx, deps, payload, deps.clock.now()));
  if (claim === undefined) return;
  if ('limit' in claim) {
    if (claim.effect.reason !== reasonOf(claim)) deps.onWaiting?.(claim.effect, claim);
    return;
  }
  const { outcome, history, isUnsent } = await executed(deps, claim);
  const { effect } = claim;
  await deps.storage.transaction(async (tx) => {
    const isSettled = await tx.effects.settle(effect.installationId, effect.id, effect.fence, outcome);
    // Also where another worker has taken the effect over: what this one sent was sent.
    if (claim.spends) await settleBudget(tx, effect, isUnsent !== true, deps.clock.now());
    if (!isSettled) return;
    await tx.cursors.set(effect.installationId, cursorName(effect.id), JSON.stringify(history));
    if (effect.kind === 'issue' && claim.step.kind !== 'update' && outcome.githubNumber !== undefined) {
      await wantDuplicateSweeps(tx, payload, deps.clock.now());
    }
  });
  deps.onSettled?.(effect, claim.step.kind, outcome);
}

type Waiting = Wait & Pick<Claim, 'effect'>;

async function claimed(
  tx: Transaction,
  { limits }: PublishDependencies,
  payload: JobPayloads['publish'],
  now: EpochMs,
): Promise<Claim | Waiting | undefined> {
  const { installationId, effectId } = payload;
  if (await writesAreOff(tx)) return undefined;
  const effect = await tx.effects.claim(installationId, effectId, now);
  if (effect === undefined) return undefined;
  const stored = await tx.cursors.get(installationId, cursorName(effectId));
  const before: PostHistory = stored === undefined ? NO_HISTORY : JSON.parse(stored);
  const step = nextStep(effect, before, now);
  const on = await placeOf(tx, effect);
  const cost = costOfStep(effect, step, on);
  const wait = limits && (await spendBudget(tx, effect, cost, limits, now));
  if (wait !== undefined) {
    await tx.effects.putBack(effect, wait.until, reasonOf(wait));
    return { ...wait, effect };
  }
  const history = step.kind === 'create' ? { ...before, posts: [...before.posts, now].slice(-10), misses: 0 } : before;
  await tx.cursors.set(installationId, cursorName(effectId), JSON.stringify(history));
  const spends = limits !== undefined && cost.calls > 0;
  return { effect, step, history, now, spends, ...(on === undefined ? {} : { on }) };
}

async function executed(deps: PublishDependencies, claim: Claim): Promise<Executed> {
  const { effect, step, history, now } = claim;
  const executor = (deps.executors ?? EXECUTORS)[effect.kind];
  if (executor === undefined) {
    return { outcome: { state: 'dead', reason: `nothing here publishes a ${effect.kind}` }, history };
  }
  try {
    const { installationId, repositoryId, kind } = effect;
    const octokit = await deps.access.forRepository(installationId, repositoryId, permissionsOf(kind));
    const { owner, repo } = await nameOfRepository(octokit, repositoryId);
    if (step.kind === 'update') {
      deps.own.add({ repository: `${owner}/${repo}`, kind: kind === 'issue' ? 'issue' : 'comment', id: step.key });
    }
    const { marker, app, access } = deps;
    return await executor({ ...claim, octokit, access, repository: { owner, repo }, marker, app });
  } catch (error) {
    return notSent(claim, error, history, now);
  }
}

/** The token or the repository could not be had: nothing was sent, so a doubt stays a doubt and nothing else becomes one. */
function notSent({ effect, step }: Claim, error: unknown, history: PostHistory, now: EpochMs): Executed {
  const { deleted: _, ...outcome } = classifyFailure(error, history.failures, now);
  const state = outcome.state === 'dead' ? 'dead' : effect.claimedFrom;
  return {
    outcome: { ...outcome, state },
    history: { ...withoutPost(history, step), failures: history.failures + 1 },
    isUnsent: true,
  };
}

/**
 * The number of what a comment or reaction belongs on (see `Wanted.on`); undefined where our issue does not exist yet.
 */
async function placeOf(tx: Transaction, effect: ClaimedEffect): Promise<number | undefined> {
  const { on } = effect.wanted;
  if (on === undefined) return undefined;
  if ('number' in on) return on.number;
  return (await tx.effects.find(effect.installationId, 'issue', on.issueOf))?.githubNumber;
}

function reasonOf({ limit }: Wait): string {
  return `it waits, because the limit budgets.${limit} is reached`;
}

function cursorName(effectId: string): string {
  return `effect:${effectId}`;
}
