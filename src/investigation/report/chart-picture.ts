import { type EpochMs, MINUTE_MS, SECOND_MS } from '../time.ts';
import { leadOf } from '../verdict/lead.ts';
import { clock } from './format-time.ts';
import { nameLead } from './name-lead.ts';
import type { ReportInput } from './report-input.ts';
import { resample } from './resample.ts';
import { titleText } from './sections/title.ts';
import { symptomOf } from './symptom.ts';

/** What a picture of the watched metric shows. Every string is in the alphabet of a title. */
export interface ChartPicture {
  readonly title: string;
  readonly unit: string;
  readonly steps: readonly { readonly at: EpochMs; readonly value?: number }[];
  readonly deploys: readonly DeployMark[];
  readonly onset: { readonly at: EpochMs; readonly from: EpochMs; readonly to: EpochMs };
}

export interface DeployMark {
  readonly at: EpochMs;
  /** The deploy that is named first is drawn so that it is seen first. */
  readonly isSuspect: boolean;
  readonly words: string;
}

const BEFORE_MS = 45 * MINUTE_MS;
const MOST_STEPS = 240;
const MOST_DEPLOYS = 12;

/** The same metric as the chart of the report, finer, with every deploy of the services around it; undefined without one. */
export function chartPicture(input: ReportInput): ChartPicture | undefined {
  const symptom = symptomOf(input);
  if (symptom === undefined) return undefined;
  const { theCase, verdict, incident } = input;
  const { onset } = verdict;
  const finest = Math.max(1, symptom.series.stepSeconds ?? 60) * SECOND_MS;
  const sampled = resample(symptom.series.points, onset.at - BEFORE_MS, theCase.askedAt, MOST_STEPS, finest);
  if (sampled === undefined) return undefined;
  const [from, to] = [sampled.steps[0]?.at ?? 0, sampled.steps.at(-1)?.at ?? 0];
  const lead = verdict.band === 'none' ? undefined : leadOf(verdict.suspects);
  const deploys = theCase.deploys.flatMap((deploy): DeployMark[] => {
    const { liveAt, id } = deploy;
    const isSuspect = lead !== undefined && id === lead.deploy;
    if (liveAt === undefined || liveAt < from || liveAt > to) return [];
    if (!isSuspect && deploy.service !== incident.service) return [];
    const name = isSuspect ? nameLead(lead, input).plainName : (deploy.sha ?? id).slice(0, 7);
    return [{ at: liveAt, isSuspect, words: `${titleText(name, 20, '#')} live ${clock(liveAt, theCase.askedAt)}` }];
  });
  return {
    title: `${symptom.what} of ${titleText(incident.service, 30)}, UTC`,
    unit: symptom.unit.trim(),
    steps: sampled.steps.map(({ at, value }) => (value === undefined ? { at } : { at, value: value * symptom.scale })),
    deploys: [
      ...deploys.filter((one) => !one.isSuspect).slice(-MOST_DEPLOYS),
      ...deploys.filter((one) => one.isSuspect),
    ],
    onset: { at: onset.at, from: onset.from, to: onset.to },
  };
}
