/** A commit that reached the branch after the last one that is reverted. */
export interface LaterCommit {
  readonly sha: string;
  /** The paths that it changed, as people read them. */
  readonly paths: readonly string[];
  /** Known where its lines were compared. */
  readonly parents?: readonly string[];
  /** How near it came to what is reverted, nearer than the same file. */
  readonly near?: Nearness;
}

/** `name`: the line that begins the function, foreign text. */
export type Nearness = { readonly kind: 'lines' } | { readonly kind: 'function'; readonly name: string };
