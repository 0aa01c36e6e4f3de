import type { HttpRequest } from '../../../src/platform/http-client.ts';
import { cloudwatch } from '../../../src/readers/telemetry/cloudwatch.ts';
import type { TelemetryQuery } from '../../../src/readers/telemetry/contract.ts';

/** When every question is asked. */
export const NOW = Date.UTC(2026, 10, 25, 3, 0);

/** A metric as a query of CloudWatch names it. */
export const METRIC = {
  Id: 'm1',
  MetricStat: {
    Metric: {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: 'checkout' }],
    },
    Stat: 'Sum',
  },
};

/** What the reader signs its questions with. */
export const KEY = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a-secret-key-of-a-role' };

/** What AWS answers to a change that the key may not make. */
export const DENIED = {
  status: 400,
  body: { __type: 'com.amazonaws.cloudwatch#AccessDenied', message: 'not authorized' },
};

/** An answer without a single point. */
export const EMPTY = { status: 200, body: { MetricDataResults: [], Messages: [] } };

export type Reply = { readonly status: number; readonly body: unknown };

interface Asked {
  readonly command: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** AWS by command: each list is answered one by one, its last one for ever. */
export function aws(replies: Readonly<Record<string, readonly Reply[]>>, options: object = KEY) {
  const asked: Asked[] = [];
  const left = Object.fromEntries(Object.entries(replies).map(([command, list]) => [command, [...list]]));
  return {
    asked,
    options: cloudwatch.options.parse({ region: 'eu-central-1', ...options }),
    http: {
      async request({ url, headers = {}, body = '' }: HttpRequest) {
        const command = headers['x-amz-target']?.split('.')[1] ?? new URLSearchParams(body).get('Action') ?? '';
        asked.push({ command, url: url.href, headers, body });
        const list = left[command] ?? (command === 'DeleteAlarms' ? [DENIED] : []);
        const reply = list.length > 1 ? list.shift() : list[0];
        if (reply === undefined) throw new Error(`${command} was not expected`);
        const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
        return { status: reply.status, headers: new Headers(), text };
      },
    },
    now: NOW,
    signal: new AbortController().signal,
  };
}

/** A question for the errors of `checkout` in the last hour. */
export const query = (queries: unknown = [METRIC], more: Partial<TelemetryQuery> = {}): TelemetryQuery => ({
  id: 'alert',
  query: typeof queries === 'string' ? queries : JSON.stringify(queries),
  from: NOW - 3_600_000,
  to: NOW,
  stepSeconds: 60,
  as: { service: 'checkout', kind: 'errors' },
  ...more,
});

/** An answer of one metric with a value for each minute. */
export const page = (values: readonly number[], more: object = {}, at = NOW / 1_000 - 600): Reply => ({
  status: 200,
  body: {
    MetricDataResults: [
      {
        Id: 'm1',
        Label: 'Errors',
        Timestamps: values.map((_, n) => at + n * 60),
        Values: values,
        StatusCode: 'Complete',
      },
    ],
    Messages: [],
    ...more,
  },
});
