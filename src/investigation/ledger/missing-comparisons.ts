import { indexComparisons, isFullSha } from './comparison-index.ts';
import type { Comparison, LedgerDeploy } from './ledger-deploy.ts';

/** Two SHAs to ask the repository about; the same one twice asks whether the repository has it (`reachability`). */
export interface ShaPair {
  readonly base: string;
  readonly head: string;
}

/**
 * The pairs that the ranges of these deploys still need, each once: every SHA with itself, the last live SHA with the
 * new one, and the way back for a rollback between diverged SHAs. Give the answers to `buildLedger` and ask again until
 * nothing is missing.
 */
export function missingComparisons(
  deploys: readonly LedgerDeploy[],
  comparisons: readonly Comparison[],
): readonly ShaPair[] {
  const known = indexComparisons(comparisons);
  const missing = new Map<string, ShaPair>();
  const need = (base: string, head: string) => {
    if (isFullSha(base) && isFullSha(head) && known(base, head) === undefined) {
      missing.set(`${base}...${head}`, { base, head });
    }
  };
  for (const { sha, previousSha, kind } of deploys) {
    need(sha, sha);
    if (previousSha === undefined || previousSha === sha) continue;
    need(previousSha, sha);
    if (kind === 'rollback' && known(previousSha, sha)?.status === 'diverged') need(sha, previousSha);
  }
  return [...missing.values()];
}
