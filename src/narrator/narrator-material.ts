import { messageTemplate } from '../investigation/evidence/logs/message-template.ts';
import { isoOf } from '../investigation/report/format-time.ts';
import type { NamedSuspect } from '../investigation/report/name-suspect.ts';
import { nameVerdict } from '../investigation/report/name-verdict.ts';
import { numberEvidence } from '../investigation/report/number-evidence.ts';
import type { ReportInput } from '../investigation/report/report-input.ts';
import { shownLevel, symptomOf } from '../investigation/report/symptom.ts';
import type { Sentence } from '../investigation/sentence.ts';
import { type Evidence, noDeployProbability } from '../investigation/verdict/verdict.ts';

/** All that a language model is told: numbers, times, SHAs and paths as code found them, and log templates. */
export interface NarratorMaterial {
  readonly service: string;
  readonly environment: string;
  readonly symptom: string;
  readonly onset: string;
  readonly verdict: string;
  readonly noDeployPercent: number;
  readonly suspects: readonly {
    readonly name: string;
    /** The suspect whose percent its own is a part of. */
    readonly within?: string;
    readonly percent: number;
    readonly live: string;
    readonly evidence: readonly string[];
  }[];
  /** Every piece that may be cited. */
  readonly evidence: readonly { readonly id: string; readonly weight: number; readonly says: string }[];
  readonly logTemplates: readonly { readonly template: string; readonly count: number }[];
  readonly notChecked: readonly string[];
}

const MOST_EVIDENCE = 30;
const MOST_TEMPLATES = 10;
/** A path, an identifier, a SHA or a number: one word, and none that means anything to GitHub. */
const WORD_OF_CODE = /^[A-Za-z0-9_./:-]{1,120}$/;
const DEPLOY_OF_SHA = /^deploy [0-9a-f]{7}$/;
const SERVICE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$/;

/**
 * The typed evidence of one report. Whatever a stranger may have worded (titles, messages, alert texts, descriptions) is
 * left out; a foreign word inside a reason stays only where it has the form of a path or an identifier.
 */
export function narratorMaterial(report: ReportInput): NarratorMaterial {
  const input = numberEvidence(report);
  const { verdict, incident, theCase } = input;
  const symptom = symptomOf(input);
  const { leads, others } = nameVerdict(input);
  const [lead] = leads;
  const top = [...leads.slice(0, 1), ...others];
  const all = [...top.flatMap(({ suspect }) => suspect.evidence), ...verdict.nothing.evidence];
  const distinct = [...new Map(all.filter(weighs).map((one) => [one.id, one])).values()].slice(0, MOST_EVIDENCE);
  return {
    service: named(incident.service),
    environment: named(incident.environment),
    symptom:
      symptom?.since === undefined
        ? 'an alert'
        : `${symptom.what} at ${shownLevel(symptom, symptom.since)}${symptom.before === undefined ? '' : `, before ${shownLevel(symptom, symptom.before)}`}`,
    onset: isoOf(verdict.onset.at),
    verdict: verdict.band,
    noDeployPercent: percent(noDeployProbability(verdict)),
    suspects: top.map((one) => {
      const { suspect, deploy } = one;
      return {
        name: nameFor(one),
        ...(lead?.changes.some((change) => change === one) ? { within: nameFor(lead) } : {}),
        percent: percent(suspect.probability),
        live: deploy?.liveAt === undefined ? 'not live' : isoOf(deploy.liveAt),
        evidence: suspect.evidence.filter(weighs).map(({ id }) => id),
      };
    }),
    evidence: distinct.map(({ id, weight, says }) => ({ id, weight: Math.round(weight * 10) / 10, says: told(says) })),
    logTemplates: (theCase.logs ?? [])
      .filter((row) => row.at >= verdict.onset.from && row.service === incident.service)
      .slice(0, MOST_TEMPLATES)
      .map((row) => ({ template: errorName(row.message), count: row.count ?? 1 })),
    notChecked: verdict.notChecked.slice(0, 8).map((gap) => told(gap.what)),
  };
}

function nameFor({ plainName }: NamedSuspect): string {
  if (DEPLOY_OF_SHA.test(plainName)) return plainName;
  return WORD_OF_CODE.test(plainName.replace('#', '')) ? plainName.replace('#', 'PR ') : 'a deploy';
}

function weighs({ weight }: Evidence): boolean {
  return Math.abs(weight) >= 0.05;
}

function percent(probability: number): number {
  return Math.round(probability * 100);
}

function named(foreign: string): string {
  return SERVICE_NAME.test(foreign) ? foreign : 'unnamed';
}

/** A reason in our words; of what came from outside, the words of code only. */
function told(says: Sentence): string {
  return says
    .map((phrase) => {
      if (typeof phrase === 'string') return phrase;
      const words = phrase.code.split(/,\s*/);
      return words.every((word) => WORD_OF_CODE.test(word)) ? words.join(', ') : 'some text';
    })
    .join('');
}

/** Of a log template what names the error: the words of code at its head. Free text can say anything, to a model too. */
function errorName(message: string): string {
  const [first = ''] = messageTemplate(message).split(/\s+/);
  return /^[A-Za-z_$][\w$.]{1,80}(?:Error|Exception|Failure|Timeout|Refused)?:?$/.test(first)
    ? first.replace(/:$/, '')
    : 'a message';
}
