import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { PAYLOAD_TEMPLATE } from '../../src/intake/alerts/datadog-webhook/payload-template.ts';
import { INSTALLATION, SHOP, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import { makeChain, signEnvelope } from '../support/vendors/sns-chain.ts';
import { waitUntil } from '../support/wait-until.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SECRET = 'a-secret-of-the-cloud-alerts-journey';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const ALARM = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:checkout-errors';
const CERTIFICATE = `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${'0123456789abcdef'.repeat(2)}.pem`;
const chain = makeChain({ sns: ['sns.amazonaws.com', 2_048, 30] });

const fetched: string[] = [];
const confirmed: string[] = [];
let started: StartedProgram;
let guilty = { checkout: 0, search: 0 };
jest.setTimeout(120_000);

beforeAll(async () => {
  started = await startProgramOnShop({
    file: `
endpoints:
  - id: alarms
    source: sns
    installation: ${INSTALLATION}
    secrets: [${SECRET}]
    topics: ['${TOPIC}']
    armedUntil: '${new Date(Date.now() + HOUR_MS).toISOString()}'
  - { id: monitors, source: datadog, installation: ${INSTALLATION}, secrets: [${SECRET}] }
`,
    outside: {
      certificates: {
        get: async (address) => {
          fetched.push(address.href);
          return chain.sns.pem + chain.root.pem;
        },
      },
      confirm: async (address) => void confirmed.push(address.href),
    },
  });
  guilty = { checkout: await ship('checkout', 'vouchers'), search: await ship('search', 'ranking of offers') };
  await waitUntil('the ranges to be read', async () => {
    const deploys = await started.program.storage.transaction((tx) =>
      tx.ledger.deploysBetween(INSTALLATION, 0, Date.now()),
    );
    return deploys.filter(({ commits }) => commits?.length === 1).length === 2 ? true : undefined;
  });
}, 120_000);
afterAll(() => started.stop());

/** A service that was live for hours, and a pull request about a part of it that went live six minutes ago: its number. */
async function ship(service: string, part: string): Promise<number> {
  const { github } = started;
  const now = Date.now();
  const files = (body: string) => ({ [`src/${service}.js`]: `export const run = () => ${body};\n` });
  const first = await github.commit(SHOP, {
    message: service,
    author: 'ines',
    files: files('1'),
    at: now - 9 * HOUR_MS,
  });
  await started.deploy(first, service, now - 8 * HOUR_MS);
  await github.commit(SHOP, { branch: service, message: `Change the ${part}`, author: 'noor', files: files('2') });
  const pull = await github.openPullRequest(SHOP, { head: service, title: `Change the ${part}`, by: 'noor' });
  const at = now - 30 * MINUTE_MS;
  const merged = await github.mergePullRequest(SHOP, pull.number, { method: 'squash', by: 'noor', at });
  await started.deploy(merged.sha, service, now - 6 * MINUTE_MS);
  return pull.number;
}

async function post(path: string, body: unknown, headers: Record<string, string>): Promise<number> {
  const address = `http://127.0.0.1:${started.program.port}/alerts/${path}`;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (await fetch(address, { method: 'POST', headers, body: text })).status;
}

let messages = 0;
function fromTopic(message: unknown, more: Record<string, string> = {}) {
  messages += 1;
  const envelope = {
    Type: 'Notification',
    MessageId: `message-${messages}`,
    TopicArn: TOPIC,
    Message: typeof message === 'string' ? message : JSON.stringify(message),
    Timestamp: new Date().toISOString(),
    SigningCertURL: CERTIFICATE,
    ...more,
  };
  return signEnvelope(envelope, chain.sns.key);
}
const authorization = `Basic ${Buffer.from(`whatchanged:${SECRET}`).toString('base64')}`;
const bySns = (envelope: unknown) =>
  post('sns/alarms', envelope, { authorization, 'content-type': 'text/plain; charset=UTF-8' });

function alarm(state: 'ALARM' | 'OK', at: number) {
  return {
    AlarmName: 'checkout-errors',
    AlarmDescription: 'Errors of checkout',
    AWSAccountId: '123456789012',
    NewStateValue: state,
    NewStateReason: 'Threshold Crossed',
    StateChangeTime: new Date(at).toISOString().replace('Z', '+0000'),
    Region: 'EU (Ireland)',
    AlarmArn: ALARM,
    OldStateValue: state === 'ALARM' ? 'OK' : 'ALARM',
    Trigger: {
      MetricName: 'Errors',
      Namespace: 'AWS/ECS',
      Statistic: 'SUM',
      Dimensions: [{ name: 'ServiceName', value: 'checkout' }],
      Period: 60,
      EvaluationPeriods: 2,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5,
    },
  };
}
const issueAbout = (service: string) =>
  started.github.issues(SHOP).find(({ pull, title }) => pull === undefined && title.includes(service));

test('a topic is confirmed at an address of our own, after its signature', async () => {
  const hostile = { Type: 'SubscriptionConfirmation', Token: 'ab12', SubscribeURL: 'http://169.254.169.254/' };
  expect(await bySns(fromTopic('Confirm', hostile))).toBe(202);
  await waitUntil('the confirmation', () => confirmed[0]);
  const query = `Action=ConfirmSubscription&TopicArn=${encodeURIComponent(TOPIC)}&Token=ab12`;
  expect(confirmed).toEqual([`https://sns.eu-west-1.amazonaws.com/?${query}`]);
});

test('an alarm of CloudWatch through SNS opens the issue that names its commit, its end closes it, and it comes again', async () => {
  const now = Date.now();
  const firing = fromTopic(alarm('ALARM', now - 2 * MINUTE_MS));
  expect([await bySns(firing), await bySns(firing)]).toEqual([202, 202]);
  const issue = await waitUntil('the issue', () => issueAbout('checkout'));
  expect(issue.title).toContain(`#${guilty.checkout}`);
  expect(await bySns(fromTopic(alarm('OK', now)))).toBe(202);
  const state = () => started.github.issue(SHOP, issue.number).state;
  await waitUntil('the issue to be closed', () => (state() === 'closed' ? true : undefined));
  expect(await bySns(fromTopic(alarm('ALARM', now + 1)))).toBe(202);
  await waitUntil('the issue to be open again', () => (state() === 'open' ? true : undefined));
  const alerts = await started.program.storage.transaction((tx) => tx.alerts.between(INSTALLATION, 0, now + HOUR_MS));
  expect(Object.fromEntries(alerts.map(({ key, status }) => [key, status]))).toEqual({
    [`sns:${ALARM}@${now - 2 * MINUTE_MS}`]: 'resolved',
    [`sns:${ALARM}@${now + 1}`]: 'firing',
  });
});

test('what the topic did not sign is refused, and for a foreign topic nothing is fetched', async () => {
  const before = fetched.length;
  const right = fromTopic(alarm('ALARM', Date.now()));
  const foreign = fromTopic(alarm('ALARM', Date.now()), { TopicArn: 'arn:aws:sns:eu-west-1:999999999999:alarms' });
  expect(await bySns(foreign)).toBe(403);
  expect(await bySns(alarm('ALARM', Date.now()))).toBe(403);
  expect(fetched).toHaveLength(before);
  expect(await bySns({ ...right, Message: JSON.stringify(alarm('OK', Date.now())) })).toBe(403);
  const address = `http://127.0.0.1:${started.program.port}/alerts/sns/alarms`;
  const unasked = await fetch(address, { method: 'POST', body: JSON.stringify(right) });
  expect([unasked.status, unasked.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="whatchanged"']);
});

test('a monitor of Datadog whose title breaks its JSON opens the issue that names its commit', async () => {
  const values: Readonly<Record<string, string>> = {
    ...{ id: '7218439012345678901', alert_id: '17', cycle: '918', transition: 'Triggered', service: 'search' },
    ...{
      title: '[Triggered] "5xx" of search in the ranking of offers',
      message: 'Look:\n"ranking of offers" of search',
      env: 'production',
    },
    date_ms: String(Date.now() - 2 * MINUTE_MS),
  };
  const lines = Object.entries(PAYLOAD_TEMPLATE).map(([name, variable]) => `"${name}": "${values[name] ?? variable}"`);
  const body = `{${lines.join(', ')}}`;
  expect(() => JSON.parse(body)).toThrow();
  expect(await post('datadog/monitors', body, { 'x-whatchanged-token': SECRET })).toBe(202);
  const issue = await waitUntil('the issue', () => issueAbout('search'));
  expect(issue.title).toContain(`#${guilty.search}`);
});
