import type { CaseDeploy } from '../../case.ts';
import type { LedgerDeploy } from '../../ledger/ledger-deploy.ts';
import { type EpochMs, MINUTE_MS } from '../../time.ts';
import type { VersionRun } from '../series/version-runs.ts';

type Runs = ReadonlyMap<string, readonly VersionRun[]>;

/** Fewer letters of a commit than this may be a number by chance. */
const SHORTEST_SHA = 7;
/** Where nobody asks much, the first request may come a while after the version is live. */
const FIRST_SEEN_MS = 15 * MINUTE_MS;
/** Of two versions that did about as much before, either may be the one that was replaced. */
const CLEARLY_MORE = 2;

/**
 * The `version` values of the code that a deploy brought and of the code before it, from when each version of its service ran.
 * A version that is the deploy's commit, or begins it, is certain; else the new one is the only one that began to run with
 * the rollout and the old one did most since the deploy before it. Undefined unless both are known: a wrong pair would clear or blame.
 */
export function deployVersions(
  deploy: LedgerDeploy,
  deploys: readonly LedgerDeploy[],
  runs: Runs,
): CaseDeploy['versions'] | undefined {
  const place = deploys.filter(
    ({ service, environment }) => service === deploy.service && environment === deploy.environment,
  );
  const [told, toldBefore] = [versionOf(deploy.sha, runs), versionOf(deploy.previousSha, runs)];
  const brought = told ?? begun(deploy, place, without(runs, toldBefore));
  const before = toldBefore ?? replaced(deploy, place, without(runs, brought));
  return brought === undefined || before === undefined || brought === before
    ? undefined
    : { new: brought, old: before };
}

function versionOf(sha: string | undefined, runs: Runs): string | undefined {
  const fits = (version: string): boolean =>
    version === sha || (version.length >= SHORTEST_SHA && (sha?.startsWith(version) ?? false));
  return only([...runs.keys()].filter(fits));
}

/** The only version that was first seen after the rollout began, soon enough after it, and before the next one. */
function begun({ startedAt, liveAt }: LedgerDeploy, place: readonly LedgerDeploy[], runs: Runs): string | undefined {
  const next = Math.min(...place.map((one) => one.startedAt).filter((at) => at > startedAt));
  const latest = liveAt === undefined ? Number.POSITIVE_INFINITY : liveAt + FIRST_SEEN_MS;
  const fresh = [...runs].filter(([, [first]]) => {
    return first !== undefined && first.to > startedAt && first.to <= next && first.from <= latest;
  });
  return only(fresh.map(([version]) => version));
}

/** The version that clearly did most between the deploy before and the beginning of this rollout. */
function replaced({ startedAt }: LedgerDeploy, place: readonly LedgerDeploy[], runs: Runs): string | undefined {
  const earlier = place.filter((one) => one.startedAt < startedAt);
  const since = Math.max(...earlier.map((one): EpochMs => one.liveAt ?? one.startedAt));
  const did = [...runs].map(([version, all]) => {
    const then = all.filter(({ from, to }) => from >= since && to <= startedAt);
    return { version, amount: then.reduce((sum, { amount }) => sum + amount, 0) };
  });
  const [most, second] = did.filter(({ amount }) => amount > 0).sort((a, b) => b.amount - a.amount);
  return most !== undefined && most.amount >= CLEARLY_MORE * (second?.amount ?? 0) ? most.version : undefined;
}

function without(runs: Runs, version: string | undefined): Runs {
  return new Map([...runs].filter(([one]) => one !== version));
}

function only(versions: readonly string[]): string | undefined {
  return versions.length === 1 ? versions[0] : undefined;
}
