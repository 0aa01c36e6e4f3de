import type { Case } from '../case.ts';
import { messageTemplate } from '../evidence/logs/message-template.ts';
import { MINUTE_MS } from '../time.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { AuditMark } from './audit-marks.ts';

/** What one incident's telemetry lacked, with an example where there is one. */
export interface AuditNote {
  readonly mark: AuditMark;
  readonly example?: string;
}

const SERVICE_LABELS = ['service', 'service_name', 'service.name', 'app', 'application', 'job', 'FunctionName'];
/** Words of a line that says that something failed, and nothing of what, for whom or why. */
const EMPTY_WORDS = new Set(
  (
    'fatal error errors warn warning critical exception err failed failure unexpected unknown internal server something ' +
    'went wrong an a the occurred has happened oops request operation processing with status code null undefined unhandled ' +
    'in handler http'
  ).split(' '),
);
const TRACE = /\b(?:trace_?id|span_?id|traceparent|dd\.trace_id|x-amzn-trace-id)\b/i;
const LATE_MS = 10 * MINUTE_MS;
const LEAST_LINES = 3;

/**
 * What an incident's logs, metrics and alert could have told and did not: the visibility that was missing at the time,
 * told from the frozen case alone. Only what the case holds is judged: logs that were never read say nothing of the code.
 */
export function auditCase(theCase: Case, onset: Verdict['onset']): readonly AuditNote[] {
  const { alert, deploys } = theCase;
  const notes: AuditNote[] = [];
  const logs = (theCase.logs ?? []).filter(({ service }) => service === alert.service);
  const series = (theCase.series ?? []).filter(({ service, peer }) => service === alert.service && peer === undefined);
  const labels = alert.labels ?? {};
  if (!SERVICE_LABELS.some((name) => (labels[name] ?? '') !== '')) {
    notes.push({ mark: 'alert-without-service', ...(alert.title === undefined ? {} : { example: alert.title }) });
  }
  if (logs.length === 0) notes.push({ mark: 'no-logs' });
  const generic = logs.find(({ message }) => saysNothing(messageTemplate(message)));
  if (generic !== undefined) notes.push({ mark: 'generic-message', example: messageTemplate(generic.message) });
  if (logs.length >= LEAST_LINES && !logs.some(({ message }) => TRACE.test(message))) {
    notes.push({ mark: 'logs-without-trace' });
  }
  if (logs.length >= LEAST_LINES && logs.every(({ level }) => level === undefined)) {
    notes.push({ mark: 'logs-without-level' });
  }
  if (series.length === 0) notes.push({ mark: 'no-metrics' });
  else {
    if (!series.some(({ kind }) => kind === 'requests')) notes.push({ mark: 'no-request-counter' });
    if (!series.some(({ kind }) => kind === 'errors' || kind === 'error_ratio' || kind === 'success_ratio')) {
      notes.push({ mark: 'no-error-counter' });
    }
    if (deploys.some(({ service }) => service === alert.service) && !series.some(({ version }) => version)) {
      notes.push({ mark: 'metrics-without-version' });
    }
  }
  const { topology = [] } = theCase;
  if (topology.length === 0) notes.push({ mark: 'no-topology' });
  else if (!topology.some(({ from, to }) => [from, to].includes(alert.service))) notes.push({ mark: 'unlinked-spans' });
  if (onset.source === 'series' && alert.startedAt - onset.at > LATE_MS) {
    notes.push({ mark: 'late-alert', example: `${Math.round((alert.startedAt - onset.at) / MINUTE_MS)} min` });
  }
  return notes;
}

function saysNothing(template: string): boolean {
  const words = template.toLowerCase().match(/[a-z]+/g) ?? [];
  return words.length > 0 && words.every((word) => EMPTY_WORDS.has(word));
}
