import type { Comparison } from './ledger-deploy.ts';

/**
 * Whether a repository has a SHA, kept as the comparison of the SHA with itself: `identical` where a branch or a tag of
 * the repository reaches it, `unknown` where none does. A fork's commit is readable through the same address and is
 * not the repository's own.
 */
export function reachability(sha: string, reachable: boolean): Comparison {
  return { base: sha, head: sha, status: reachable ? 'identical' : 'unknown', commits: [], truncated: false };
}
