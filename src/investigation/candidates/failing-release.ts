import type { Case, CaseDeploy } from '../case.ts';

/** A whole SHA or the beginning of one, perhaps after a name: `checkout@9f2c1e7`. */
const COMMIT = /(?:^|[^0-9a-z])([0-9a-f]{7,64})$/i;

/** The commit, or the beginning of it, that the alert names as the release that fails. */
export function failingCommit({ labels }: Case['alert']): string | undefined {
  return COMMIT.exec(labels?.release ?? '')?.[1]?.toLowerCase();
}

/**
 * Whether what failed is a release that was live in the alerting service before this deploy: its code did not run there,
 * though what it did to a shared database may still have hurt.
 */
export function cameAfterRelease({ alert, deploys }: Case, deploy: CaseDeploy): boolean {
  const release = failingCommit(alert);
  const isIt = (sha: string | undefined) => release !== undefined && sha?.startsWith(release) === true;
  if (deploy.service !== alert.service || isIt(deploy.sha)) return false;
  const isOlder = ({ service, startedAt }: CaseDeploy) => service === alert.service && startedAt < deploy.startedAt;
  return isIt(deploy.previousSha) || deploys.some((other) => isOlder(other) && isIt(other.sha));
}
