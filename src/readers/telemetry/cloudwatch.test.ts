import { describe, expect, test } from '@jest/globals';
import { aws, EMPTY, METRIC, NOW, page, query } from '../../../test/support/vendors/scripted-cloudwatch.ts';
import { cloudwatch } from './cloudwatch.ts';

test('each metric of each request is billed, the pages of an answer too', async () => {
  const other = { ...METRIC, Id: 'm2' };
  const to = aws({ GetMetricData: [page([1], { NextToken: 'more' }), page([2])] });
  const billed: number[] = [];
  await cloudwatch.read(query([METRIC, other]), { ...to, bill: ({ amount }) => void billed.push(amount) });
  expect(billed).toEqual([2, 2]);
});

describe('what is asked', () => {
  test('the metric with our period, in AWS’s own words, at the region’s endpoint', async () => {
    const to = aws({ GetMetricData: [page([1])] });
    await cloudwatch.read(query(), to);
    const [, asked] = to.asked;
    expect(asked?.url).toBe('https://monitoring.eu-central-1.amazonaws.com/');
    expect(asked?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/);
    expect(JSON.parse(asked?.body ?? '')).toEqual({
      MetricDataQueries: [{ ...METRIC, MetricStat: { ...METRIC.MetricStat, Period: 60 } }],
      StartTime: NOW / 1_000 - 3_600,
      EndTime: NOW / 1_000,
      ScanBy: 'TimestampAscending',
    });
  });

  test('metric math and another account pass through; a period that was written gives way to ours', async () => {
    const to = aws({ GetMetricData: [EMPTY] });
    const error = { ...METRIC, ReturnData: false, AccountId: '123456789012', Period: 300 };
    await cloudwatch.read(query([error, { Id: 'e1', Expression: 'm1 * 2' }]), to);
    expect(JSON.parse(to.asked[1]?.body ?? '').MetricDataQueries).toEqual([
      { ...METRIC, MetricStat: { ...METRIC.MetricStat, Period: 60 }, ReturnData: false, AccountId: '123456789012' },
      { Id: 'e1', Expression: 'm1 * 2', Period: 60 },
    ]);
  });

  test('a search asks for a label that tells its dimensions', async () => {
    const to = aws({ GetMetricData: [EMPTY] });
    await cloudwatch.read(query([{ Id: 'e1', Expression: `SEARCH('{AWS/Lambda,FunctionName} Errors', 'Sum')` }]), to);
    expect(JSON.parse(to.asked[1]?.body ?? '').MetricDataQueries[0].Label).toBe(
      `FunctionName="\${PROP('Dim.FunctionName')}"`,
    );
  });

  test('1,001 metrics are asked in three batches', async () => {
    const to = aws({ GetMetricData: [EMPTY] });
    await cloudwatch.read(query(Array.from({ length: 1_001 }, (_, n) => ({ ...METRIC, Id: `m${n}` }))), to);
    const sizes = to.asked.slice(1).map(({ body }) => JSON.parse(body).MetricDataQueries.length);
    expect(sizes).toEqual([500, 500, 1]);
  });

  test.each([
    ['no JSON', 'up', /not JSON/],
    ['no list', '{}', /MetricDataQueries/],
    ['an empty list', '[]', /MetricDataQueries/],
    ['neither metric nor expression', '[{"Id":"a"}]', /either MetricStat or Expression/],
    ['the same Id twice', JSON.stringify([METRIC, METRIC]), /used twice/],
    ['a key that is not AWS’s', JSON.stringify([{ ...METRIC, Role: 'x' }]), /MetricDataQueries/],
  ])('%s is refused before anything is read', async (_name, text, message) => {
    const to = aws({});
    await expect(cloudwatch.read(query(text), to)).rejects.toMatchObject({
      code: 'configuration-invalid',
      message: expect.stringMatching(message),
    });
    expect(to.asked.map(({ command }) => command)).toEqual(['DeleteAlarms']);
  });
});

describe('what comes back', () => {
  test('pages join into one series, and the periods begin at their times', async () => {
    const to = aws({
      GetMetricData: [page([1, 2], { NextToken: 'a' }), page([3], {}, NOW / 1_000 - 480)],
    });
    const { series, partial } = await cloudwatch.read(query(), to);
    expect(series).toEqual([
      {
        id: 'alert{FunctionName="checkout"}',
        service: 'checkout',
        kind: 'errors',
        stamp: 'start',
        stepSeconds: 60,
        points: [1, 2, 3].map((value, n) => [NOW / 1_000 - 600 + n * 60, value]),
      },
    ]);
    expect(partial).toEqual([]);
    expect(JSON.parse(to.asked[2]?.body ?? '').NextToken).toBe('a');
  });

  test('a first page that is partial is no loss; a last one is told', async () => {
    const partialPage = (status: string, more: object = {}) => ({
      status: 200,
      body: {
        MetricDataResults: [{ Id: 'm1', Label: 'Errors', Timestamps: [], Values: [], StatusCode: status }],
        ...more,
      },
    });
    const whole = aws({ GetMetricData: [partialPage('PartialData', { NextToken: 'a' }), partialPage('Complete')] });
    expect((await cloudwatch.read(query(), whole)).partial).toEqual([]);
    for (const status of ['PartialData', 'InternalError', 'Forbidden']) {
      const { partial } = await cloudwatch.read(query(), aws({ GetMetricData: [partialPage(status)] }));
      expect(partial).toEqual([`CloudWatch answered ${status} for m1`]);
    }
  });

  test('a token that never ends is given up and told', async () => {
    const to = aws({ GetMetricData: [page([1], { NextToken: 'same' })] });
    const { partial } = await cloudwatch.read(query(), to);
    expect(partial).toEqual([expect.stringMatching(/only \d+ pages/)]);
    expect(to.asked.length).toBeLessThan(25);
  });

  test('two metrics that are both returned stay apart although their dimensions are the same', async () => {
    const result = (Id: string, value: number) => ({ Id, Label: 'x', Timestamps: [NOW / 1_000 - 60], Values: [value] });
    const to = aws({
      GetMetricData: [{ status: 200, body: { MetricDataResults: [result('m1', 1), result('m2', 2)] } }],
    });
    const { series } = await cloudwatch.read(query([METRIC, { ...METRIC, Id: 'm2' }]), to);
    expect(series.map(({ id, points }) => [id, points[0]?.[1]])).toEqual([
      ['alert{FunctionName="checkout",id="m1"}', 1],
      ['alert{FunctionName="checkout",id="m2"}', 2],
    ]);
  });

  test('the edges of an anomaly band stay apart', async () => {
    const result = (Label: string, value: number) => ({
      Id: 'ad1',
      Label,
      Timestamps: [NOW / 1_000 - 60],
      Values: [value],
    });
    const body = { MetricDataResults: [result('Errors (upper)', 9), result('Errors (lower)', 1)] };
    const to = aws({ GetMetricData: [{ status: 200, body }] });
    const { series } = await cloudwatch.read(query([{ Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' }]), to);
    expect(series.map(({ points }) => points[0]?.[1])).toEqual([9, 1]);
  });

  test('throttling is tried again by the SDK, then thrown as a wait', async () => {
    const throttled = {
      status: 400,
      body: { __type: 'com.amazonaws.cloudwatch#ThrottlingException', message: 'Rate exceeded' },
    };
    const recovers = aws({ GetMetricData: [throttled, page([1])] });
    expect((await cloudwatch.read(query(), recovers)).series).toHaveLength(1);
    await expect(cloudwatch.read(query(), aws({ GetMetricData: [throttled] }))).rejects.toMatchObject({
      code: 'upstream-rate-limited',
      retryable: true,
    });
  });
});

describe('the alarm behind an alert', () => {
  test('tells what it watches and how long it must hold', async () => {
    const alarm = {
      AlarmName: 'errors',
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: 'checkout' }],
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
    };
    const to = aws({ DescribeAlarms: [{ status: 200, body: { MetricAlarms: [alarm], CompositeAlarms: [] } }] });
    await expect(cloudwatch.readRule?.({ name: 'errors', labels: {} }, to)).resolves.toEqual({
      query: JSON.stringify([METRIC]),
      forSeconds: 180,
      intervalSeconds: 60,
    });
    const none = aws({ DescribeAlarms: [{ status: 200, body: { MetricAlarms: [], CompositeAlarms: [] } }] });
    await expect(cloudwatch.readRule?.({ name: 'errors', labels: {} }, none)).resolves.toBeUndefined();
  });
});
