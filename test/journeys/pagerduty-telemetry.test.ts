import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { INSTALLATION, SHOP, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import { issueOnTheGuilty, levelFrom, shipTwoDeploys, twoDeployTimes } from '../support/program/two-deploys.ts';
import { type LocalAws, startLocalAws } from '../support/vendors/local-aws.ts';
import { startVendorServer, type VendorServer } from '../support/vendors/vendor-server.ts';
import { waitUntil } from '../support/wait-until.ts';

const TIMES = twoDeployTimes(Date.now());
const SECRET = 'a-secret-of-the-pagerduty-journey';
const READ_TOKEN = 'the-read-token-of-the-journey';
const ROLE = { arn: 'arn:aws:iam::123456789012:role/whatchanged', externalId: 'an-external-id-of-the-journey' };
/** What CloudWatch handed to PagerDuty, and PagerDuty's webhook does not hand on. */
const ALARM = {
  AlarmName: 'checkout-errors',
  NewStateValue: 'ALARM',
  Trigger: {
    MetricName: 'Errors',
    Namespace: 'AWS/Lambda',
    Dimensions: [{ name: 'FunctionName', value: 'checkout' }],
  },
};

let started: StartedProgram;
let aws: LocalAws;
let pagerduty: VendorServer;
jest.setTimeout(120_000);

beforeAll(async () => {
  const level = (usual: number, bad: number) => levelFrom(TIMES.onset, usual, bad);
  const metrics: Readonly<Record<string, (at: number) => number>> = {
    Errors: level(1, 45),
    Invocations: level(900, 900),
    Duration: level(80, 82),
  };
  aws = await startLocalAws(ROLE, ({ name, dimensions }, at) =>
    dimensions === 'FunctionName=checkout' && at < Date.now() ? metrics[name]?.(at) : undefined,
  );
  pagerduty = await startVendorServer((request, response) => {
    const trusted = request.headers.authorization === `Token token=${READ_TOKEN}`;
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const answers: Readonly<Record<string, unknown>> = {
      '/incidents/Q0HV7TGT6XYZAB/alerts': { alerts: [{ body: { type: 'alert_body', details: ALARM } }], more: false },
      '/services/PF9KMXH/change_events': { change_events: [], more: false },
    };
    const answer = trusted ? answers[path] : undefined;
    response.writeHead(answer === undefined ? 401 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { error: { message: 'Unauthorized' } }));
  });
});
afterAll(() => {
  aws.close();
  pagerduty.close();
});

async function startWith(telemetry: string): Promise<void> {
  started = await startProgramOnShop({
    file: `
endpoints:
  - { id: pages, source: pagerduty, installation: ${INSTALLATION}, secrets: [${SECRET}] }
telemetry:
  - id: aws
    reader: cloudwatch
    options:
      region: eu-west-1
      url: ${aws.url}
      stsUrl: ${aws.url}
      role: { arn: '${ROLE.arn}', externalId: ${ROLE.externalId} }
      accessKeyId: AKIAIOSFODNN7EXAMPLE
      secretAccessKey: a-secret-key-of-the-journey
${telemetry}`,
  });
}

/** The captured webhook of an incident, as of now, on a service as PagerDuty calls it, with its signature. */
async function page(service: string, incident = 'Q0HV7TGT6XYZAB'): Promise<number> {
  const captured = new URL('../fixtures/alerts/pagerduty/incident.firing.json', import.meta.url);
  const { event } = JSON.parse(readFileSync(captured, 'utf8'));
  const at = new Date(TIMES.alarmAt).toISOString();
  const named = { ...event.data, id: incident, service: { ...event.data.service, summary: service } };
  const body = JSON.stringify({
    event: { ...event, id: `event-of-${incident}`, occurred_at: at, data: { ...named, created_at: at } },
  });
  const signature = `v1=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
  const address = `http://127.0.0.1:${started.program.port}/alerts/pagerduty/pages`;
  const headers = { 'content-type': 'application/json', 'x-pagerduty-signature': signature };
  return (await fetch(address, { method: 'POST', headers, body })).status;
}

test('with a read token the alarm behind the incident is fetched, and its own metrics tell which deploy it was', async () => {
  await startWith(`  - { id: pages, reader: pagerduty, options: { url: '${pagerduty.url}', token: ${READ_TOKEN} } }\n`);
  try {
    const shipped = await shipTwoDeploys(started, 'checkout', TIMES);
    expect(pagerduty.seen).toEqual([]);
    // PagerDuty's own name of the service maps to nothing: the alarm names it.
    expect(await page('Shop (live, EU)')).toBe(202);
    const { body } = await issueOnTheGuilty(started, shipped);
    expect(body).not.toContain('The alert behind the incident');
    expect(new Set(pagerduty.seen)).toEqual(
      new Set(['GET /incidents/Q0HV7TGT6XYZAB/alerts', 'GET /services/PF9KMXH/change_events']),
    );
  } finally {
    await started.stop();
  }
});

test('without one nothing is asked of PagerDuty, and the report says what was not checked', async () => {
  const before = pagerduty.seen.length;
  await startWith('');
  try {
    await shipTwoDeploys(started, 'checkout', TIMES);
    expect(await page('checkout')).toBe(202);
    const { body } = await waitUntil('the issue', () =>
      started.github.issues(SHOP).find((one) => one.pull === undefined && one.title.includes('checkout')),
    );
    const [, unchecked = ''] = (body ?? '').split('### Not checked');
    expect(unchecked).toContain('The alert behind the incident of `PagerDuty`: the webhook does not hold it');
    expect(await page('Shop (live, EU)', 'Q0UNMAPPED')).toBe(202);
    const reason = await waitUntil('the unmapped alert', () =>
      started.program.storage.transaction(async (tx) => {
        const alerts = await tx.alerts.between(INSTALLATION, 0, Date.now());
        return alerts.find(({ key }) => key.includes('Q0UNMAPPED'))?.unmappedReason;
      }),
    );
    expect(reason).toContain('The alert behind the incident of PagerDuty was not read: the webhook does not hold it');
    expect(pagerduty.seen).toHaveLength(before);
  } finally {
    await started.stop();
  }
});
