import { z } from 'zod';
import { OperationalError } from '../../platform/errors.ts';
import { jsonOf } from '../../platform/json-of.ts';
import { defineTelemetryReader } from './contract.ts';
import { PagerDutyOptions } from './pagerduty/ask-pagerduty.ts';
import { readChangeEvents } from './pagerduty/read-change-events.ts';
import { readIncidentAlert } from './pagerduty/read-incident-alert.ts';

const Question = z.strictObject({ changes: z.string().regex(/^[A-Z0-9]{1,40}$/) });

export const pagerduty = defineTelemetryReader({
  id: 'pagerduty',
  name: 'PagerDuty',
  docs: 'https://developer.pagerduty.com/api-reference/',
  setup: `PagerDuty's webhook does not hold the alert behind an incident. With a **read-only** API key (*Integrations*, *API Access
Keys*) it is fetched when the incident is investigated, never while the webhook is answered: its labels and its query tell
which metrics are asked of Prometheus, CloudWatch or Datadog.

\`\`\`yaml
telemetry:
  - id: pagerduty
    reader: pagerduty
    options:
      token: …
\`\`\`

Without it the report says under *Not checked* that the alert was not read. The change events of the incident's service are
read as changes too. Only GETs are sent, for the alerts of an incident and the change events of a service. A query is
\`{"changes": "PF9KMXH"}\` with the id of a service.`,
  options: PagerDutyOptions,
  opens: 'pagerduty',
  async read(query, connection) {
    const question = Question.safeParse(jsonOf(query.query));
    if (!question.success) {
      throw new OperationalError('configuration-invalid', 'the query is not {"changes": "the id of a service"}');
    }
    return readChangeEvents(question.data.changes, query, connection);
  },
  readAlert: readIncidentAlert,
});
