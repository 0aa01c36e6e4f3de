import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { answeringAws, awsCommandOf } from '../../../test/support/vendors/answering-aws.ts';
import type { TelemetryQuery } from './contract.ts';
import { xray } from './xray.ts';

const NOW = Date.UTC(2026, 10, 25, 11);
const QUERY: TelemetryQuery = {
  id: 'q',
  query: '{"graph":true}',
  from: NOW - 3_600_000,
  to: NOW,
  stepSeconds: 60,
  as: { service: 'checkout' },
};
const aws = answeringAws(NOW);
const captured = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../test/fixtures/telemetry/xray/${name}.json`, import.meta.url), 'utf8')).body;

describe('the service graph', () => {
  test('the captured graph is the topology, without the people before it', async () => {
    const to = aws(xray, { ServiceGraph: () => captured('range') });
    expect((await xray.read(QUERY, to)).topology).toEqual([
      { from: 'web', to: 'checkout' },
      { from: 'checkout', to: 'payments' },
    ]);
  });

  test('all pages are one graph, and pages without an end are told', async () => {
    const page = (Services: unknown, NextToken?: string) => ({
      Services,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    const caller = { ReferenceId: 0, Name: 'a', Edges: [{ ReferenceId: 1 }] };
    const callee = { ReferenceId: 1, Name: 'b', Edges: [] };
    const two = aws(xray, { ServiceGraph: (count) => (count === 1 ? page([caller], 't') : page([callee])) });
    await expect(xray.read(QUERY, two)).resolves.toMatchObject({ topology: [{ from: 'a', to: 'b' }], partial: [] });
    const endless = aws(xray, { ServiceGraph: (count) => page([], `t${count}`) });
    expect((await xray.read(QUERY, endless)).partial).toEqual(['only 10 pages of the service graph were read']);
  });
});

describe('statistics of a service', () => {
  const BEGAN = 1_795_600_800;
  const ask = (statistic: string, more: Partial<TelemetryQuery> = {}) => ({
    ...QUERY,
    query: JSON.stringify({ statistic }),
    from: BEGAN * 1_000,
    ...more,
  });
  const recorded = () => aws(xray, { TimeSeriesServiceStatistics: () => captured('statistics') });
  const pointsOf = async (statistic: string, more: Partial<TelemetryQuery> = {}) =>
    (await xray.read(ask(statistic, more), recorded())).series[0]?.points.map(([, value]) => value);

  test.each([
    ['requests', [402, 400, 396, 407, 422, 416]],
    ['faults', [0, 1, 0, 14, 31, 29]],
    ['errors', [2, 2, 2, 2, 3, 2]],
    ['throttles', [0, 0, 0, 0, 1, 0]],
    ['latency', [0.152, 0.152, 0.152, 0.152, 1.2, 1.2]],
  ])('%s', async (statistic, points) => {
    expect(await pointsOf(statistic)).toEqual(points);
  });

  test('minutes are summed up to the step that was asked, at its beginning', async () => {
    const { series, partial } = await xray.read(ask('faults', { stepSeconds: 75 }), recorded());
    expect(series).toMatchObject([
      {
        stepSeconds: 120,
        stamp: 'start',
        points: [
          [BEGAN, 1],
          [BEGAN + 120, 14],
          [BEGAN + 240, 60],
        ],
      },
    ]);
    expect(partial).toEqual(['the range was read in steps of 120 s instead of 75 s']);
  });

  test('the service stands in quotes, and a name that could leave them is not asked', async () => {
    const to = recorded();
    await xray.read(ask('faults'), to);
    const request = to.asked.find((one) => awsCommandOf(one) === 'TimeSeriesServiceStatistics');
    expect(JSON.parse(request?.body ?? '')).toEqual({
      StartTime: BEGAN,
      EndTime: NOW / 1_000,
      EntitySelectorExpression: 'service("checkout")',
      Period: 60,
    });
    for (const service of ['x") OR service("y', 'x\\', '']) {
      const hostile = aws(xray, {});
      await expect(xray.read(ask('faults', { as: { service } }), hostile)).rejects.toMatchObject({
        code: 'configuration-invalid',
      });
      expect(hostile.asked).toEqual([]);
    }
  });

  test('a range of days is asked six hours at a time, for a day at most, and told', async () => {
    const to = aws(xray, { TimeSeriesServiceStatistics: () => ({ TimeSeriesServiceStatistics: [] }) });
    const { partial } = await xray.read(ask('faults', { from: NOW - 48 * 3_600_000, stepSeconds: 300 }), to);
    const spans = to.asked.flatMap((request) => {
      if (awsCommandOf(request) !== 'TimeSeriesServiceStatistics') return [];
      const { StartTime, EndTime, Period } = JSON.parse(request.body ?? '');
      return [[(EndTime - StartTime) / 3_600, Period]];
    });
    expect(spans).toEqual(Array(4).fill([6, 300]));
    expect(partial).toEqual(['only the last 24 hours were read']);
  });

  test('all pages are one series, and pages without an end are told', async () => {
    const at = (n: number, TotalCount: number) => ({
      Timestamp: BEGAN + n * 60,
      ServiceSummaryStatistics: { TotalCount },
    });
    const two = aws(xray, {
      TimeSeriesServiceStatistics: (count) =>
        count === 1
          ? { TimeSeriesServiceStatistics: [at(0, 5)], NextToken: 't' }
          : { TimeSeriesServiceStatistics: [at(1, 6)] },
    });
    expect((await xray.read(ask('requests'), two)).series[0]?.points).toEqual([
      [BEGAN, 5],
      [BEGAN + 60, 6],
    ]);
    const endless = aws(xray, {
      TimeSeriesServiceStatistics: (count) => ({ TimeSeriesServiceStatistics: [], NextToken: `t${count}` }),
    });
    expect((await xray.read(ask('requests'), endless)).partial).toEqual(['only 10 pages of the statistics were read']);
  });
});
