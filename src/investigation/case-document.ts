import type {
  Billed,
  Case,
  CaseAlert,
  CaseChange,
  CaseCheck,
  CaseCommit,
  CaseDeploy,
  CaseReading,
  CaseSeries,
  LogRow,
  Priors,
} from './case.ts';
import { array, flag, keep, number, object, oneOf, optional, points, text, textMap, time } from './case-codec.ts';

/** The format that is read and written, with its version. */
export const CASE_FORMAT = 'whatchanged-case/1';

const Alert = object<CaseAlert>({
  service: text,
  environment: optional(text),
  title: optional(text),
  severity: optional(text),
  labels: optional(textMap),
  series: optional(text),
  startedAt: time,
  firedAt: optional(time),
  threshold: optional(number),
  observed: optional(number),
  comparison: optional(oneOf('above', 'below')),
  periodSeconds: optional(number),
  periods: optional(number),
});

const Deploy = object<CaseDeploy>({
  id: text,
  service: text,
  environment: optional(text),
  repository: optional(text),
  sha: optional(text),
  previousSha: optional(text),
  startedAt: time,
  liveAt: optional(time),
  endedAt: optional(time),
  outcome: optional(oneOf('success', 'failure', 'in_progress')),
  kind: optional(oneOf('deploy', 'redeploy', 'rollback', 'config', 'unknown')),
  commits: optional(array(text)),
  truncated: optional(flag),
  rollout: optional(array(object({ at: time, replicas: optional(number), of: optional(number) }))),
  versions: optional(object({ new: optional(text), old: optional(text) })),
});

const Change = object<CaseChange>({
  id: optional(text),
  kind: optional(oneOf('flag', 'config', 'infrastructure', 'schema')),
  service: optional(text),
  at: time,
  title: optional(text),
  actor: optional(text),
});

const Commit = object<CaseCommit>({
  sha: text,
  repository: optional(text),
  author: optional(text),
  committedAt: optional(time),
  message: optional(text),
  pullRequest: optional(number),
  files: optional(
    array(
      object({
        path: text,
        status: optional(text),
        additions: optional(number),
        deletions: optional(number),
        patch: optional(text),
      }),
    ),
  ),
});

const Series = object<CaseSeries>({
  id: text,
  service: text,
  name: optional(text),
  kind: optional(
    oneOf('errors', 'requests', 'error_ratio', 'success_ratio', 'latency', 'saturation', 'throughput', 'other'),
  ),
  unit: optional(text),
  instance: optional(text),
  version: optional(text),
  peer: optional(text),
  statistic: optional(text),
  stepSeconds: optional(number),
  stamp: optional(oneOf('start', 'end')),
  points,
});

const Log = object<LogRow>({
  at: time,
  service: text,
  level: optional(text),
  message: text,
  count: optional(number),
});

const Rates = object<Priors>({
  alertsPerWeek: optional(number),
  changeFailureRate: optional(number),
});

const Check = object<CaseCheck>({
  name: text,
  service: text,
  value: number,
  threshold: number,
  comparison: oneOf('above', 'below'),
  says: text,
});

const Reading = object<CaseReading>({
  budget: number,
  cut: number,
  connections: array(
    object<CaseReading['connections'][number]>({
      connection: text,
      questions: number,
      billed: optional(
        array(object<Billed>({ what: oneOf('cloudwatch-metrics', 'logs-insights-bytes'), amount: number })),
      ),
    }),
  ),
});

const CaseDocument = object<Case & { readonly format: string }>({
  format: keep(CASE_FORMAT),
  id: text,
  askedAt: time,
  alert: Alert,
  deploys: array(Deploy),
  changes: optional(array(Change)),
  commits: optional(array(Commit)),
  topology: optional(array(object({ from: text, to: text }))),
  series: optional(array(Series)),
  logs: optional(array(Log)),
  alerts: optional(array(Alert)),
  priors: optional(Rates),
  checks: optional(array(Check)),
  reading: optional(Reading),
});

/**
 * Reads one case of the format whatchanged-case/1 from parsed JSON. Unknown keys are ignored, a null counts as a missing
 * key, and a word outside a closed list (a `kind` of a later version) counts as not known.
 * Throws a CaseProblem that names the path, such as `deploys[2].startedAt`.
 */
export function readCase(json: unknown): Case {
  const { format: _format, ...theCase } = CaseDocument.read(json);
  return theCase;
}

/** Only what a case in its JSON form says of its reading; undefined where it says nothing. */
export function readReading(json: unknown): CaseReading | undefined {
  const reading = (json as { readonly reading?: unknown } | null | undefined)?.reading;
  return reading === undefined || reading === null ? undefined : Reading.read(reading);
}

/** The case as JSON of the format whatchanged-case/1; `readCase(writeCase(c))` equals `c`. */
export function writeCase(theCase: Case): unknown {
  return CaseDocument.write({ ...theCase, format: CASE_FORMAT });
}
