import { auditService } from '../audit/audit-service.ts';
import { noDeployProbability } from '../verdict/verdict.ts';
import { countDeploys } from './count-deploys.ts';
import { countIncidents } from './count-incidents.ts';
import { firstNamed, isAboutFirst, judgeAnswers } from './judge-answers.ts';
import { mergeAudits } from './merge-audits.ts';
import type { SaidOfIncident, Summary, SummaryIncident, SummaryRevert, UnmappedTitle } from './summary.ts';
import type { WeekIncident, WeekMaterial } from './week-material.ts';

const TAKEN_BACK: readonly SummaryRevert['state'][] = ['merged', 'live', 'recovered'];

/** Sums up one week of one repository. */
export function summariseWeek(material: WeekMaterial): Summary {
  const { week, repository, incidents, leftOut, weekBefore, dead } = material;
  const counted = incidents.map(({ incident: { state }, verdict }) => ({
    state,
    ...(verdict === undefined ? {} : { band: verdict.band }),
  }));
  return {
    week,
    repository,
    counts: countIncidents(counted, leftOut),
    before: countIncidents(weekBefore.incidents, weekBefore.leftOut),
    incidents: incidents.map(summaryIncident),
    answers: judgeAnswers(incidents),
    deploys: countDeploys(material.deploys, material.namedDeploys, week),
    reverts: material.reverts.map(summaryRevert),
    telemetry: telemetryOf(incidents),
    unmapped: {
      count: material.unmapped.length,
      titles: material.showsUnmapped ? titlesOf(material.unmapped) : [],
    },
    dead,
  };
}

/** Whether a week holds nothing that anybody would want to read of: no incident, no lost alert, no dead delivery. */
export function isEmptyWeek({ counts, unmapped, dead }: Summary): boolean {
  return counts.total === 0 && unmapped.count === 0 && !dead.some(({ kind }) => kind === 'delivery');
}

function summaryIncident(one: WeekIncident): SummaryIncident {
  const { incident, issue, verdict, named, feedback, thumbs, reverts } = one;
  const { id, openedAt, resolvedAt, service, environment, state } = incident;
  const isTakenBack = reverts.some((revert) => TAKEN_BACK.includes(revert.state));
  const over = state === 'open' ? 'open' : 'over';
  return {
    id,
    openedAt,
    service,
    environment,
    ...(issue === undefined ? {} : { issue }),
    ...(verdict === undefined
      ? {}
      : {
          verdict: {
            band: verdict.band,
            probability: firstNamed(verdict)?.probability ?? noDeployProbability(verdict),
            ...(named === undefined ? {} : { named }),
          },
        }),
    ended: isTakenBack ? 'reverted' : over,
    ...(resolvedAt === undefined ? {} : { lastedMs: resolvedAt - openedAt }),
    said: saidOf(one, feedback),
    ...(thumbs === undefined
      ? {}
      : { thumbs: { up: thumbs.counted.up + thumbs.others.up, down: thumbs.counted.down + thumbs.others.down } }),
  };
}

/** What a thumb labels is told as a thumb. */
function saidOf({ verdict }: WeekIncident, feedback: WeekIncident['feedback']): readonly SaidOfIncident[] {
  const first = verdict && firstNamed(verdict);
  return feedback
    .filter(({ source }) => source !== 'reaction')
    .map(({ label, source, deploy, commit }) => {
      if (deploy === null && commit === null) return { label, source, about: 'no-change' as const };
      // Of a deploy that is named as a whole, a word about one of its changes says which.
      const isPart = commit !== null && (first?.among.length ?? 0) > 1;
      if (first !== undefined && !isPart && isAboutFirst({ deploy, commit }, first)) {
        return { label, source, about: 'named' as const };
      }
      return { label, source, about: 'other' as const, ...(commit === null ? {} : { sha: commit }) };
    });
}

function summaryRevert({ revert, repository }: WeekMaterial['reverts'][number]): SummaryRevert {
  const { issueNumber, state, by, draft, reasons: [reason] = [] } = revert;
  return {
    issue: issueNumber,
    state,
    isAutomatic: by.kind === 'automatic',
    repository,
    ...(draft === undefined ? {} : { draft: draft.number }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function telemetryOf(incidents: readonly WeekIncident[]): Summary['telemetry'] {
  const looked = incidents.flatMap(({ incident: { service }, looked: one }) =>
    one === undefined ? [] : [{ service, ...one }],
  );
  const audits = [...Map.groupBy(looked, ({ service }) => service)].map(([service, own]) => auditService(service, own));
  return { of: looked.length, findings: mergeAudits(audits) };
}

/** The most frequent first. */
function titlesOf(unmapped: WeekMaterial['unmapped']): readonly UnmappedTitle[] {
  return [...Map.groupBy(unmapped, ({ title }) => title)]
    .map(([title, own]): UnmappedTitle => {
      const mapping = own.find((alert) => alert.mapping !== undefined)?.mapping;
      return { title, count: own.length, ...(mapping === undefined ? {} : { mapping }) };
    })
    .sort((one, other) => other.count - one.count || (one.title < other.title ? -1 : 1));
}
