import type { Sha } from './git-object.ts';

/** One object that a plan needs. `size` asks for the number of bytes of a blob, which most stores know without reading it. */
export interface ObjectRequest {
  readonly kind: 'commit' | 'tree' | 'blob' | 'size';
  readonly sha: Sha;
}

/** The object's content without git's header, or its size; undefined where the store does not have it. */
export type ObjectAnswer = Uint8Array | number | undefined;

/**
 * A computation that asks for git objects in batches and is given the answers in the order of the requests. It does no
 * I/O itself: a shell drives it, from a local clone or from GitHub's API.
 */
export type Planning<T> = Generator<readonly ObjectRequest[], T, readonly ObjectAnswer[]>;
