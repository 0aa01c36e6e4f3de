import { DAY_MS, type EpochMs, HOUR_MS } from '../time.ts';
import type { LedgerDeploy } from './ledger-deploy.ts';

/** That an older version serves again, although git holds the newer one still: by a tool in the cluster, or by a person. */
export interface Rollback {
  readonly at: EpochMs;
  /** The deploy source that told of it. */
  readonly source: string;
  /** What serves again. */
  readonly good: string;
  /** What was taken back. */
  readonly bad: string;
  /** What the old version lacks, newest last; absent while it is not known. */
  readonly commits?: readonly string[];
  /** It lacks more than these. */
  readonly truncated?: boolean;
  /** When something else went live after it. */
  readonly endedAt?: EpochMs;
}

/** A canary fails before the alert of its errors is sent. */
const BEFORE_MS = HOUR_MS;
const AFTER_MS = DAY_MS;

/** The last rollback around an incident: from an hour before it opened to a day after it was over. */
export function lastRollback(
  deploys: readonly LedgerDeploy[],
  { openedAt, resolvedAt = Number.POSITIVE_INFINITY }: { readonly openedAt: EpochMs; readonly resolvedAt?: EpochMs },
): Rollback | undefined {
  const [from, to] = [openedAt - BEFORE_MS, resolvedAt + AFTER_MS];
  return deploys
    .flatMap((deploy) => rollbackBy(deploy, deploys) ?? [])
    .filter(({ at }) => at >= from && at <= to)
    .reduce<Rollback | undefined>((last, one) => (last === undefined || one.at >= last.at ? one : last), undefined);
}

function rollbackBy(deploy: LedgerDeploy, all: readonly LedgerDeploy[]): Rollback | undefined {
  const { source, sha, previousSha, kind, liveAt, takenBackAt, endedAt, commits, truncated } = deploy;
  if (previousSha === undefined || previousSha === sha) return undefined;
  const known = {
    source,
    ...(commits === undefined ? {} : { commits }),
    ...(truncated === true ? { truncated } : {}),
  };
  if (liveAt !== undefined) {
    if (kind !== 'rollback') return undefined;
    return { ...known, at: liveAt, good: sha, bad: previousSha, ...(endedAt === undefined ? {} : { endedAt }) };
  }
  if (takenBackAt === undefined) return undefined;
  const later = all
    .filter((one) => one.service === deploy.service && one.environment === deploy.environment)
    .flatMap((one) => (one.liveAt !== undefined && one.liveAt > takenBackAt ? [one.liveAt] : []));
  return {
    ...known,
    at: takenBackAt,
    good: previousSha,
    bad: sha,
    ...(later.length === 0 ? {} : { endedAt: Math.min(...later) }),
  };
}
