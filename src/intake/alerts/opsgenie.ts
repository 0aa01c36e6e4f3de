import { defineAlertSource } from './contract.ts';
import { mappedSource } from './mapped-source.ts';

export const opsgenie = defineAlertSource(
  mappedSource({
    id: 'opsgenie',
    name: 'Opsgenie',
    docs: 'https://support.atlassian.com/opsgenie/docs/opsgenie-edge-connector-alert-action-data/',
    setup: `Add an *Outgoing webhook* integration with the address \`https://WHATCHANGED/alerts/opsgenie/ENDPOINT\`, a custom header
\`X-Whatchanged-Token\` that holds the endpoint's secret, *Add alert description* and *Add alert details* switched on, and the
actions *Alert is created* and *Alert is closed*. A detail \`service\` maps the alert; without one its entity does. Opsgenie
ends in April 2027: move the alerts' own systems here in time.`,
    map: {
      key: '$.alert.alertId',
      title: '$.alert.message',
      status: '$.action',
      firing: ['Create'],
      resolved: ['Close', 'Delete'],
      ignored: [
        'Acknowledge',
        'UnAcknowledge',
        'AddNote',
        'AddTags',
        'RemoveTags',
        'AddResponder',
        'AddRecipient',
        'AddTeam',
        'AssignOwnership',
        'TakeOwnership',
        'Escalate',
        'EscalateNext',
        'Snooze',
        'SnoozeEnded',
        'UpdatePriority',
        'UpdateMessage',
        'UpdateDescription',
        'Custom Action',
      ],
      // Milliseconds; `updatedAt` is in nanoseconds, which no JSON number holds exactly, so an end has no time of its own.
      startsAt: '$.alert.createdAt',
      description: '$.alert.description',
      severity: '$.alert.priority',
      allLabels: '$.alert.details',
      labels: {
        service: ['$.alert.details.service', '$.alert.entity'],
        alias: '$.alert.alias',
        entity: '$.alert.entity',
        opsgenie_alert_id: '$.alert.alertId',
      },
    },
  }),
);
