import type { Case, CaseDeploy } from '../../case.ts';

/**
 * The commits that a rollback took away, newest deploy first. Its own list where it has one; otherwise what the deploys
 * of its service from the same repository had brought since the version that it went back to.
 */
export function vanishedCommits(theCase: Case, rollback: CaseDeploy): readonly string[] {
  if (rollback.commits !== undefined && rollback.commits.length > 0) return rollback.commits;
  const earlier = theCase.deploys
    .filter(
      (deploy) =>
        deploy !== rollback &&
        deploy.repository === rollback.repository &&
        deploy.service === rollback.service &&
        deploy.environment === rollback.environment,
    )
    .filter((deploy) => deploy.startedAt <= rollback.startedAt && deploy.outcome !== 'failure')
    .sort((one, other) => other.startedAt - one.startedAt);
  const gone: string[] = [];
  for (const deploy of earlier) {
    if (rollback.sha !== undefined && deploy.sha === rollback.sha) break;
    gone.push(...(deploy.commits ?? []));
    if (rollback.sha === undefined || deploy.previousSha === rollback.sha) break;
  }
  return gone;
}
