import { plainText } from '../../investigation/sentence.ts';
import type { Week } from '../../investigation/summary/iso-week.ts';
import type { Summary } from '../../investigation/summary/summary.ts';
import { summaryTitle } from '../../investigation/summary/summary-title.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { SummaryDocument } from '../documents/summary-document.ts';
import { iso } from './iso.ts';
import { roundedProbability } from './rounded-probability.ts';

type OfRepository = SummaryDocument['repositories'][number];

/** The summaries of a week as one document. */
export function documentOfSummaries(week: Week, summaries: readonly Summary[], now: EpochMs): SummaryDocument {
  return {
    week: week.name,
    from: iso(week.from),
    to: iso(week.to),
    isOver: week.to <= now,
    repositories: summaries.map(ofRepository),
  };
}

function ofRepository(summary: Summary): OfRepository {
  const { repository, counts, before, incidents, answers, deploys, reverts, telemetry, unmapped, dead } = summary;
  return {
    repository: repository.fullName,
    title: summaryTitle(summary),
    counts,
    before,
    incidents: incidents.map(({ openedAt, verdict, said, ...rest }) => ({
      ...rest,
      openedAt: iso(openedAt),
      ...(verdict === undefined
        ? {}
        : { verdict: { ...verdict, probability: roundedProbability(verdict.probability) } }),
      said: [...said],
    })),
    answers,
    deploys: [...deploys],
    reverts: reverts.map(({ reason, ...rest }) => ({
      ...rest,
      ...(reason === undefined ? {} : { reason: plainText(reason) }),
    })),
    telemetry: {
      of: telemetry.of,
      findings: telemetry.findings.map(({ services, examples, ...rest }) => ({
        ...rest,
        services: [...services],
        examples: [...examples],
      })),
    },
    unmapped: { count: unmapped.count, titles: [...unmapped.titles] },
    dead: [...dead],
  };
}
