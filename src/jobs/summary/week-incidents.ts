import { readCase } from '../../investigation/case-document.ts';
import type { Feedback } from '../../investigation/commands/feedback.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import { firstNamed } from '../../investigation/summary/judge-answers.ts';
import { standingVerdict } from '../../investigation/summary/standing-verdict.ts';
import type { NamedChange, WeekIncident } from '../../investigation/summary/week-material.ts';
import type { Verdict } from '../../investigation/verdict/verdict.ts';
import type { Transaction } from '../../storage/contract.ts';
import { keptThumbs } from '../reactions/kept-thumbs.ts';

/**
 * Cases are long: the audit reads those of so many services, the ones with most incidents, and the newest few of each.
 */
const MOST_SERVICES = 20;
const MOST_OF_SERVICE = 5;

/** What is told of each incident, in their order; `names` are the repositories' own. */
export async function weekIncidents(
  tx: Transaction,
  incidents: readonly Incident[],
  names: ReadonlyMap<number, string>,
): Promise<readonly WeekIncident[]> {
  const looked = lookedAt(incidents);
  const told: WeekIncident[] = [];
  for (const incident of incidents) {
    const { installationId, id } = incident;
    const { verdict, feedback } = await standingOf(tx, incident);
    const issue = (await tx.effects.find(installationId, 'issue', id))?.githubNumber;
    const named = verdict && (await namedBy(tx, incident, verdict, names));
    const thumbs = await keptThumbs(tx, installationId, id);
    const latest = looked.has(id) ? await tx.investigations.latest(installationId, id) : undefined;
    told.push({
      incident,
      ...(issue === undefined ? {} : { issue }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(named === undefined ? {} : { named }),
      feedback,
      ...(thumbs === undefined ? {} : { thumbs }),
      reverts: await tx.reverts.ofIncident(installationId, id),
      ...(latest === undefined
        ? {}
        : { looked: { theCase: readCase(latest.case), onset: (latest.verdict as Verdict).onset } }),
    });
  }
  return told;
}

/** The verdict on an incident as people met it, and what they said of it. */
export async function standingOf(
  tx: Transaction,
  { installationId, id }: Incident,
): Promise<{ readonly verdict: Verdict | undefined; readonly feedback: readonly Feedback[] }> {
  const feedback = await tx.feedback.ofIncident(installationId, id);
  const rounds = await tx.investigations.verdicts(installationId, id);
  const verdict = standingVerdict(
    rounds.map((round) => ({ at: round.at, verdict: round.verdict as Verdict })),
    feedback,
  );
  return { verdict, feedback };
}

function lookedAt(incidents: readonly Incident[]): ReadonlySet<string> {
  const services = [...Map.groupBy(incidents, ({ service }) => service).values()];
  const most = services.toSorted((one, other) => other.length - one.length).slice(0, MOST_SERVICES);
  return new Set(most.flatMap((own) => own.slice(0, MOST_OF_SERVICE).map(({ id }) => id)));
}

async function namedBy(
  tx: Transaction,
  { installationId, repositoryId: home }: Incident,
  verdict: Verdict,
  names: ReadonlyMap<number, string>,
): Promise<NamedChange | undefined> {
  const first = firstNamed(verdict);
  if (first === undefined) return undefined;
  const deploy = first.deploy === null ? undefined : await tx.ledger.get(installationId, first.deploy);
  const repositoryId = deploy?.repositoryId ?? home;
  const sha = first.commit ?? deploy?.sha;
  const [commit] = first.commit === null ? [] : await tx.commits.many(installationId, repositoryId, [first.commit]);
  const repository = names.get(repositoryId);
  return {
    ...(commit?.pullRequest === undefined ? {} : { pullRequest: commit.pullRequest }),
    ...(sha === undefined ? {} : { sha }),
    ...(first.commit === null && sha !== undefined ? { isDeploy: true } : {}),
    ...(repository === undefined ? {} : { repository }),
  };
}
