import { noDeployProbability } from '../../verdict/verdict.ts';
import { isoOf } from '../format-time.ts';
import { lastGood } from '../last-good.ts';
import { cleanForeign } from '../markdown/clean-foreign.ts';
import type { Block } from '../markdown/tree.ts';
import type { NamedSuspect } from '../name-suspect.ts';
import type { ReportInput } from '../report-input.ts';

/** The report for programs: one HTML comment with JSON, form v1. Keys are added, never changed. */
export function machineBlock(input: ReportInput, top: readonly NamedSuspect[]): Block {
  const { incident, verdict } = input;
  const suspected = verdict.band === 'strong' || verdict.band === 'plausible';
  const good = suspected ? lastGood(input, top[0]) : undefined;
  const json = {
    incident: short(incident.id),
    service: short(incident.service),
    environment: short(incident.environment),
    state: incident.resolvedAt === undefined ? 'open' : 'resolved',
    onset: isoOf(verdict.onset.at),
    asked: isoOf(input.theCase.askedAt),
    verdict: verdict.band,
    noDeploy: rounded(noDeployProbability(verdict)),
    suspects: top.map(({ suspect, pullRequest }) => ({
      deploy: suspect.deploy === null ? null : short(suspect.deploy),
      commit: suspect.commit === null ? null : short(suspect.commit),
      ...(pullRequest === undefined ? {} : { pullRequest }),
      probability: rounded(suspect.probability),
    })),
    ...(good === undefined ? {} : { lastGood: good.sha }),
    rules: short(input.rulesVersion),
  };
  return { kind: 'comment', json };
}

function short(foreign: string): string {
  return cleanForeign(foreign, { characters: 200, lines: 1 });
}

function rounded(probability: number): number {
  return Math.round(probability * 1_000) / 1_000;
}
