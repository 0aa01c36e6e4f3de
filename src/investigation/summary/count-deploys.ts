import { environmentClass } from '../ledger/environment-class.ts';
import type { LedgerDeploy } from '../ledger/ledger-deploy.ts';
import type { EpochMs } from '../time.ts';
import type { Week } from './iso-week.ts';
import type { DeployCount } from './summary.ts';

/**
 * What went live in the week and what failed, for each service and environment but previews: first those of which most
 * deploys are named by an incident, then those with most of them.
 */
export function countDeploys(
  deploys: readonly LedgerDeploy[],
  namedDeploys: readonly string[],
  week: Week,
): readonly DeployCount[] {
  const named = new Set(namedDeploys);
  const inWeek = (at: EpochMs | undefined) => at !== undefined && at >= week.from && at < week.to;
  const lasting = deploys.filter((deploy) => environmentClass(deploy) !== 'preview');
  const places = Map.groupBy(lasting, ({ service, environment }) => JSON.stringify([service, environment]));
  const counts = [...places.values()].flatMap((own): DeployCount[] => {
    const [first] = own;
    const live = own.filter(({ liveAt }) => inWeek(liveAt));
    const failed = own.filter(({ outcome, startedAt }) => outcome === 'failure' && inWeek(startedAt));
    if (first === undefined || live.length + failed.length === 0) return [];
    return [
      {
        service: first.service,
        environment: first.environment,
        live: live.length,
        named: live.filter(({ id }) => named.has(id)).length,
        failed: failed.length,
        rollbacks: live.filter(({ kind }) => kind === 'rollback').length,
      },
    ];
  });
  return counts.sort(
    (one, other) => other.named - one.named || other.live - one.live || (nameOf(one) < nameOf(other) ? -1 : 1),
  );
}

function nameOf({ service, environment }: DeployCount): string {
  return `${service}\n${environment}`;
}
