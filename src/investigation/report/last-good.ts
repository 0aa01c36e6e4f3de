import { code, type Line, say } from './markdown/tree.ts';
import type { NamedSuspect } from './name-suspect.ts';
import type { ReportInput } from './report-input.ts';

/** The commit to go back to, with how long it was live before the suspect where the case shows it. */
export interface LastGood {
  readonly sha: string;
  /** What to re-deploy: the suspect's service, which need not be the one that alerts. */
  readonly service: string;
  readonly environment: string;
  /** Where it is deployed from, unless that is the issue's own repository. */
  readonly repository?: string;
  readonly liveMs?: number;
  /** The source's own page of the run that deployed it. */
  readonly url?: string;
}

/** What it belongs to, where that is not the issue's own service and repository: ` of checkout in acme/charts`. */
export function whereItBelongs({ service, repository }: LastGood, { incident }: ReportInput): Line {
  const of = service === incident.service ? [] : say` of ${code(service)}`;
  return repository === undefined ? of : say`${of} in ${code(repository)}`;
}

/** What the suspect's deploy replaced; undefined where that is not known. */
export function lastGood(input: ReportInput, suspect: NamedSuspect | undefined): LastGood | undefined {
  const sha = suspect?.deploy?.previousSha;
  if (sha === undefined || !/^[0-9a-f]{7,64}$/.test(sha)) return undefined;
  const end = suspect?.deploy?.liveAt ?? suspect?.deploy?.startedAt;
  const deploys = input.theCase.deploys.filter(
    (one) => one.sha === sha && one.service === suspect?.deploy?.service && one.liveAt !== undefined,
  );
  const url = deploys.map((one) => input.deployFacts?.[one.id]?.url).find((one) => one !== undefined);
  const live = deploys
    .map((one) => (end === undefined || one.liveAt === undefined ? 0 : end - one.liveAt))
    .filter((ms) => ms > 0);
  const service = suspect?.deploy?.service ?? input.incident.service;
  const environment = suspect?.deploy?.environment ?? input.incident.environment;
  const repository = suspect?.deploy?.repository;
  return {
    sha,
    service,
    environment,
    ...(repository === undefined || repository === input.repository.fullName ? {} : { repository }),
    ...(live.length === 0 ? {} : { liveMs: Math.min(...live) }),
    ...(url === undefined ? {} : { url }),
  };
}
