/**
 * The payload that we ship for Datadog's webhook: every field a string, so that ids of 19 digits keep theirs, and in an
 * order that a body with stray quotes can be read by.
 */
export const PAYLOAD_TEMPLATE = {
  v: '1',
  source: 'datadog',
  id: '$ID',
  alert_id: '$ALERT_ID',
  cycle: '$ALERT_CYCLE_KEY',
  aggreg: '$AGGREG_KEY',
  transition: '$ALERT_TRANSITION',
  status: '$ALERT_STATUS',
  type: '$ALERT_TYPE',
  priority: '$ALERT_PRIORITY',
  title: '$EVENT_TITLE',
  message: '$TEXT_ONLY_MSG',
  metric: '$ALERT_METRIC',
  query: '$ALERT_QUERY',
  scope: '$ALERT_SCOPE',
  tags: '$TAGS',
  service: '$TAGS[service]',
  env: '$TAGS[env]',
  version: '$TAGS[version]',
  host: '$HOSTNAME',
  date_ms: '$DATE',
  updated_ms: '$LAST_UPDATED',
  link: '$LINK',
  snapshot: '$SNAPSHOT',
  org: '$ORG_ID',
} as const;

export type TemplateField = keyof typeof PAYLOAD_TEMPLATE;

/** The fields of the template, in its order. */
export const TEMPLATE_FIELDS = Object.keys(PAYLOAD_TEMPLATE) as readonly TemplateField[];

/** The template as a person pastes it: one field a line. */
export function templateText(): string {
  const lines = Object.entries(PAYLOAD_TEMPLATE).map(([name, value]) => ` "${name}": "${value}"`);
  return `{\n${lines.join(',\n')}\n}`;
}
