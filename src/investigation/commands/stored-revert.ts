import type { Sentence } from '../sentence.ts';
import type { EpochMs } from '../time.ts';
import type { SeenComment } from './authorise.ts';

/** What is to be undone: what a pull request became, one commit, or everything that a deploy brought. */
export type RevertSubject =
  /** `sha`: one of its commits that is known to have gone live. */
  | { readonly kind: 'pull'; readonly number: number; readonly sha: string }
  | { readonly kind: 'commit'; readonly sha: string }
  | { readonly kind: 'deploy'; readonly lastGood: string; readonly bad: string };

/** The commit that a subject goes by. */
export function headOf(subject: RevertSubject): string {
  return subject.kind === 'deploy' ? subject.bad : subject.sha;
}

/** The same text for the same subject, so that one change has one revert. */
export function subjectKey(subject: RevertSubject): string {
  return subject.kind === 'pull' ? `pull:${subject.number}` : `${subject.kind}:${headOf(subject)}`;
}

/** Whoever wanted it: a person with a comment (who `named` the change or took the first suspect), or the gate of the automatic draft. */
export type Requester =
  | {
      readonly kind: 'person';
      readonly commentId: number;
      readonly seen: SeenComment;
      readonly isAdmin: boolean;
      readonly named: boolean;
    }
  | { readonly kind: 'automatic' };

/**
 * `wanted`: to be planned. `planned`: to be written. `drafted`: a person may merge it. `merged`, `live`: on its way.
 * Over: `recovered`; `refused` (no plan, or not allowed), `failed` (GitHub refused), `closed` (people said no), `shadow`
 * (what an automatic draft would have been).
 */
export type RevertState =
  | 'wanted'
  | 'planned'
  | 'drafted'
  | 'merged'
  | 'live'
  | 'recovered'
  | 'refused'
  | 'failed'
  | 'closed'
  | 'shadow';

export interface StoredRevert {
  readonly id: string;
  readonly incidentId: string;
  readonly repositoryId: number;
  readonly issueNumber: number;
  readonly subject: RevertSubject;
  /** The deploy in the case that carried it, for the label that a merged revert leaves. */
  readonly deploy: string | null;
  readonly by: Requester;
  readonly at: EpochMs;
  readonly state: RevertState;
  /** How often it was planned: the branch may move again and again. */
  readonly plans: number;
  /** Why it is where it is. */
  readonly reasons?: readonly Sentence[];
  readonly notes?: readonly Sentence[];
  /** How a person does it by hand. */
  readonly shell?: string;
  readonly draft?: { readonly number: number; readonly at: EpochMs };
  readonly closedAt?: EpochMs;
  readonly merged?: { readonly at: EpochMs; readonly by: string; readonly sha: string; readonly byPerson: boolean };
  readonly liveAt?: EpochMs;
  readonly recoveredAt?: EpochMs;
  /** How the metric that hurt stood before and since it was live; absent where none was read. */
  readonly metric?: Sentence;
}

const OPEN: readonly RevertState[] = ['wanted', 'planned', 'drafted', 'merged', 'live'];

/** Whether something is still to come of it. */
export function isOpenRevert({ state }: Pick<StoredRevert, 'state'>): boolean {
  return OPEN.includes(state);
}
