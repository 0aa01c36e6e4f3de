import type { Case } from '../../investigation/case.ts';
import { readReading } from '../../investigation/case-document.ts';
import { isCalled } from '../../investigation/incident/is-called.ts';
import type { OpenDraft, ReportInput } from '../../investigation/report/report-input.ts';
import { leadOf } from '../../investigation/verdict/lead.ts';
import { RULES_VERSION } from '../../investigation/verdict/rules-version.ts';
import type { Verdict } from '../../investigation/verdict/verdict.ts';
import type { StoredMaterial } from './gather-material.ts';

export interface Decided {
  readonly material: StoredMaterial;
  readonly theCase: Case;
  readonly verdict: Verdict;
  readonly webUrl: string;
  /** What people confirmed, and how the revert of what is named first stands. */
  readonly confirmed?: NonNullable<ReportInput['confirmed']>;
  readonly revert?: OpenDraft;
  /** Where the picture of this round is served, where a public address is configured. */
  readonly chartUrl?: string;
}

/** What a report is made from, whether it becomes an issue or stands in a terminal. */
export function reportInputOf(decided: Decided): ReportInput {
  const { material, theCase, verdict, webUrl, confirmed, revert, chartUrl } = decided;
  const { incident, alerts, commits, deploys, earlier, repositories } = material;
  const repository = repositories.find(({ repositoryId }) => repositoryId === incident.repositoryId);
  const { owner } = material.serviceMap.services.find(({ service }) => service === incident.service) ?? {};
  const redeployCommand = redeployCommandOf(material, theCase, verdict);
  const fullName = repository?.fullName ?? String(incident.repositoryId);
  return {
    incident,
    theCase,
    verdict,
    repository: { fullName, webUrl: `${webUrl}/${fullName}` },
    rulesVersion: RULES_VERSION,
    ...(owner === undefined ? {} : { owner }),
    ...(redeployCommand === undefined ? {} : { redeployCommand }),
    alerts,
    deployFacts: Object.fromEntries(deploys.map((deploy) => [deploy.id, deploy])),
    commitFacts: Object.fromEntries(commits.map((commit) => [commit.sha, commit])),
    ...(confirmed === undefined ? {} : { confirmed }),
    ...(revert === undefined ? {} : { revert }),
    ...(chartUrl === undefined ? {} : { chartUrl }),
    earlier: earlier.map(({ at, verdict: before, case: read }) => {
      const reading = readReading(read);
      return { at, verdict: before as Verdict, ...(reading === undefined ? {} : { reading }) };
    }),
  };
}

/**
 * The configured command that re-deploys the service of the first suspect, which need not be the service that alerts.
 */
function redeployCommandOf(
  { incident, serviceMap, repositories }: StoredMaterial,
  { deploys }: Case,
  { suspects }: Verdict,
): string | undefined {
  const lead = leadOf(suspects);
  const suspected = deploys.find(({ id }) => id === lead?.deploy);
  const service = suspected?.service ?? incident.service;
  const repository = repositories.find(({ fullName }) => fullName === suspected?.repository);
  const called = serviceMap.services.filter((entry) => isCalled(entry, service));
  const repositoryId = repository?.repositoryId ?? incident.repositoryId;
  return called.find((entry) => entry.repositoryId === repositoryId)?.redeployCommand;
}
