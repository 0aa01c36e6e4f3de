import type { DeployOutcome } from '../case.ts';
import type { EpochMs } from '../time.ts';
import { isFullSha } from './comparison-index.ts';
import type { AttemptState, DeployEvent } from './deploy-event.ts';

/** Everything that a source said about one attempt, folded; no other attempt is looked at. */
export interface Attempt {
  readonly id: string;
  readonly first: DeployEvent;
  /** The first full SHA that was said; a tag's or branch's name only until it was resolved. */
  readonly sha: string;
  readonly startedAt: EpochMs;
  readonly liveAt?: EpochMs;
  /** A transient environment that was taken down again. */
  readonly destroyedAt?: EpochMs;
  readonly outcome: DeployOutcome;
  readonly kind?: 'rollback' | 'config';
  /** When what rolled it out took it back. */
  readonly takenBackAt?: EpochMs;
  readonly previousSha?: string;
  readonly ref?: string;
  readonly url?: string;
  readonly actor?: string;
  readonly production?: boolean;
  readonly transient?: boolean;
}

const RANK: Readonly<Record<AttemptState, number>> = {
  requested: 0,
  waiting: 1,
  in_progress: 2,
  success: 3,
  failure: 4,
  inactive: 5,
};

/**
 * Folds events into attempts, whatever their order and however often each was delivered. An attempt that has only been
 * waiting for an approval has not begun and is left out.
 */
export function foldAttempts(events: readonly DeployEvent[]): readonly Attempt[] {
  const byAttempt = Map.groupBy(inOrder(events), (event) => event.attempt);
  return [...byAttempt.values()].flatMap((said) => foldAttempt(said) ?? []);
}

function inOrder(events: readonly DeployEvent[]): readonly DeployEvent[] {
  const sorted = events
    .map((event) => ({ event, text: canonical(event) }))
    .sort((a, b) => a.event.at - b.event.at || RANK[a.event.state] - RANK[b.event.state] || order(a.text, b.text))
    .map(({ event }) => event);
  const seen = new Set<string>();
  return sorted.filter(({ eventId }) => !seen.has(eventId) && seen.add(eventId));
}

/** Orders two events that say the same state at the same time, so that the result never depends on arrival. */
function canonical(event: DeployEvent): string {
  return JSON.stringify([event.eventId, ...Object.entries(event).sort(([a], [b]) => order(a, b))]);
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function foldAttempt(said: readonly DeployEvent[]): Attempt | undefined {
  const first = said[0];
  if (first === undefined) return undefined;
  const startedAt = startOf(said);
  if (startedAt === undefined) return undefined;
  const liveAt = firstSuccess(said);
  const transient = said.some((event) => event.transient === true);
  const destroyedAt = transient ? timesOf(said, 'inactive').find((at) => at > (liveAt ?? at)) : undefined;
  const kind = lastSaid(said, 'kind');
  const takenBackAt = said.find(({ takenBack }) => takenBack === true)?.at;
  const previousSha = said.find((event) => event.previousSha !== undefined)?.previousSha;
  const ref = lastSaid(said, 'ref');
  const url = lastSaid(said, 'url');
  const actor = said.find((event) => event.actor !== undefined)?.actor;
  return {
    id: first.attempt,
    first,
    sha: (said.find(({ sha }) => isFullSha(sha)) ?? first).sha,
    startedAt: Math.min(startedAt, liveAt ?? startedAt),
    outcome: outcomeOf(said, liveAt),
    ...(liveAt !== undefined && { liveAt }),
    ...(destroyedAt !== undefined && { destroyedAt }),
    ...(kind !== undefined && { kind }),
    ...(takenBackAt !== undefined && { takenBackAt }),
    ...(previousSha !== undefined && { previousSha }),
    ...(ref !== undefined && { ref }),
    ...(url !== undefined && { url }),
    ...(actor !== undefined && { actor }),
    ...flag(said, 'production'),
    ...flag(said, 'transient'),
  };
}

/**
 * The first `in_progress`. Without one it is the request, or, where an approval was waited for, the last word of
 * waiting: the rollout cannot have begun earlier.
 */
function startOf(said: readonly DeployEvent[]): EpochMs | undefined {
  const inProgress = timesOf(said, 'in_progress')[0];
  if (inProgress !== undefined) return inProgress;
  const ended = said.find(({ state }) => RANK[state] > RANK.in_progress);
  const waiting = timesOf(said, 'waiting').at(-1);
  if (waiting !== undefined) return ended && Math.min(waiting, ended.at);
  return said[0]?.at;
}

/** A success in the same second as a failure is not later than it, and does not count. */
function firstSuccess(said: readonly DeployEvent[]): EpochMs | undefined {
  const failures = new Set(timesOf(said, 'failure'));
  return timesOf(said, 'success').find((at) => !failures.has(at));
}

/** What was live once stays so: a later failure does not take the success back. */
function outcomeOf(said: readonly DeployEvent[], liveAt: EpochMs | undefined): DeployOutcome {
  if (liveAt !== undefined) return 'success';
  return said.some(({ state }) => state === 'failure' || state === 'inactive') ? 'failure' : 'in_progress';
}

function timesOf(said: readonly DeployEvent[], state: AttemptState): readonly EpochMs[] {
  return said.filter((event) => event.state === state).map((event) => event.at);
}

function lastSaid<K extends 'kind' | 'ref' | 'url'>(said: readonly DeployEvent[], key: K): DeployEvent[K] | undefined {
  return said.findLast((event) => event[key] !== undefined)?.[key];
}

function flag<K extends 'production' | 'transient'>(said: readonly DeployEvent[], key: K): { [P in K]?: boolean } {
  const known = said.map((event) => event[key]).filter((value) => value !== undefined);
  return known.length === 0 ? {} : ({ [key]: known.includes(true) } as { [P in K]?: boolean });
}
