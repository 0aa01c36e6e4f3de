import type { CaseDeploy } from '../case.ts';
import type { EpochMs } from '../time.ts';
import { leadOf } from '../verdict/lead.ts';
import { countChanges } from './count-changes.ts';
import { duration, utc } from './format-time.ts';
import { printMarkdown } from './markdown/print-markdown.ts';
import { repositoryLinks } from './markdown/repository-links.ts';
import { code, type Line, own, paragraph, say, strong } from './markdown/tree.ts';
import { nameLead } from './name-lead.ts';
import { nameWithHeadline } from './name-suspect.ts';
import type { ReportInput } from './report-input.ts';

/** The one comment that says that an incident is over: how long it took, what was live at its end, what to tell us. */
export function renderResolved(input: ReportInput & { readonly incident: { readonly resolvedAt: EpochMs } }): string {
  const { incident, verdict, theCase } = input;
  const lasted = duration(incident.resolvedAt - verdict.onset.at);
  return printMarkdown([
    paragraph(
      say`${strong(say`Over since ${utc(incident.resolvedAt, theCase.askedAt)}`)}, ${lasted} after it began.`,
      liveAtTheEnd(input, incident.resolvedAt),
      suspicion(input),
    ),
  ]);
}

function liveAtTheEnd(input: ReportInput, end: EpochMs): Line {
  const service = input.incident.service;
  const all = input.theCase.deploys
    .filter((deploy) => deploy.service === service && isLive(deploy, end))
    .sort((one, other) => (other.liveAt ?? 0) - (one.liveAt ?? 0));
  const [live] = all;
  if (live?.sha === undefined) return say`What was live at the end is not on record.`;
  const links = repositoryLinks(input.repository);
  // What else was live came from the other repositories that deploy the service.
  const home = input.repository.fullName;
  const others = [...Map.groupBy(all, ({ repository = home }) => repository)].flatMap(([repository, [newest]]) => {
    if (newest === live || newest?.sha === undefined) return [];
    return say` beside ${links.commit(newest.sha, repository)} of ${code(repository)}`;
  });
  const sha = say`${links.commit(live.sha, live.repository)}${others}`;
  const since = utc(live.liveAt ?? live.startedAt, input.theCase.askedAt);
  const changed = (live.liveAt ?? 0) > input.verdict.onset.at;
  const said = say`Live at the end: ${sha}, since ${since}`;
  return changed ? say`${said}, which went live while the problem lasted.` : say`${said}; no deploy ended it.`;
}

function suspicion(input: ReportInput): Line {
  const lead = leadOf(input.verdict.suspects);
  if (input.verdict.band === 'none' || lead === undefined) {
    return say`No deploy explained it. If you know what it was: ${code('/whatchanged it-was #PR')}.`;
  }
  const named = nameLead(lead, input);
  const last = say`The last suspicion (${own(input.verdict.band)}) was ${nameWithHeadline(named)}`;
  if (named.changes.length > 0) {
    const which = say`Which of its ${countChanges(named)} changes was it? ${code('/whatchanged it-was #PR')} (or a SHA)`;
    return say`${last}. ${which}.`;
  }
  const handle = named.handle ?? '';
  const ask = say`Was it? ${code(`/whatchanged it-was ${handle}`.trim())} or ${code(`/whatchanged not-it ${handle}`.trim())}`;
  return say`${last}. ${ask}.`;
}

function isLive(deploy: CaseDeploy, at: EpochMs): boolean {
  return deploy.liveAt !== undefined && deploy.liveAt <= at && (deploy.endedAt === undefined || deploy.endedAt > at);
}
