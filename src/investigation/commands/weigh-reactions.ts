import type { EpochMs } from '../time.ts';
import type { SeenAccount } from './authorise.ts';
import type { Feedback } from './feedback.ts';

/** The one change that a report named when it was reacted to; both null where it said that no change explains the incident. */
export type ReactionSubject = Pick<Feedback, 'deploy' | 'commit'>;

/** A thumb that somebody put on something of ours. */
export interface SeenReaction {
  /** Null for an account that is gone. */
  readonly by: SeenAccount | null;
  /** Whether they may write to the repository in which it stands. */
  readonly mayWrite: boolean;
  readonly thumb: 'up' | 'down';
  readonly at: EpochMs;
  /** Undefined where the report named several changes or none, so that a thumb says nothing of one. */
  readonly about: ReactionSubject | undefined;
}

/** How many people put a thumb up or down; one person counts once for each change. */
export interface Thumbs {
  readonly up: number;
  readonly down: number;
}

export interface WeighedReactions {
  readonly labels: readonly (ReactionSubject & Pick<Feedback, 'label' | 'at' | 'by'>)[];
  /** Thumbs of people who may write to the repository, on a report that named one change. */
  readonly counted: Thumbs;
  /** Thumbs of everybody else; they label nothing. */
  readonly others: Thumbs;
}

/**
 * The labels that thumbs amount to. Only people with write access label; of one person the last thumb on a change counts,
 * and a change on which they are divided evenly gets no label. What programs put there is not even counted.
 */
export function weighReactions(seen: readonly SeenReaction[]): WeighedReactions {
  const people = seen.filter(({ by }) => by?.type === 'User').sort((one, other) => one.at - other.at);
  const last = new Map(people.map((one) => [`${one.by?.id} ${one.mayWrite} ${keyOf(one.about)}`, one]));
  const labelling = ({ about, mayWrite }: SeenReaction) => about !== undefined && mayWrite;
  const counted = [...last.values()].filter(labelling);
  const others = [...last.values()].filter((reaction) => !labelling(reaction));
  const labels = Map.groupBy(counted, ({ about }) => keyOf(about));
  return {
    labels: [...labels.values()].flatMap(labelOf),
    counted: thumbs(counted),
    others: thumbs(others),
  };
}

function labelOf(thumbsOnOne: readonly SeenReaction[]): WeighedReactions['labels'] {
  const { up, down } = thumbs(thumbsOnOne);
  const winner = thumbsOnOne.findLast(({ thumb }) => thumb === (up > down ? 'up' : 'down'));
  if (up === down || winner?.about === undefined) return [];
  const { about, at, by } = winner;
  // That some change was it after all does not say which.
  if (down > up && about.deploy === null && about.commit === null) return [];
  return [{ ...about, label: up > down ? 'it-was' : 'not-it', at, ...(by === null ? {} : { by: by.login }) }];
}

function thumbs(reactions: readonly SeenReaction[]): Thumbs {
  const up = reactions.filter(({ thumb }) => thumb === 'up').length;
  return { up, down: reactions.length - up };
}

function keyOf(about: ReactionSubject | undefined): string {
  return about === undefined ? 'several' : (about.commit ?? about.deploy ?? 'none');
}
