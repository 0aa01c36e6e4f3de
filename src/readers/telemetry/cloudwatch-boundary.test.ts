import { describe, expect, test } from '@jest/globals';
import { aws, DENIED, EMPTY, KEY, NOW, query, type Reply } from '../../../test/support/vendors/scripted-cloudwatch.ts';
import { OperationalError } from '../../platform/errors.ts';
import { awsActions, awsPolicy } from './aws/aws-reads.ts';
import { openAwsClient } from './aws/open-aws-client.ts';
import { cloudwatch } from './cloudwatch.ts';

describe('the read-only boundary', () => {
  const arn = 'arn:aws:iam::123456789012:role/whatchanged';
  const role = { ...KEY, role: { arn, externalId: 'external-id-0123456789' } };
  const assumed = (expires: number): Reply => ({
    status: 200,
    body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
      <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken>
      <Expiration>${new Date(expires).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  });

  test('a role is assumed with its external id and a session policy of the reads alone', async () => {
    const to = aws({ AssumeRole: [assumed(NOW + 900_000)], GetMetricData: [EMPTY] }, role);
    await cloudwatch.read(query(), to);
    expect(to.asked.map(({ command }) => command)).toEqual(['AssumeRole', 'DeleteAlarms', 'GetMetricData']);
    const [begun, , read] = to.asked;
    const sent = Object.fromEntries(new URLSearchParams(begun?.body));
    expect(begun?.url).toBe('https://sts.eu-central-1.amazonaws.com/');
    expect(sent).toMatchObject({ RoleArn: arn, ExternalId: 'external-id-0123456789', DurationSeconds: '900' });
    expect(JSON.parse(sent.Policy ?? '')).toEqual(awsPolicy());
    // The longest session policy that STS takes (AWS STS, AssumeRole, read 2026-11).
    expect(sent.Policy?.length).toBeLessThanOrEqual(2_048);
    expect(read?.headers).toMatchObject({ 'x-amz-security-token': 'role-token' });
    expect(read?.headers.authorization).toContain('Credential=ASIAROLE/');
  });

  test('a session is kept until shortly before its end, and the probe for a day', async () => {
    const to = aws({ AssumeRole: [assumed(NOW + 900_000), assumed(NOW + 9_000_000)], GetMetricData: [EMPTY] }, role);
    for (const after of [0, 60_000, 800_000]) await cloudwatch.read(query(), { ...to, now: NOW + after });
    const commands = to.asked.map(({ command }) => command);
    expect(commands.filter((command) => command === 'AssumeRole')).toHaveLength(2);
    expect(commands.filter((command) => command === 'DeleteAlarms')).toHaveLength(1);
    await cloudwatch.read(query(), { ...to, now: NOW + 25 * 3_600_000 });
    expect(to.asked.filter(({ command }) => command === 'DeleteAlarms')).toHaveLength(2);
  });

  test.each([
    ['was carried out', { status: 200, body: {} }],
    [
      'only found nothing',
      { status: 400, body: { __type: 'com.amazonaws.cloudwatch#ResourceNotFound', message: 'no' } },
    ],
  ])('a change that %s stops the reader', async (_name, reply) => {
    const to = aws({ DeleteAlarms: [reply], GetMetricData: [EMPTY] });
    await expect(cloudwatch.read(query(), to)).rejects.toMatchObject({
      code: 'configuration-invalid',
      message: expect.stringContaining('may change things'),
    });
    expect(to.asked.map(({ command }) => command)).toEqual(['DeleteAlarms']);
  });

  test('a change that was not answered clearly stops this read, and is tried again at the next', async () => {
    const broken = { status: 403, body: { __type: 'InvalidClientTokenId', message: 'The security token is invalid' } };
    const to = aws({ DeleteAlarms: [broken, DENIED], GetMetricData: [EMPTY] });
    await expect(cloudwatch.read(query(), to)).rejects.toMatchObject({ code: 'upstream-failed', status: 403 });
    await expect(cloudwatch.read(query(), to)).resolves.toMatchObject({ series: [] });
  });

  test('every command of the SDK that is not on the list is refused before it is sent', async () => {
    const sdk = await import('@aws-sdk/client-cloudwatch');
    const to = aws({});
    const client = await openAwsClient(
      {
        service: 'cloudwatch',
        name: 'CloudWatch',
        open: (settings) => new sdk.CloudWatchClient(settings),
        probe: (one) => one.send(new sdk.DeleteAlarmsCommand({ AlarmNames: ['x'] })),
      },
      to,
    );
    const commands = Object.entries(sdk).filter(([name]) => /^[A-Z]\w+Command$/.test(name) && name !== '$Command');
    const allowed = awsActions().filter((action) => action.startsWith('cloudwatch:'));
    expect(commands.length).toBeGreaterThan(30);
    const refused: string[] = [];
    for (const [name, Command] of commands) {
      const command = new (Command as unknown as new (input: object) => never)({});
      const outcome = await client.send(command).catch((error: unknown) => error);
      if (outcome instanceof OperationalError && outcome.code === 'guard-denied') refused.push(name);
    }
    expect(commands.length - refused.length).toBe(allowed.length);
    const sent = new Set(to.asked.slice(1).map(({ command }) => `cloudwatch:${command}`));
    expect([...sent].filter((command) => !allowed.includes(command))).toEqual([]);
  });
});
