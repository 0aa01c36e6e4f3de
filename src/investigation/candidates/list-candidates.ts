import type { Case, CaseChange, CaseDeploy } from '../case.ts';
import { readEnvironmentName } from '../ledger/environment-name.ts';
import { isProductionLike } from '../ledger/is-production-like.ts';
import { type EpochMs, MINUTE_MS } from '../time.ts';
import { cameAfterRelease } from './failing-release.ts';

/** When old code began to run again, and when nothing else did. */
export interface Undoing {
  readonly from: EpochMs;
  readonly live: EpochMs;
}

/** A deploy that could have caused the incident. */
export interface DeployCandidate {
  readonly kind: 'deploy';
  readonly deploy: CaseDeploy;
  readonly service: string;
  readonly from: EpochMs;
  readonly live: EpochMs;
  /** A failed rollout ran nothing after this. */
  readonly until?: EpochMs;
  /** Why it can hardly be to blame; absent where it can. */
  readonly veto?: Veto;
  /** It was rolled back after the onset. */
  readonly undone?: Undoing;
  /** What it brought is not known, though it is known of others: it may only be the first of its kind that was ever seen. */
  readonly firstSeen: boolean;
}

/** A change outside every deploy that could have caused it. */
export interface ChangeCandidate {
  readonly kind: 'change';
  /** Index in the case's `changes`. */
  readonly index: number;
  readonly change: CaseChange;
  /** Null where the change names no service. */
  readonly service: string | null;
  readonly from: EpochMs;
  readonly live: EpochMs;
}

export type Veto = 'other-environment' | 'failed' | 'after-release' | 'rolled-back';

const FAILED_ROLLOUT_MS = 15 * MINUTE_MS;

/** Every deploy and every other change of the case as a candidate, in the case's order, for an onset not before `onset`. */
export function listCandidates(
  theCase: Case,
  onset: EpochMs,
): { deploys: DeployCandidate[]; changes: ChangeCandidate[] } {
  const following = followers(theCase);
  return {
    deploys: theCase.deploys.map((deploy) => deployCandidate(theCase, deploy, following.get(deploy), onset)),
    changes: (theCase.changes ?? []).map((change, index) => ({
      kind: 'change',
      index,
      change,
      service: change.service ?? null,
      from: change.at,
      live: change.at,
    })),
  };
}

function deployCandidate(
  theCase: Case,
  deploy: CaseDeploy,
  next: CaseDeploy | undefined,
  onset: EpochMs,
): DeployCandidate {
  const { service, startedAt: from } = deploy;
  const failed = deploy.outcome === 'failure';
  const ended = deploy.endedAt ?? from + FAILED_ROLLOUT_MS;
  const running = deploy.outcome === 'in_progress' ? theCase.askedAt : (deploy.liveAt ?? from);
  const veto = vetoOf(theCase, deploy, next, onset);
  const undone = undoneBy(deploy, next, onset);
  return {
    kind: 'deploy',
    deploy,
    service,
    from,
    live: failed ? ended : Math.max(from, running),
    ...(failed ? { until: ended } : {}),
    ...(veto === undefined ? {} : { veto }),
    ...(undone === undefined ? {} : { undone }),
    firstSeen: isFirstSeen(theCase, deploy),
  };
}

function vetoOf(theCase: Case, deploy: CaseDeploy, next: CaseDeploy | undefined, onset: EpochMs): Veto | undefined {
  const { alert } = theCase;
  if (alert.environment !== undefined && deploy.environment !== undefined) {
    if (canonical(alert.environment) !== canonical(deploy.environment)) return 'other-environment';
  }
  if (deploy.outcome === 'failure') return 'failed';
  if (cameAfterRelease(theCase, deploy)) return 'after-release';
  const undone = next?.kind === 'rollback' && next.liveAt !== undefined && next.liveAt < onset;
  return undone && deploy.kind !== 'rollback' ? 'rolled-back' : undefined;
}

function undoneBy(deploy: CaseDeploy, next: CaseDeploy | undefined, onset: EpochMs): Undoing | undefined {
  if (next?.kind !== 'rollback' || next.liveAt === undefined || next.liveAt < onset) return undefined;
  return deploy.kind === 'rollback' ? undefined : { from: next.startedAt, live: next.liveAt };
}

/** The next deploy of the same repository, service and environment that became live, for each that has one. */
function followers({ deploys }: Case): Map<CaseDeploy, CaseDeploy> {
  const keys = Map.groupBy(deploys, ({ repository, service, environment }) =>
    JSON.stringify([repository, service, environment]),
  );
  const next = new Map<CaseDeploy, CaseDeploy>();
  for (const group of keys.values()) {
    const inOrder = group
      .filter(({ outcome }) => outcome !== 'failure')
      .sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
    inOrder.forEach((deploy, index) => {
      const follower = inOrder[index + 1];
      if (follower !== undefined) next.set(deploy, follower);
    });
  }
  return next;
}

/** The first of its repository, service and environment, without a range, in a case in which other deploys have one. */
function isFirstSeen({ deploys }: Case, deploy: CaseDeploy): boolean {
  const hasRange = ({ previousSha, commits = [] }: CaseDeploy): boolean =>
    previousSha !== undefined || commits.length > 0;
  if (hasRange(deploy) || !deploys.some(hasRange)) return false;
  return !deploys.some(
    (other) =>
      other.repository === deploy.repository &&
      other.service === deploy.service &&
      other.environment === deploy.environment &&
      other.startedAt < deploy.startedAt,
  );
}

/**
 * `prod`, `Production` and `production-eu` are one place to a person; nothing else is guessed. Looser than the ledger, to
 * which `production-eu` is an environment of its own: a case file is written without a configuration that says which is
 * which, and an innocent candidate harms less than a guilty one left out. A case of the App never asks: its deploys are
 * those of the incident's environment.
 */
function canonical(environment: string): string {
  return isProductionLike(environment) ? 'production' : readEnvironmentName(environment).environment;
}
