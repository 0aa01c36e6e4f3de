import type { Case, CaseSeries, LogRow } from '../../../case.ts';
import { type EpochMs, MINUTE_MS } from '../../../time.ts';
import { serviceOwner } from '../../location/service-owner.ts';
import { messageTemplate } from '../../logs/message-template.ts';

/** One text that describes the incident. */
export interface IncidentText {
  readonly text: string;
  /** 0 to 1: how much its words count. */
  readonly weight: number;
  /** The service that logged it; absent for the alert's own words. */
  readonly service?: string;
  /** Whether a person told it, a rule's name or label holds it, a program logged it, or a metric that moved is called so. */
  readonly from: 'person' | 'rule' | 'log' | 'metric';
}

/** What the alert says, against what the system itself shows. */
export function isTold({ from }: IncidentText): boolean {
  return from === 'person' || from === 'rule';
}

/** The texts of an incident: the alert's title and labels, its logs, newest kinds first, and the names of metrics that `moved`. */
export function incidentTexts(theCase: Case, moved: readonly CaseSeries[] = []): IncidentText[] {
  return [...alertTexts(theCase), ...logTexts(theCase), ...metricTexts(theCase, moved)];
}

const SPOKEN_LABEL = /desc|summary|message|reason|detail|text|annotation|title|body/i;
const QUIET_LABEL =
  /(^|_|\.)(env|environment|region|team|id|severity|namespace|cluster|prometheus|owner|account|release)$|AWSAccountId/i;
/** A line that is no trouble by itself, or has no level, which became frequent. */
const EVERYDAY = 0.3;
const LONGEST_TEXT = 6_000;
const MOST_LOG_TEXTS = 60;

function alertTexts(theCase: Case): IncidentText[] {
  const { title = '', labels = {} } = theCase.alert;
  const texts: IncidentText[] = [];
  const add = (text: string, weight: number, from: 'person' | 'rule'): void => {
    if (text !== '') texts.push({ text: text.slice(0, LONGEST_TEXT), weight, from });
  };
  const spoken = Object.entries(labels).filter(([name]) => SPOKEN_LABEL.test(name));
  for (const [, value] of spoken) add(value, 1, 'person');
  if (title !== '' && !spoken.some(([, value]) => value.startsWith(title))) add(title, 1, 'rule');
  for (const [name, value] of Object.entries(labels)) {
    if (SPOKEN_LABEL.test(name) || QUIET_LABEL.test(name) || value.length > LONGEST_TEXT) continue;
    add(value, 0.4, 'rule');
  }
  return texts;
}

function logTexts(theCase: Case): IncidentText[] {
  const since = theCase.alert.startedAt - Math.max(15 * MINUTE_MS, ruleMs(theCase));
  const first = (theCase.logs ?? []).reduce((earliest, row) => Math.min(earliest, row.at), since);
  const spans = { past: Math.max(MINUTE_MS, since - first), now: Math.max(MINUTE_MS, theCase.askedAt - since) };
  const ownerOf = serviceOwner(theCase);
  const groups = Map.groupBy(theCase.logs ?? [], (row) => `${row.service}\n${messageTemplate(row.message)}`);
  return [...groups.values()]
    .map((rows): IncidentText => {
      const [loudest] = rows.toSorted(byLoudness) as [LogRow, ...LogRow[]];
      const weight = seriousness(loudest) * newness(rows, since, spans);
      return { text: loudest.message.slice(0, LONGEST_TEXT), weight, service: ownerOf(loudest.service), from: 'log' };
    })
    .filter((text) => text.weight > 0.02)
    .sort((one, other) => other.weight - one.weight || compare(one.text, other.text) || nearer(one, other, theCase))
    .slice(0, MOST_LOG_TEXTS);
}

/** Of two services that log the same the alerting one is the first. */
function nearer(one: IncidentText, other: IncidentText, { alert }: Case): number {
  const rank = ({ service }: IncidentText): number => (service === alert.service ? 0 : 1);
  return rank(one) - rank(other) || compare(one.service ?? '', other.service ?? '');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** What was logged most, then the more serious; the text decides what is left, so that the order of the rows never does. */
function byLoudness(one: LogRow, other: LogRow): number {
  return (
    (other.count ?? 1) - (one.count ?? 1) ||
    seriousness(other) - seriousness(one) ||
    compare(one.message, other.message)
  );
}

function metricTexts(theCase: Case, moved: readonly CaseSeries[]): IncidentText[] {
  const ownerOf = serviceOwner(theCase);
  return moved.map(({ id, name = '', service }) => {
    // The service's own name stands in all that was ever committed for it. As words: nobody calls a metric by its name in a text.
    const words = `${name} ${id}`.replaceAll(service, ' ').replace(/([a-z])([A-Z])/g, '$1 $2');
    return { text: words.replace(/[^a-zA-Z0-9]+/g, ' '), weight: 1, service: ownerOf(service), from: 'metric' };
  });
}

function ruleMs(theCase: Case): number {
  return (theCase.alert.periodSeconds ?? 60) * (theCase.alert.periods ?? 1) * 1_000;
}

function seriousness(row: LogRow): number {
  const level = (row.level ?? '').toLowerCase();
  if (/^(err|fatal|crit|alert|emerg|panic|severe)/.test(level)) return 1;
  if (level.startsWith('warn')) return 0.7;
  return EVERYDAY;
}

/** 0 for a kind of message that became no more frequent, towards 1 for one that is new. */
function newness(rows: readonly LogRow[], since: EpochMs, spans: { past: number; now: number }): number {
  let before = 0;
  let after = 0;
  for (const row of rows) {
    if (row.at < since) before += row.count ?? 1;
    else after += row.count ?? 1;
  }
  const ratio = (after + 0.5) / spans.now / ((before + 0.5) / spans.past);
  return Math.min(1, Math.max(0, Math.log(ratio) / Math.log(20)));
}
