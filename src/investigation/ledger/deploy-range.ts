import type { DeployKind } from '../case.ts';
import type { ComparisonIndex } from './comparison-index.ts';
import type { Comparison } from './ledger-deploy.ts';

/** What a deploy brought, or for a rollback took away. */
export interface DeployRange {
  readonly kind: DeployKind;
  readonly commits?: readonly string[];
  readonly truncated?: boolean;
}

/**
 * The range from the last live SHA to the new one. Without a last live SHA nothing is known, so that the first deploy
 * ever seen never blames the whole history. A rollback is what git calls `behind`; where git cannot decide (the two
 * diverged, or one is gone) a SHA that was live before and is not the last one is a rollback too, as Datadog's
 * deployment rule has it (docs.datadoghq.com, 2026-07). `ahead` of the last one is always forward.
 */
export function deployRange(
  sha: string,
  previousSha: string | undefined,
  wasLive: boolean,
  declared: 'rollback' | 'config' | undefined,
  comparisons: ComparisonIndex,
): DeployRange {
  if (previousSha === undefined) return { kind: declared ?? 'unknown' };
  if (previousSha === sha) return { kind: declared ?? 'redeploy', commits: [] };
  const comparison = comparisons(previousSha, sha);
  switch (comparison?.status) {
    case 'identical':
      return { kind: declared ?? 'redeploy', commits: [] };
    case 'ahead':
      return { kind: declared ?? 'deploy', ...content(comparison) };
    case 'behind':
      return { kind: declared ?? 'rollback', ...content(comparison) };
    case 'diverged': {
      if (!wasLive && declared !== 'rollback') return { kind: declared ?? 'deploy', ...content(comparison) };
      return { kind: declared ?? 'rollback', ...content(comparisons(sha, previousSha)) };
    }
    case 'unknown':
    case undefined:
      return { kind: declared ?? (wasLive ? 'rollback' : 'unknown') };
  }
}

function content(comparison: Comparison | undefined): Pick<DeployRange, 'commits' | 'truncated'> {
  if (comparison === undefined || comparison.status === 'unknown') return {};
  return { commits: comparison.commits, ...(comparison.truncated && { truncated: true }) };
}
