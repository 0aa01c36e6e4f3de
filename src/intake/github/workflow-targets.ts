import type { DeployWorkflow } from '../../config/repository-configuration.ts';
import type { LedgerKey } from '../../investigation/ledger/deploy-event.ts';
import { readEnvironmentName } from '../../investigation/ledger/environment-name.ts';
import type { DeployRules, SeenRepository } from './contract.ts';
import { repositoryName } from './payload-parts.ts';

/** One of the places to which a run of a workflow, or a job of it, ships. */
export interface WorkflowTarget {
  readonly key: LedgerKey;
  /** Tells its attempt from those of the same run to other places; empty for the first. */
  readonly suffix: string;
}

/**
 * Where a run ships to by the rules that fit it, each place once: in a repository of several services one workflow may
 * ship all of them, with a rule for each.
 */
export function workflowTargets(
  { deployWorkflows = [] }: DeployRules,
  seen: SeenRepository,
  fits: (rule: DeployWorkflow) => boolean,
): readonly WorkflowTarget[] {
  const keys = deployWorkflows.filter(fits).map((rule): LedgerKey => {
    const named = readEnvironmentName(rule.environment ?? 'production');
    return {
      repositoryId: seen.repositoryId,
      service: rule.service ?? named.service ?? repositoryName(seen),
      environment: named.environment,
    };
  });
  const distinct = new Map(keys.map((key) => [`${key.service}:${key.environment}`, key]));
  return [...distinct].map(([name, key], index) => ({ key, suffix: index === 0 ? '' : `:${name}` }));
}
