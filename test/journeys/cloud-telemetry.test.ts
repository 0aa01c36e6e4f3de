import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { PAYLOAD_TEMPLATE } from '../../src/intake/alerts/datadog-webhook/payload-template.ts';
import type { Verdict } from '../../src/investigation/verdict/verdict.ts';
import { type LocalAws, startLocalAws } from '../support/local-aws.ts';
import { type LocalDatadog, startLocalDatadog } from '../support/local-datadog.ts';
import { makeChain, signEnvelope } from '../support/sns-chain.ts';
import { INSTALLATION, SHOP, type StartedProgram, startProgramOnShop } from '../support/started-program.ts';
import { waitUntil } from '../support/wait-until.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW = Date.now();
/** The guilty change goes live, the trouble begins, an innocent change goes live, and only then the alarm rings. */
const GUILTY_AT = NOW - 25 * MINUTE_MS;
const ONSET = NOW - 24 * MINUTE_MS;
const INNOCENT_AT = NOW - 6 * MINUTE_MS;
const ALARM_AT = NOW - 2 * MINUTE_MS;

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
interface Shipped {
  readonly number: number;
  readonly sha: string;
}
let shipped: Record<'checkout' | 'search', { readonly guilty: Shipped; readonly innocent: Shipped }>;
jest.setTimeout(120_000);

/** A level that scatters a little, the same at the same minute, and is another one from the onset on. */
const level = (usual: number, bad: number) => (at: number) => {
  const wobble = 1 + 0.1 * Math.sin(at / MINUTE_MS);
  return (at >= ONSET ? bad : usual) * wobble;
};
const checkout: Readonly<Record<string, (at: number) => number>> = {
  Errors: level(1, 45),
  Invocations: level(900, 900),
  Duration: level(80, 82),
};

beforeAll(async () => {
  aws = await startLocalAws(ROLE, ({ name, dimensions }, at) =>
    dimensions === 'FunctionName=checkout' && at < Date.now() ? checkout[name]?.(at) : undefined,
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
  shipped = { checkout: await ship('checkout'), search: await ship('search') };
  await waitUntil('the ranges to be read', async () => {
    const deploys = await started.program.storage.transaction((tx) =>
      tx.ledger.deploysBetween(INSTALLATION, 0, Date.now()),
    );
    return deploys.filter(({ commits }) => commits?.length === 1).length === 4 ? true : undefined;
  });
}, 120_000);
afterAll(async () => {
  await started.stop();
  aws.close();
  datadog.close();
});

const GATEWAY = (path: string) => `export async function run(order) {
  const answer = await fetch('https://gateway.example/${path}', { method: 'POST', body: JSON.stringify(order) });
  if (!answer.ok) throw new Error('the gateway declined the order');
  return answer.json();
}
`;

/** A service that was live for hours, then a guilty and an innocent pull request. */
async function ship(service: string): Promise<{ guilty: Shipped; innocent: Shipped }> {
  const { github } = started;
  const code = `src/${service}.js`;
  const at = NOW - 9 * HOUR_MS;
  const first = await github.commit(SHOP, { message: service, author: 'ines', files: { [code]: GATEWAY('v1') }, at });
  await started.deploy(first, service, NOW - 8 * HOUR_MS);
  const live = async (title: string, files: Readonly<Record<string, string>>, when: number): Promise<Shipped> => {
    const head = `${service}-${when}`;
    await github.commit(SHOP, { branch: head, message: title, author: 'noor', files });
    const pull = await github.openPullRequest(SHOP, { head, title, by: 'noor' });
    const merge = { method: 'squash', by: 'noor', at: when - 5 * MINUTE_MS } as const;
    const { sha } = await github.mergePullRequest(SHOP, pull.number, merge);
    await started.deploy(sha, service, when);
    return { number: pull.number, sha };
  };
  const guilty = await live(`Send every order of ${service} to the new gateway`, { [code]: GATEWAY('v2') }, GUILTY_AT);
  const innocent = await live(`Say what ${service} is for`, { [`docs/${service}.md`]: 'It sells.\n' }, INNOCENT_AT);
  return { guilty, innocent };
}

async function post(path: string, body: unknown, headers: Record<string, string>): Promise<number> {
  const address = `http://127.0.0.1:${started.program.port}/alerts/${path}`;
  return (await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })).status;
}

const issueAbout = (service: string) =>
  waitUntil(`the issue about ${service}`, () =>
    started.github.issues(SHOP).find(({ pull, title }) => pull === undefined && title.includes(service)),
  );

/** The one before the onset leads, and the one that went live after it, nearest to the alarm, is next to nothing. */
async function expectLaterDeployCleared(service: keyof typeof shipped): Promise<void> {
  const { storage } = started.program;
  const verdict = await waitUntil('the verdict', () =>
    storage.transaction(async (tx) => {
      const incidents = await tx.incidents.list(INSTALLATION, { limit: 10 });
      const incident = incidents.find((one) => one.service === service);
      const latest = incident && (await tx.investigations.latest(INSTALLATION, incident.id));
      return latest?.verdict as Verdict | undefined;
    }),
  );
  const of = ({ sha }: Shipped) => verdict.suspects.find(({ commit }) => commit === sha)?.probability ?? 0;
  expect(['strong', 'plausible']).toContain(verdict.band);
  expect(of(shipped[service].guilty)).toBeGreaterThan(0.5);
  expect(of(shipped[service].innocent)).toBeLessThan(0.05);
}

test('an alarm of CloudWatch by SNS: the metrics that AWS tells clear the later deploy, and are drawn in the issue', async () => {
  const alarm = {
    AlarmName: 'checkout-errors',
    AlarmDescription: 'Orders of checkout are declined by the gateway',
    AWSAccountId: '123456789012',
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed: 15 datapoints were greater than the threshold (5.0).',
    StateChangeTime: new Date(ALARM_AT).toISOString().replace('Z', '+0000'),
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
  const issue = await issueAbout('checkout');
  expect(issue.title).toContain(`#${shipped.checkout.guilty.number}`);
  expect(issue.body).toContain('xychart-beta');
  expect(issue.body).not.toContain('from `aws`');
  // One session, one change that was denied, and from then on nothing but reads.
  expect(aws.calls.slice(0, 2)).toEqual(['AssumeRole', 'DeleteAlarms']);
  expect(new Set(aws.calls.slice(2))).toEqual(new Set(['GetMetricData', 'DescribeAlarms']));
  await expectLaterDeployCleared('checkout');
});

test('a monitor of Datadog: its ratio is read from v1, its spans from v2, and the same holds', async () => {
  const values: Readonly<Record<string, string>> = {
    ...{ id: '7218439012345678901', alert_id: '17', cycle: '918', transition: 'Triggered', service: 'search' },
    ...{ title: '[Triggered] orders of search fail', env: 'production', query: MONITOR.query },
    message: 'Orders of search are declined by the gateway',
    date_ms: String(ALARM_AT),
  };
  const payload = Object.fromEntries(
    Object.entries(PAYLOAD_TEMPLATE).map(([name, variable]) => [name, values[name] ?? variable]),
  );
  expect(await post('datadog/monitors', payload, { 'x-whatchanged-token': SECRET })).toBe(202);
  const issue = await issueAbout('search');
  expect(issue.title).toContain(`#${shipped.search.guilty.number}`);
  expect(issue.body).toContain('xychart-beta');
  expect(issue.body).not.toContain('from `dog`');
  await expectLaterDeployCleared('search');
  expect(new Set(datadog.seen)).toEqual(
    new Set([
      ...['GET /api/v1/query', 'GET /api/v1/monitor/17', 'GET /api/v1/service_dependencies'],
      ...['POST /api/v2/query/timeseries', 'POST /api/v2/logs/events/search', 'POST /api/v2/events/search'],
    ]),
  );
});
