import { OperationalError } from '../../../platform/errors.ts';
import type { AlertIdentity, AlertRule, Connection } from '../contract.ts';
import { askDatadog, datadogConfiguration } from './ask-datadog.ts';
import type { DatadogOptions } from './datadog-options.ts';

/** Under which label the alert source keeps the number of the monitor. */
const MONITOR = ['monitor_id', 'alert_id'];
const WINDOW = /\(last_(\d+)([smhdw])\)/;
/** These look over hours for minutes of trouble: the window tells nothing of how long it lasted. */
const JUDGED = /\b(?:anomalies|outliers|forecast|change|pct_change)\(/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** The query of the monitor behind an alert, and over how long it is evaluated; none where the monitor is gone. */
export async function readMonitor(
  { labels }: AlertIdentity,
  connection: Connection<DatadogOptions>,
): Promise<AlertRule | undefined> {
  const label = MONITOR.find((name) => /^\d{1,15}$/.test(labels[name] ?? ''));
  if (label === undefined) return undefined;
  const { MonitorsApi } = await import(
    '@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/apis/MonitorsApi.js'
  );
  const api = new MonitorsApi(await datadogConfiguration(connection));
  try {
    const monitor = await askDatadog(connection, () => api.getMonitor({ monitorId: Number(labels[label]) }));
    const query = monitor?.query;
    if (typeof query !== 'string') return undefined;
    const [, amount = '0', unit = 'm'] = WINDOW.exec(query) ?? [];
    return { query, forSeconds: JUDGED.test(query) ? 0 : Number(amount) * (SECONDS[unit] ?? 60) };
  } catch (error) {
    if (error instanceof OperationalError && error.status === 404) return undefined;
    throw error;
  }
}
