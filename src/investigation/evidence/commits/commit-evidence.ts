import type { Sentence } from '../../sentence.ts';

/** One measured reason for (positive) or against (negative) a commit, in nats. */
export interface CommitClue {
  readonly clue: string;
  readonly weight: number;
  readonly says: Sentence;
}

/**
 * What the words of the incident say about one commit.
 * `logWeight` is in nats and is the sum of the clues' weights; 0 is a commit about which nothing is known.
 * It is meant for a softmax over the commits that compete with each other, such as those of one deploy.
 */
export interface CommitEvidence {
  readonly logWeight: number;
  /** The part of it that was known before the incident, in nats: what kind of change it is, and how old. */
  readonly beforehand: number;
  readonly clues: readonly CommitClue[];
}
