import type { Band } from '../../verdict/verdict.ts';
import { countChanges } from '../count-changes.ts';
import { clock } from '../format-time.ts';
import type { NamedLead } from '../name-lead.ts';
import type { ReportInput } from '../report-input.ts';
import { type Symptom, shownLevel } from '../symptom.ts';

const MAX = 120;

const SUSPICION: Readonly<Record<Band, string>> = {
  strong: 'likely',
  plausible: 'possibly',
  weak: 'unclear, first look at',
  none: 'no recent deploy explains it',
};

/** `[checkout/production] failing requests 9.7 % since 02:55 UTC: likely #4821 (deployed 02:53)`, at most 120 characters. */
export function reportTitle(input: ReportInput, lead: NamedLead | undefined, symptom: Symptom | undefined): string {
  const { incident, verdict, theCase } = input;
  const where = `[${titleText(incident.service, 30)}/${titleText(incident.environment, 16)}]`;
  const since = `since ${clock(verdict.onset.at, theCase.askedAt)} UTC`;
  const end = `${since}: ${suspicion(input, lead)}`;
  const room = MAX - where.length - end.length - 2;
  return `${where} ${titleSymptom(input, symptom).slice(0, Math.max(0, room)).trim()} ${end}`
    .replace(/ {2,}/g, ' ')
    .slice(0, MAX);
}

function suspicion(input: ReportInput, lead: NamedLead | undefined): string {
  const { band } = input.verdict;
  if (band === 'none' || lead === undefined) return SUSPICION.none;
  const live = lead.deploy?.liveAt;
  const when = live === undefined ? '' : ` (deployed ${clock(live, input.theCase.askedAt)})`;
  return `${SUSPICION[band]} ${suspected(lead, band)}${when}`;
}

/** Of a deploy that is suspected as a whole how many changes it brought: no single one is named where all can read. */
function suspected(lead: NamedLead, band: Band): string {
  if (lead.changes.length === 0) return titleText(lead.plainName, 20, '#');
  const changes = `${countChanges(lead)} changes`;
  return band === 'weak' ? changes : `one of ${changes}`;
}

function titleSymptom(input: ReportInput, symptom: Symptom | undefined): string {
  if (symptom?.since !== undefined) return `${symptom.what} ${shownLevel(symptom, symptom.since)}`;
  return titleText(input.theCase.alert.title ?? 'alert', 50);
}

/** Foreign text in the alphabet of a title: nothing in it can be markup, a mention or a reference. */
export function titleText(foreign: string, length: number, alsoAllowed: '' | '#' = ''): string {
  const kept = foreign.replace(alsoAllowed === '#' ? /[^A-Za-z0-9 ._:/()#-]+/g : /[^A-Za-z0-9 ._:/()-]+/g, ' ');
  return kept.replace(/ {2,}/g, ' ').trim().slice(0, length).trim() || 'unnamed';
}
