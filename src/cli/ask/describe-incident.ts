import type { Case } from '../../investigation/case.ts';
import { readCase } from '../../investigation/case-document.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import { nameLead } from '../../investigation/report/name-lead.ts';
import { leadOf } from '../../investigation/verdict/lead.ts';
import { noDeployProbability, type Verdict } from '../../investigation/verdict/verdict.ts';
import type { StoredInvestigation, Transaction } from '../../storage/contract.ts';
import type { IncidentDocument } from '../documents/incidents-document.ts';
import { iso } from './iso.ts';
import { roundedProbability } from './rounded-probability.ts';

/** An incident with its issue and its last verdict, for lists. */
export async function describeIncident(tx: Transaction, incident: Incident): Promise<IncidentDocument> {
  const { installationId, id, repositoryId, service, environment, state } = incident;
  const repository = await tx.repositories.get(installationId, repositoryId);
  const issue = await tx.effects.find(installationId, 'issue', id);
  const latest = await tx.investigations.latest(installationId, id);
  return {
    id,
    installation: installationId,
    repository: repository?.fullName ?? String(repositoryId),
    service,
    environment,
    state,
    openedAt: iso(incident.openedAt),
    ...(incident.resolvedAt === undefined ? {} : { resolvedAt: iso(incident.resolvedAt) }),
    lastSignalAt: iso(incident.lastSignalAt),
    ...(issue?.wanted.title === undefined ? {} : { headline: issue.wanted.title }),
    ...(issue?.githubNumber === undefined ? {} : { issue: issue.githubNumber }),
    ...(issue?.url === undefined ? {} : { url: issue.url }),
    ...(latest === undefined ? {} : { verdict: opinion(incident, latest, repository?.fullName ?? '') }),
  };
}

function opinion(incident: Incident, latest: StoredInvestigation, fullName: string) {
  const verdict = latest.verdict as Verdict;
  const lead = leadOf(verdict.suspects);
  if (verdict.band === 'none' || lead === undefined) {
    return { band: verdict.band, suspect: null, probability: roundedProbability(noDeployProbability(verdict)) };
  }
  const theCase: Case = readCase(latest.case);
  const repository = { fullName, webUrl: 'https://github.com' };
  const named = nameLead(lead, { incident, theCase, verdict, repository, rulesVersion: '' });
  return { band: verdict.band, suspect: named.plainName, probability: roundedProbability(lead.probability) };
}
