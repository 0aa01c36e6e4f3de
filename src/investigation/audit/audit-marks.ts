/** One kind of visibility that can be missing: what it is, why it would have helped, and the line to add. */
interface AuditAdvice {
  readonly what: string;
  readonly why: string;
  /** Text to put into code or configuration; `{service}` stands for the service's name. */
  readonly add: string;
}

/** Everything that an audit can find. The conventions are OpenTelemetry's (opentelemetry.io/docs/specs/semconv, 2026-11). */
const MARKS = {
  'unmapped-alert': {
    what: 'alerts came that belong to no service',
    why: 'An alert that nothing maps opens no incident.',
    add: 'services: { {service}: { alerts: [{ alertname: NameOfTheAlert }] } }   # .github/whatchanged.yml',
  },
  'alert-without-service': {
    what: 'the alert named no service in its labels',
    why: 'It is then matched by guesses, and no metric can be asked about this service alone.',
    add: 'labels: { service: {service} }   # in the alerting rule',
  },
  'late-alert': {
    what: 'the alert came long after the trouble began',
    why: 'What went live before the onset is sought in a longer time, with more that could be to blame.',
    add: 'for: 2m   # in the alerting rule, with a threshold nearer to what is normal',
  },
  'no-metrics': {
    what: 'no metric of the service could be read',
    why: 'The onset is then known from the alert alone, and no before and after can be compared.',
    add: 'OTEL_METRICS_EXPORTER=otlp OTEL_SERVICE_NAME={service}',
  },
  'no-request-counter': {
    what: 'no request counter was found',
    why: 'Errors cannot be told from more traffic.',
    add: 'http_requests_total{service="{service}", code="…"}   # or http.server.request.duration',
  },
  'no-error-counter': {
    what: 'no error counter was found',
    why: 'The size of the harm, and whether it is over, cannot be measured.',
    add: 'http_requests_total{service="{service}", code=~"5.."}   # a status label on the request counter',
  },
  'metrics-without-version': {
    what: 'no metric told the version that was running',
    why: 'Old and new instances run side by side during a rollout; apart, they prove or clear a deploy at once.',
    add: 'OTEL_RESOURCE_ATTRIBUTES=service.name={service},service.version=$GIT_SHA',
  },
  'no-topology': {
    what: 'nothing told who calls whom',
    why: 'Trouble of a service that is called looks like trouble of its own.',
    add: 'services: { {service}: { dependsOn: [name-of-a-service] } }   # or service graphs of the traces',
  },
  'unlinked-spans': {
    what: 'the call graph knows other services, but no call to or from this one',
    why: 'Its spans have neither a parent nor a link to those of others, so trouble is not followed through it; behind a queue only a link keeps the trace.',
    add: 'tracer.startSpan("process", { links: [{ context: producer }] })   # with traceparent in the headers of the message',
  },
  'no-logs': {
    what: 'no log line of the service was read',
    why: 'A new kind of error, its stack and its words are the best hint at one commit.',
    add: 'telemetry: [{ id: logs, reader: loki, options: { url: … } }]   # in the instance’s configuration',
  },
  'generic-message': {
    what: 'log lines said that something failed, but not what',
    why: 'Words of an error are matched with words of a change; these match nothing.',
    add: 'log.error("charging the card failed", { orderId, provider, status, cause: error })',
  },
  'logs-without-level': {
    what: 'log lines had no level',
    why: 'Errors cannot be told from chatter without reading every line.',
    add: '{"level":"error","service":"{service}","message":"…"}   # structured lines with a level',
  },
  'logs-without-trace': {
    what: 'log lines carried no trace id',
    why: 'A line cannot be followed to the call that failed, nor to the service where it began.',
    add: '{"trace_id":"…","span_id":"…"}   # the fields of the active span in every line',
  },
} as const satisfies Record<string, AuditAdvice>;

export type AuditMark = keyof typeof MARKS;

/** In the order of what helps most. */
export const AUDIT_MARKS = Object.keys(MARKS) as readonly AuditMark[];

/** What a mark means for a service. */
export function auditAdvice(mark: AuditMark, service: string): AuditAdvice {
  const { what, why, add } = MARKS[mark];
  return { what, why, add: add.replaceAll('{service}', service) };
}
