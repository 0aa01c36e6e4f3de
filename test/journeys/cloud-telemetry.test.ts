import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { PAYLOAD_TEMPLATE } from '../../src/intake/alerts/datadog-webhook/payload-template.ts';
import { INSTALLATION, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import {
  issueOnTheGuilty,
  levelFrom,
  shipTwoDeploys,
  type TwoDeploys,
  twoDeployTimes,
} from '../support/program/two-deploys.ts';
import { type LocalAws, startLocalAws } from '../support/vendors/local-aws.ts';
import { type LocalDatadog, startLocalDatadog } from '../support/vendors/local-datadog.ts';
import { makeChain, signEnvelope } from '../support/vendors/sns-chain.ts';

const TIMES = twoDeployTimes(Date.now());
const SECRET = 'a-secret-of-the-cloud-telemetry-journey';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const ROLE = { arn: 'arn:aws:iam::123456789012:role/whatchanged', externalId: 'an-external-id-of-the-journey' };
const KEYS = { apiKey: 'the-api-key-of-the-journey', applicationKey: 'the-application-key-of-the-journey' };
const FAILED = 'sum:orders.failed{service:search}.as_count()';
const MONITOR = { id: 17, query: `sum(last_15m):${FAILED} / sum:orders.placed{service:search}.as_count() > 0.05` };
const chain = makeChain({ sns: ['sns.amazonaws.com', 2_048, 30] });

let started: StartedProgram;
let aws: LocalAws;
let datadog: LocalDatadog;
let checkout: TwoDeploys;
let search: TwoDeploys;
jest.setTimeout(120_000);

const level = (usual: number, bad: number) => levelFrom(TIMES.onset, usual, bad);
const lambda: Readonly<Record<string, (at: number) => number>> = {
  Errors: level(1, 45),
  Invocations: level(900, 900),
  Duration: level(80, 82),
};

beforeAll(async () => {
  aws = await startLocalAws(ROLE, ({ name, dimensions }, at) =>
    dimensions === 'FunctionName=checkout' && at < Date.now() ? lambda[name]?.(at) : undefined,
  );
  datadog = await startLocalDatadog(KEYS, MONITOR, (question, at) => {
    if (at >= Date.now() || !question.includes('service:search')) return undefined;
    if (question.includes('orders.failed')) return level(0.002, 0.21)(at);
    return question.includes('status:error') ? level(1, 60)(at) : level(700, 700)(at);
  });
  started = await startProgramOnShop({
    file: `
endpoints:
  - { id: alarms, source: sns, installation: ${INSTALLATION}, secrets: [${SECRET}], topics: ['${TOPIC}'] }
  - { id: monitors, source: datadog, installation: ${INSTALLATION}, secrets: [${SECRET}] }
telemetry:
  - id: aws
    reader: cloudwatch
    services: [checkout]
    options:
      region: eu-west-1
      url: ${aws.url}
      stsUrl: ${aws.url}
      role: { arn: '${ROLE.arn}', externalId: ${ROLE.externalId} }
      accessKeyId: AKIAIOSFODNN7EXAMPLE
      secretAccessKey: a-secret-key-of-the-journey
  - id: dog
    reader: datadog
    services: [search]
    options: { url: '${datadog.url}', apiKey: ${KEYS.apiKey}, applicationKey: ${KEYS.applicationKey} }
`,
    outside: { certificates: { get: async () => chain.sns.pem + chain.root.pem }, confirm: async () => undefined },
  });
  checkout = await shipTwoDeploys(started, 'checkout', TIMES);
  search = await shipTwoDeploys(started, 'search', TIMES);
}, 120_000);
afterAll(async () => {
  await started.stop();
  aws.close();
  datadog.close();
});

async function post(path: string, body: unknown, headers: Record<string, string>): Promise<number> {
  const address = `http://127.0.0.1:${started.program.port}/alerts/${path}`;
  return (await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })).status;
}

test('an alarm of CloudWatch by SNS: the metrics that AWS tells clear the later deploy, and are drawn in the issue', async () => {
  const alarm = {
    AlarmName: 'checkout-errors',
    AlarmDescription: 'Orders of checkout are declined by the gateway',
    AWSAccountId: '123456789012',
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed: 15 datapoints were greater than the threshold (5.0).',
    StateChangeTime: new Date(TIMES.alarmAt).toISOString().replace('Z', '+0000'),
    AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:checkout-errors',
    OldStateValue: 'OK',
    Trigger: {
      MetricName: 'Errors',
      Namespace: 'AWS/Lambda',
      Statistic: 'SUM',
      Dimensions: [{ name: 'FunctionName', value: 'checkout' }],
      Period: 60,
      EvaluationPeriods: 15,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5,
    },
  };
  const envelope = signEnvelope(
    {
      Type: 'Notification',
      MessageId: 'message-1',
      TopicArn: TOPIC,
      Message: JSON.stringify(alarm),
      Timestamp: new Date().toISOString(),
      SigningCertURL: `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${'0123456789abcdef'.repeat(2)}.pem`,
    },
    chain.sns.key,
  );
  const authorization = `Basic ${Buffer.from(`whatchanged:${SECRET}`).toString('base64')}`;
  expect(await post('sns/alarms', envelope, { authorization, 'content-type': 'text/plain; charset=UTF-8' })).toBe(202);
  const issue = await issueOnTheGuilty(started, checkout);
  expect(issue.body).not.toContain('from `aws`');
  // One session, one change that was denied, and from then on nothing but reads.
  expect(aws.calls.slice(0, 2)).toEqual(['AssumeRole', 'DeleteAlarms']);
  expect(new Set(aws.calls.slice(2))).toEqual(new Set(['GetMetricData', 'DescribeAlarms']));
});

test('a monitor of Datadog: its ratio is read from v1, its spans from v2, and the same holds', async () => {
  const values: Readonly<Record<string, string>> = {
    ...{ id: '7218439012345678901', alert_id: '17', cycle: '918', transition: 'Triggered', service: 'search' },
    ...{ title: '[Triggered] orders of search fail', env: 'production', query: MONITOR.query },
    message: 'Orders of search are declined by the gateway',
    date_ms: String(TIMES.alarmAt),
  };
  const payload = Object.fromEntries(
    Object.entries(PAYLOAD_TEMPLATE).map(([name, variable]) => [name, values[name] ?? variable]),
  );
  expect(await post('datadog/monitors', payload, { 'x-whatchanged-token': SECRET })).toBe(202);
  const issue = await issueOnTheGuilty(started, search);
  expect(issue.body).not.toContain('from `dog`');
  expect(new Set(datadog.seen)).toEqual(
    new Set([
      ...['GET /api/v1/query', 'GET /api/v1/monitor/17', 'GET /api/v1/service_dependencies'],
      ...['POST /api/v2/query/timeseries', 'POST /api/v2/logs/events/search', 'POST /api/v2/events/search'],
    ]),
  );
});
