import type { Comparison } from './ledger-deploy.ts';

/** Looks up what the repository said about a pair of SHAs. */
export type ComparisonIndex = (base: string, head: string) => Comparison | undefined;

/** Indexes comparisons by their pair. */
export function indexComparisons(comparisons: readonly Comparison[]): ComparisonIndex {
  const byPair = new Map(comparisons.map((comparison) => [`${comparison.base}...${comparison.head}`, comparison]));
  return (base, head) => byPair.get(`${base}...${head}`);
}

/** Whether the text can be compared at all: a full SHA-1 or SHA-256, not a short one and not a branch's name. */
export function isFullSha(sha: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(sha);
}
