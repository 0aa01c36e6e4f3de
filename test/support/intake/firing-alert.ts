export interface AlertWish {
  readonly service: string;
  readonly status?: 'firing' | 'resolved';
  readonly startsAt?: number;
  readonly endsAt?: number;
  readonly name?: string;
  readonly summary?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A webhook of Alertmanager, version 4, with one alert. */
export function firingAlert(wish: AlertWish): unknown {
  const { service, status = 'firing', startsAt = Date.now() - 5_000, name = 'HighErrorRate' } = wish;
  const labels = { alertname: name, service, env: 'production', severity: 'critical', ...wish.labels };
  const endsAt = wish.endsAt === undefined ? '0001-01-01T00:00:00Z' : new Date(wish.endsAt).toISOString();
  const annotations = { summary: wish.summary ?? `${service} answers 5xx` };
  const alert = {
    status,
    labels,
    annotations,
    startsAt: new Date(startsAt).toISOString(),
    endsAt,
    generatorURL: '',
    fingerprint: Buffer.from(JSON.stringify(labels)).toString('hex').slice(-16),
  };
  return {
    version: '4',
    groupKey: `{}:{service="${service}"}`,
    truncatedAlerts: 0,
    status,
    receiver: 'whatchanged',
    groupLabels: {},
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: 'http://alertmanager.example',
    alerts: [alert],
  };
}
