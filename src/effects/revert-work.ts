import type { SeenComment } from '../investigation/commands/authorise.ts';

/** A planned revert, ready to be written: the same each time, so that a second try makes the same objects. */
export interface RevertWork {
  /** The commit that it stands on: the tip of `base` when it was planned. */
  readonly onto: string;
  readonly baseTree: string;
  /** The tree that must come out. */
  readonly tree: string;
  readonly base: string;
  readonly branch: string;
  readonly message: string;
  /** RFC 3339, of author and committer. */
  readonly date: string;
  readonly entries: readonly RevertEntry[];
  /** Contents that the repository may not have, in base64. */
  readonly blobs: readonly { readonly sha: string; readonly content: string }[];
  /** Our issue, whose label can stop it. */
  readonly issueNumber: number;
  /** The repository of the issue and of the comment that asked, where it is another one. */
  readonly issueRepositoryId?: number;
  /** The label was judged before: whoever put it on may not stop reverts. */
  readonly ignoresStopLabel: boolean;
  /** Who must still be allowed to ask; absent for an automatic draft. */
  readonly asked?: { readonly commentId: number; readonly seen: SeenComment; readonly needsAdmin: boolean };
}

export interface RevertEntry {
  readonly path: string;
  readonly mode: '100644' | '100755' | '120000';
  /** Null takes the path away. */
  readonly sha: string | null;
}

/** The reason of an effect that met a branch which had moved: it is to be planned anew. */
export const TIP_MOVED = 'the default branch moved since it was planned';
/** The reason of an effect that met the label: it is to be judged. */
export const STOP_LABEL_SEEN = 'a label on the issue stops reverts';
