import { type Lead, leadOf } from '../../verdict/lead.ts';
import { type Band, noDeployProbability } from '../../verdict/verdict.ts';
import { isoOf } from '../format-time.ts';
import { lastGood } from '../last-good.ts';
import { cleanForeign } from '../markdown/clean-foreign.ts';
import type { Block } from '../markdown/tree.ts';
import { nameSuspect } from '../name-suspect.ts';
import type { ReportInput } from '../report-input.ts';

/** The report for programs, form v1. Keys are added, never changed; its JSON Schema is docs/reference/report.schema.json. */
export interface MachineReport {
  incident: string;
  service: string;
  environment: string;
  state: 'open' | 'resolved';
  onset: string;
  asked: string;
  resolved?: string;
  verdict: Band;
  noDeploy: number;
  suspects: { deploy: string | null; commit: string | null; pullRequest?: number; probability: number }[];
  leadingDeploy?: { deploy: string; probability: number };
  lastGood?: string;
  rootCause?: string;
  rules: string;
}

/** One HTML comment with the report as JSON. */
export function machineBlock(input: ReportInput): Block {
  return { kind: 'comment', json: machineReport(input) };
}

/** The report as data; every foreign string cleaned and cut. */
export function machineReport(input: ReportInput): MachineReport {
  const { incident, verdict } = input;
  const top = verdict.suspects.slice(0, 3).map((suspect) => nameSuspect(suspect, input));
  const suspected = verdict.band === 'strong' || verdict.band === 'plausible';
  const lead = leadOf(verdict.suspects);
  const good = suspected && lead !== undefined ? lastGood(input, nameSuspect(lead, input)) : undefined;
  return {
    incident: short(incident.id),
    service: short(incident.service),
    environment: short(incident.environment),
    state: incident.resolvedAt === undefined ? 'open' : 'resolved',
    onset: isoOf(verdict.onset.at),
    asked: isoOf(input.theCase.askedAt),
    ...(incident.resolvedAt === undefined ? {} : { resolved: isoOf(incident.resolvedAt) }),
    verdict: verdict.band,
    noDeploy: rounded(noDeployProbability(verdict)),
    suspects: top.map(({ suspect, pullRequest }) => ({
      deploy: suspect.deploy === null ? null : short(suspect.deploy),
      commit: suspect.commit === null ? null : short(suspect.commit),
      ...(pullRequest === undefined ? {} : { pullRequest }),
      probability: rounded(suspect.probability),
    })),
    ...leadingDeploy(lead),
    ...(good === undefined ? {} : { lastGood: good.sha }),
    ...(input.confirmed === undefined ? {} : { rootCause: short(input.confirmed.sha) }),
    rules: short(input.rulesVersion),
  };
}

/** Where one change is named, it is the first of the suspects. */
function leadingDeploy(lead: Lead | undefined): Pick<MachineReport, 'leadingDeploy'> {
  if (lead === undefined || lead.deploy === null || lead.among.length < 2) return {};
  return { leadingDeploy: { deploy: short(lead.deploy), probability: rounded(lead.probability) } };
}

function short(foreign: string): string {
  return cleanForeign(foreign, { characters: 200, lines: 1 });
}

function rounded(probability: number): number {
  return Math.min(1, Math.max(0, Math.round(probability * 1_000) / 1_000));
}
