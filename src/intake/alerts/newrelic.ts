import { defineAlertSource } from './contract.ts';
import { mappedSource } from './mapped-source.ts';

export const newrelic = defineAlertSource(
  mappedSource({
    id: 'newrelic',
    name: 'New Relic',
    docs: 'https://docs.newrelic.com/docs/alerts/get-notified/notification-integrations/#webhook',
    setup: `Add a *Webhook* destination with the address \`https://WHATCHANGED/alerts/newrelic/ENDPOINT\` and a custom header
\`X-Whatchanged-Token\` that holds the endpoint's secret (or bearer authorization), and a workflow whose template is:
\`\`\`
{
  "id": {{ json issueId }},
  "issueUrl": {{ json issuePageUrl }},
  "title": {{ json annotations.title.[0] }},
  "description": {{ json annotations.description.[0] }},
  "priority": {{ json priority }},
  "state": {{ json state }},
  "createdAt": {{ createdAt }},
  "closedAt": {{#if closedAt}}{{ closedAt }}{{else}}null{{/if}},
  "impactedEntities": {{ json entitiesData.names }},
  "alertPolicyNames": {{ json accumulations.policyName }},
  "alertConditionNames": {{ json accumulations.conditionName }},
  "nrql": {{ json accumulations.nrqlQuery.[0] }},
  "service": {{ json accumulations.tag.service.[0] }},
  "environment": {{ json accumulations.tag.environment.[0] }}
}
\`\`\`
Without a tag \`service\` the first impacted entity is the service.`,
    map: {
      key: '$.id',
      title: '$.title',
      status: '$.state',
      firing: ['CREATED', 'ACTIVATED', 'ACKNOWLEDGED'],
      resolved: ['CLOSED', 'RESOLVED'],
      startsAt: '$.createdAt',
      endsAt: '$.closedAt',
      description: '$.description',
      severity: ['$.priority', '$.severity'],
      url: '$.issueUrl',
      query: '$.nrql',
      labels: {
        service: ['$.service', '$.impactedEntities[0]'],
        environment: '$.environment',
        policy: '$.alertPolicyNames[0]',
        condition: '$.alertConditionNames[0]',
        entity: '$.impactedEntities[0]',
      },
    },
  }),
);
