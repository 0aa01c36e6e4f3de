import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { answeringAws, awsCommandOf as commandOf } from '../../../test/support/vendors/answering-aws.ts';
import type { HttpRequest } from '../../platform/http-client.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudwatchLogs } from './cloudwatch-logs.ts';
import type { TelemetryQuery } from './contract.ts';

const NOW = Date.UTC(2026, 10, 25, 13);
const QUERY: TelemetryQuery = {
  id: 'q',
  query: 'fields @timestamp, @message',
  from: NOW - 3_600_000,
  to: NOW,
  stepSeconds: 60,
  as: { service: 'checkout' },
};
const aws = answeringAws(NOW);

const captured = (id: string) =>
  JSON.parse(readFileSync(new URL(`../../../test/fixtures/telemetry/${id}/range.json`, import.meta.url), 'utf8')).body;

describe('Logs Insights', () => {
  const START = { StartQuery: () => ({ queryId: 'q-1' }) };
  const done = (results: unknown, status = 'Complete') => ({ status, results });
  const bodyOf = (to: { asked: readonly HttpRequest[] }, command: string) =>
    JSON.parse(to.asked.find((request) => commandOf(request) === command)?.body ?? '{}');

  test('a running query is asked for until it is complete, and its lines are read', async () => {
    const to = aws(
      cloudwatchLogs,
      { ...START, GetQueryResults: (count) => (count === 1 ? done([], 'Running') : captured('cloudwatch-logs')) },
      { logGroups: ['/ecs/{service}'] },
    );
    await expect(cloudwatchLogs.read(QUERY, to)).resolves.toEqual({
      series: [],
      logs: [
        {
          at: Date.UTC(2026, 10, 25, 12, 1, 1, 123),
          service: 'checkout',
          message: 'payment refused: card network answered 503',
        },
        {
          at: Date.UTC(2026, 10, 25, 12, 1, 2, 500),
          service: 'checkout',
          message: 'payment refused: card network answered 503',
        },
      ],
      partial: [],
    });
    expect(bodyOf(to, 'StartQuery')).toEqual({
      logGroupNames: ['/ecs/checkout'],
      queryString: QUERY.query,
      startTime: NOW / 1_000 - 3_600,
      endTime: NOW / 1_000,
      limit: 2_000,
    });
  });

  test('what it scanned is billed, by the last word on it', async () => {
    const statistics = (bytesScanned: number) => ({ statistics: { bytesScanned } });
    const to = aws(
      cloudwatchLogs,
      {
        ...START,
        GetQueryResults: (count) =>
          count === 1 ? { ...done([], 'Running'), ...statistics(1e9) } : { ...done([]), ...statistics(3e9) },
      },
      { logGroups: ['/ecs/checkout'] },
    );
    const billed: unknown[] = [];
    await cloudwatchLogs.read(QUERY, { ...to, bill: (one) => void billed.push(one) });
    expect(billed).toEqual([{ what: 'logs-insights-bytes', amount: 3e9 }]);
  });

  test('a query that does not end in time is stopped', async () => {
    const to = aws(
      cloudwatchLogs,
      { ...START, GetQueryResults: () => done([], 'Running'), StopQuery: () => ({ success: true }) },
      { logGroups: ['/ecs/checkout'] },
    );
    await expect(cloudwatchLogs.read(QUERY, { ...to, signal: AbortSignal.timeout(300) })).rejects.toMatchObject({
      code: 'upstream-timeout',
      retryable: true,
    });
    expect(bodyOf(to, 'StopQuery')).toEqual({ queryId: 'q-1' });
  });

  test.each(['Failed', 'Cancelled'])('a query that ended as %s is an error', async (status) => {
    const to = aws(cloudwatchLogs, { ...START, GetQueryResults: () => done([], status) }, { logGroups: ['/a'] });
    await expect(cloudwatchLogs.read(QUERY, to)).rejects.toMatchObject({ code: 'upstream-failed' });
  });

  test('one that ran out of time, and one that has more rows, are told', async () => {
    const row = [
      { field: '@timestamp', value: '2026-11-25 12:00:00.000' },
      { field: '@message', value: 'x' },
    ];
    const to = aws(
      cloudwatchLogs,
      { ...START, GetQueryResults: () => done(Array(2_000).fill(row), 'Timeout') },
      { logGroups: ['/a'] },
    );
    expect((await cloudwatchLogs.read(QUERY, to)).partial).toEqual([
      'CloudWatch Logs ended the query as Timeout',
      'only the first 2000 rows were read',
    ]);
  });

  test('rows by time are series, apart by what is no number', async () => {
    const row = (at: string, version: string, count: string) => [
      { field: 'bin(1m)', value: at },
      { field: 'version', value: version },
      { field: 'count(*)', value: count },
    ];
    const results = [
      row('2026-11-25 12:01:00.000', 'v42', '31'),
      row('2026-11-25 12:00:00.000', 'v42', '2'),
      row('2026-11-25 12:00:00.000', 'v41', '1'),
    ];
    const to = aws(cloudwatchLogs, { ...START, GetQueryResults: () => done(results) }, { logGroups: ['/a'] });
    const { series } = await cloudwatchLogs.read(QUERY, to);
    const noon = Date.UTC(2026, 10, 25, 12) / 1_000;
    expect(series).toMatchObject([
      {
        version: 'v42',
        points: [
          [noon, 2],
          [noon + 60, 31],
        ],
      },
      { version: 'v41', points: [[noon, 1]] },
    ]);
  });

  test('the log group of a function comes with the question, and none at all is told', async () => {
    const to = aws(cloudwatchLogs, { ...START, GetQueryResults: () => done([]) });
    const query = { ...QUERY, query: JSON.stringify({ search: 'fields @message', groups: ['/aws/lambda/checkout'] }) };
    await cloudwatchLogs.read(query, to);
    expect(bodyOf(to, 'StartQuery').logGroupNames).toEqual(['/aws/lambda/checkout']);
    await expect(cloudwatchLogs.read(QUERY, aws(cloudwatchLogs, START))).rejects.toMatchObject({
      code: 'configuration-invalid',
      message: expect.stringContaining('logGroups'),
    });
  });
});

describe('CloudTrail', () => {
  test('what was written and names the service is a change, oldest first', async () => {
    const to = aws(cloudtrail, { LookupEvents: () => captured('cloudtrail') });
    const { changes } = await cloudtrail.read(QUERY, to);
    expect(changes).toEqual([
      {
        id: '2',
        kind: 'config',
        service: 'checkout',
        at: 1_795_604_200_000,
        title: 'PutParameter /checkout/payment-timeout',
        actor: 'deploy-bot',
      },
      {
        id: '1',
        kind: 'infrastructure',
        service: 'checkout',
        at: 1_795_604_300_000,
        title: 'UpdateService arn:aws:ecs:eu-central-1:123456789012:service/shop/checkout',
        actor: 'erin',
      },
    ]);
    const asked = to.asked.find((request) => commandOf(request) === 'LookupEvents');
    expect(JSON.parse(asked?.body ?? '')).toMatchObject({
      LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }],
      MaxResults: 50,
    });
  });

  test.each([
    ['checkout-canary', true],
    ['shop/checkout_worker', true],
    ['checkouts', false],
    ['pre-checkout', false],
  ])('%s names checkout: %s', async (ResourceName, names) => {
    const event = { EventId: '1', EventName: 'UpdateService', EventTime: 1, Resources: [{ ResourceName }] };
    const { changes } = await cloudtrail.read(QUERY, aws(cloudtrail, { LookupEvents: () => ({ Events: [event] }) }));
    expect(changes).toHaveLength(names ? 1 : 0);
  });

  test('no more than four pages are looked at, and that is told', async () => {
    const to = aws(cloudtrail, { LookupEvents: (count) => ({ Events: [], NextToken: `t${count}` }) });
    expect((await cloudtrail.read(QUERY, to)).partial).toEqual(['only the newest 200 events were looked at']);
  });
});
