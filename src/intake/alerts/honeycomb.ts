import { defineAlertSource } from './contract.ts';
import { mappedSource } from './mapped-source.ts';

export const honeycomb = defineAlertSource(
  mappedSource({
    id: 'honeycomb',
    name: 'Honeycomb triggers',
    docs: 'https://docs.honeycomb.io/integrations/webhooks/variables/',
    header: 'x-honeycomb-webhook-token',
    setup: `Add a *Webhook* under Team Settings → Integrations with the address
\`https://WHATCHANGED/alerts/honeycomb/ENDPOINT\` and the endpoint's secret as *Shared Secret*, and give it this payload for
triggers (Honeycomb's own holds the secret and no time):
\`\`\`
{
  "instance": "{{ .Alert.InstanceID }}",
  "trigger": "{{ .ID }}",
  "title": {{ toJson .Name }},
  "description": {{ toJson .Alert.Description }},
  "status": "{{ .Alert.Status }}",
  "timestamp": "{{ .Alert.Timestamp }}",
  "isTest": {{ .Alert.IsTest }},
  "environment": {{ toJson .Environment }},
  "datasets": {{ toJson .Datasets }},
  "threshold": {{ .Threshold }},
  "url": "{{ .Result.URL }}"
}
\`\`\`
The first dataset is the service.`,
    map: {
      test: '$.isTest',
      key: '$.trigger',
      keyRepeats: true,
      title: '$.title',
      status: '$.status',
      firing: ['TRIGGERED'],
      resolved: ['OK'],
      startsAt: '$.timestamp',
      endsAt: '$.timestamp',
      description: '$.description',
      threshold: '$.threshold',
      url: '$.url',
      labels: { service: '$.datasets[0]', environment: '$.environment', honeycomb_instance: '$.instance' },
    },
  }),
);
