import type { CloudWatchClient, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import { readAlarm } from './read-alarm.ts';

async function read(alarms: readonly MetricAlarm[] | undefined) {
  const asked: unknown[] = [];
  const client = {
    send: async ({ input }: { readonly input: unknown }) => {
      asked.push(input);
      return alarms === undefined ? {} : { MetricAlarms: alarms };
    },
  } as unknown as CloudWatchClient;
  const connection = {
    options: { region: 'eu-central-1' },
    http: { request: () => Promise.reject(new Error('nothing is asked past the client')) },
    now: 0,
    signal: new AbortController().signal,
  };
  const rule = await readAlarm({ name: 'errors', labels: {} }, client, connection);
  return { rule, query: rule === undefined ? undefined : JSON.parse(rule.query), asked };
}

const METRIC = {
  AlarmName: 'errors',
  Namespace: 'AWS/ELB',
  MetricName: '5xx',
  Dimensions: [{ Name: 'a', Value: 'b' }],
};
const WATCHED = { Namespace: 'AWS/ELB', MetricName: '5xx', Dimensions: [{ Name: 'a', Value: 'b' }] };

test('only an alarm of exactly that name is one', async () => {
  expect((await read(undefined)).rule).toBeUndefined();
  expect((await read([{ AlarmName: 'errors-2', Period: 60 }])).rule).toBeUndefined();
  const { rule, asked } = await read([
    { AlarmName: 'errors-2', Period: 300 },
    { ...METRIC, Period: 60 },
  ]);
  expect(rule?.intervalSeconds).toBe(60);
  expect(asked).toEqual([{ AlarmNames: ['errors'], AlarmTypes: ['MetricAlarm'] }]);
});

describe('what it watches', () => {
  test.each([
    ['a percentile', { ExtendedStatistic: 'p99', Period: 60 }, 'p99'],
    ['a statistic', { Statistic: 'Sum', Period: 60 }, 'Sum'],
    ['neither', { Period: 60 }, 'Average'],
    ['an empty list of metrics', { Metrics: [], Statistic: 'Sum', Period: 60 }, 'Sum'],
  ] as const)('one metric with %s becomes one query', async (_, more, stat) => {
    const { query } = await read([{ ...METRIC, ...more } as MetricAlarm]);
    expect(query).toEqual([{ Id: 'm1', MetricStat: { Metric: WATCHED, Stat: stat } }]);
  });

  test('an expression stays as it is', async () => {
    const Metrics = [{ Id: 'e1', Expression: 'm1 / m2' }];
    expect((await read([{ AlarmName: 'errors', Metrics }])).query).toEqual(Metrics);
  });
});

describe('how long it holds before it fires', () => {
  test.each([
    ['as many periods as must breach', { Period: 60, DatapointsToAlarm: 3, EvaluationPeriods: 5 }, 180, 60],
    ['else all that are evaluated', { Period: 300, EvaluationPeriods: 2 }, 600, 300],
    ['else one', { Period: 300 }, 300, 300],
  ])('%s', async (_, more, forSeconds, intervalSeconds) => {
    expect((await read([{ ...METRIC, ...more }])).rule).toMatchObject({ forSeconds, intervalSeconds });
  });

  test('an expression has the longest period of its parts, and never less than a minute', async () => {
    const stat = (Period: number) => ({ Id: 'm', MetricStat: { Metric: WATCHED, Stat: 'Sum', Period } });
    const period = async (...Metrics: NonNullable<MetricAlarm['Metrics']>) =>
      (await read([{ AlarmName: 'errors', Metrics }])).rule?.intervalSeconds;
    expect(await period(stat(120), { Id: 'e', Expression: 'm', Period: 300 }, { Id: 'f', Expression: 'm' })).toBe(300);
    expect(await period(stat(10))).toBe(60);
    expect((await read([METRIC])).rule?.intervalSeconds).toBe(60);
  });
});
