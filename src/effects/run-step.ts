import type { EffectOutcome } from '../storage/contract.ts';
import { classifyFailure, unclear } from './classify-failure.ts';
import type { Executed, Execution } from './execution.ts';
import { lookAgainAt, type PostHistory, withoutPost } from './post-history.ts';

/** Something of ours on GitHub. */
export interface Shown {
  /** What later edits are addressed to: an issue's number, a comment's id. */
  readonly key: number;
  readonly githubId: number;
  readonly githubNumber: number;
  readonly url: string;
  /** Whether it shows all that is wanted now. */
  readonly asWanted: boolean;
  readonly state?: 'open' | 'closed';
}

/** How one kind of thing is made, found and changed; each throws what Octokit throws. */
export interface Kind {
  /** Undefined where the answer cannot be read. */
  create(): Promise<Shown | undefined>;
  /** All of ours that bear the effect's marker, by listing; never by search, whose index lags. */
  find(since: number): Promise<readonly Shown[]>;
  update(key: number): Promise<Shown | undefined>;
}

/** Runs one step of the outbox: create, or look for what an unclear answer may have made, or change what is there. */
export async function runStep(kind: Kind, execution: Execution): Promise<Executed> {
  const { step, history, now } = execution;
  try {
    switch (step.kind) {
      case 'give-up':
        return { outcome: { state: 'dead', reason: step.reason }, history };
      case 'create':
        return shown(execution, await kind.create());
      case 'update':
        return shown(execution, await kind.update(step.key));
      case 'reconcile':
        return reconciled(execution, await kind.find(step.since));
    }
  } catch (error) {
    const { deleted, ...outcome } = classifyFailure(error, history.failures, now);
    const limited = outcome.state === 'ready' && outcome.nextAt !== undefined && outcome.nextAt > now;
    if (step.kind === 'update' && deleted === true) return recreated(execution, step.key);
    // A failed look proves nothing either way: the effect stays in doubt.
    const state = step.kind === 'reconcile' && limited ? 'unknown' : outcome.state;
    return { outcome: { ...outcome, state }, history: afterFailure(execution, outcome) };
  }
}

function shown(execution: Execution, made: Shown | undefined): Executed {
  const { effect, history, now } = execution;
  if (made === undefined) {
    const outcome = unclear('GitHub answered with something unreadable', history.failures, now);
    return { outcome, history: { ...history, failures: history.failures + 1 } };
  }
  const { asWanted, githubId, githubNumber, url } = made;
  const outcome: EffectOutcome = {
    ...(asWanted ? { state: 'done', appliedHash: effect.wantedHash } : { state: 'ready', nextAt: now }),
    githubId,
    githubNumber,
    url,
  };
  return { outcome, history: remembered(history, made) };
}

function reconciled(execution: Execution, found: readonly Shown[]): Executed {
  const { history, now } = execution;
  const first = [...found].sort((one, other) => one.key - other.key)[0];
  if (first !== undefined) return shown(execution, first);
  const missed = { ...history, misses: history.misses + 1 };
  const again = lookAgainAt(missed, now);
  const outcome: EffectOutcome =
    again === undefined
      ? { state: 'ready', nextAt: now, reason: 'looked for twice and not there' }
      : { state: 'unknown', nextAt: again, reason: 'looked for and not there yet' };
  return { outcome, history: missed };
}

/** People may delete what we wrote; it is made again once, and then their wish stands. Nothing is made only to be closed. */
function recreated(execution: Execution, key: number): Executed {
  const { effect, history, now } = execution;
  if (effect.wanted.state === 'closed') return { outcome: { state: 'done', appliedHash: effect.wantedHash }, history };
  if (history.gone !== undefined) {
    return { outcome: { state: 'dead', reason: 'it was deleted twice, so it is not made again' }, history };
  }
  return {
    outcome: { state: 'ready', nextAt: now, reason: 'it was deleted' },
    history: { posts: history.posts, misses: 0, failures: 0, gone: key },
  };
}

function remembered(history: PostHistory, made: Shown): PostHistory {
  const { appliedState: _, ...rest } = history;
  return { ...rest, misses: 0, failures: 0, ...(made.state === undefined ? {} : { appliedState: made.state }) };
}

function afterFailure({ history, step }: Execution, outcome: EffectOutcome): PostHistory {
  const kept = outcome.state === 'ready' ? withoutPost(history, step) : history;
  return { ...kept, failures: history.failures + 1 };
}
