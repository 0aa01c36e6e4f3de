import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { stringLeaves } from '../../../test/support/intake/string-leaves.ts';
import { type Envelope, makeChain, SIGNED_FIELDS, signEnvelope } from '../../../test/support/vendors/sns-chain.ts';
import type { EndpointSettings, IncomingRequest } from './contract.ts';
import { sns } from './sns.ts';

/** A moment after the certificates are made: they are valid from the second in which openssl made them. */
const NOW = Date.now() + 120_000;
const SENT = new Date(NOW - 60_000).toISOString();
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:alarms';
const ENDPOINT: EndpointSettings = { topics: [TOPIC] };
const CERTIFICATE = `https://sns.us-east-1.amazonaws.com/SimpleNotificationService-${'0123456789abcdef'.repeat(2)}.pem`;
const captured = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../test/fixtures/alerts/sns/${name}`, import.meta.url), 'utf8'));

/** A leaf for SNS, and leaves that SNS would not sign with. */
const chain = makeChain({
  sns: ['sns.amazonaws.com', 2_048, 30],
  other: ['sns.amazonaws.com.evil.example', 2_048, 30],
  short: ['sns.amazonaws.com', 1_024, 30],
  expired: ['sns.amazonaws.com', 2_048, 1],
});
const signed = (envelope: Envelope, version = '2', key = chain.sns.key) => signEnvelope(envelope, key, version);

const notification = (more: Envelope = {}): Envelope => ({
  ...captured('plain.firing.json'),
  Timestamp: SENT,
  SigningCertURL: CERTIFICATE,
  ...more,
});
const request = (envelope: unknown, headers: Record<string, string> = {}, now = NOW): IncomingRequest => ({
  headers,
  body: Buffer.from(JSON.stringify(envelope)),
  now,
});
const certificateAt = (envelope: unknown, headers = {}, endpoint = ENDPOINT, now = NOW) =>
  sns.seal?.certificateAt(request(envelope, headers, now), endpoint);
const verifies = (envelope: unknown, pem = chain.sns.pem, now = NOW) =>
  sns.seal?.verify(request(envelope, {}, now), pem);

describe('the signature', () => {
  test.each(['1', '2'])('of version %s is verified, with and without a subject', (version) => {
    expect(verifies(signed(notification(), version))).toBe(true);
    const { Subject: _, ...without } = notification();
    expect(verifies(signed(without, version))).toBe(true);
  });

  test.each(['subscription-confirmation.json', 'unsubscribe-confirmation.json'])('of %s is verified', (name) => {
    expect(verifies(signed({ ...captured(`ignored/${name}`), Timestamp: SENT }))).toBe(true);
  });

  test('covers every field that is read', () => {
    const right = signed(notification());
    for (const name of (SIGNED_FIELDS.Notification ?? []).filter((field) => field !== 'Type')) {
      expect([name, verifies({ ...right, [name]: `${right[name]} ` })]).toEqual([name, false]);
    }
    expect(verifies({ ...right, Type: 'SubscriptionConfirmation', Token: 'ab', SubscribeURL: 'x' })).toBe(false);
  });

  test('by the certificate with its issuer is verified; with another issuer it is not', () => {
    expect(verifies(signed(notification()), chain.sns.pem + chain.root.pem)).toBe(true);
    expect(verifies(signed(notification()), chain.sns.pem + chain.other.pem)).toBe(false);
    expect(verifies(signed(notification()), chain.sns.pem + chain.sns.pem)).toBe(false);
  });

  test('by a certificate of another name, a short key, or after its end, is refused', () => {
    expect(verifies(signed(notification(), '2', chain.other.key), chain.other.pem)).toBe(false);
    expect(verifies(signed(notification(), '2', chain.root.key), chain.root.pem)).toBe(false);
    expect(verifies(signed(notification(), '2', chain.short.key), chain.short.pem)).toBe(false);
    const expired = signed(notification(), '2', chain.expired.key);
    expect(verifies(expired, chain.expired.pem)).toBe(true);
    expect(verifies(expired, chain.expired.pem, NOW + 3 * 86_400_000)).toBe(false);
    expect(verifies(expired, chain.expired.pem, NOW - 3 * 86_400_000)).toBe(false);
  });

  test.each(['', 'not a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    '%j is no certificate',
    (pem) => expect(verifies(signed(notification()), pem)).toBe(false),
  );

  test('that was cut, is of another version or of another key is refused', () => {
    const right = signed(notification());
    expect(verifies({ ...right, Signature: right.Signature?.slice(4) })).toBe(false);
    expect(verifies({ ...right, Signature: '' })).toBe(false);
    expect(verifies({ ...right, SignatureVersion: '1' })).toBe(false);
    expect(verifies({ ...right, SignatureVersion: '3' })).toBe(false);
    expect(verifies(signed(notification(), '2', chain.other.key))).toBe(false);
  });
});

describe('before anything is fetched', () => {
  test('the address of the certificate is taken as it stands', () => {
    expect(certificateAt(signed(notification()))?.href).toBe(CERTIFICATE);
  });

  test.each([
    'http://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.us-east-1.amazonaws.com:443/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.us-east-1.amazonaws.com:8443/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://a:b@sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.us-east-1.amazonaws.com@evil.example/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.evil.com#.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.us-east-1.amazonaws.com.evil.example/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://evil.example/sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://s3.us-east-1.amazonaws.com/sns/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.s3.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.s3-us-west-2.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.s3.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.us-east-1.amazonaws.com/other.pem',
    'https://sns.us-east-1.amazonaws.com/x/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem?x=1',
    'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem#x',
    'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789ABCDEF0123456789ABCDEF.pem',
    'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem',
    'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem\n',
    ' https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://SNS.us-east-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.us-east-1.amazonaws.com\\@evil.example/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.us-east-1.amazonaws.co/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://127.0.0.1/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'file:///etc/ssl/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    '',
  ])('%j is nowhere to fetch from', (address) => {
    expect(certificateAt(signed(notification({ SigningCertURL: address })))).toBeUndefined();
  });

  test.each(['arn:aws:sns:us-east-1:999999999999:alarms', `${TOPIC}2`, TOPIC.toUpperCase(), '', '*'])(
    'the topic %j, which the endpoint does not name, is refused',
    (TopicArn) => expect(certificateAt(signed(notification({ TopicArn })))).toBeUndefined(),
  );

  test('an endpoint that names no topic takes none', () => {
    expect(certificateAt(signed(notification()), {}, {})).toBeUndefined();
    expect(certificateAt(signed(notification()), {}, { topics: [] })).toBeUndefined();
  });

  test('an hour is the longest that a message may have been on its way', () => {
    const at = (minutes: number) => certificateAt(signed(notification()), {}, ENDPOINT, NOW + minutes * 60_000);
    expect([at(58), at(-58)].map((address) => address?.href)).toEqual([CERTIFICATE, CERTIFICATE]);
    expect([at(60), at(-62)]).toEqual([undefined, undefined]);
    expect(certificateAt(signed(notification({ Timestamp: 'yesterday' })))).toBeUndefined();
  });

  test('raw delivery, which nobody signed, is refused', () => {
    expect(certificateAt(signed(notification()), { 'x-amz-sns-rawdelivery': 'true' })).toBeUndefined();
    expect(certificateAt(JSON.parse(notification().Message ?? ''))).toBeUndefined();
  });
});

describe('a subscription that asks to be confirmed', () => {
  const asked = () => captured('ignored/subscription-confirmation.json');
  const armed = { ...ENDPOINT, armedUntil: NOW + 1 };

  test('is confirmed at an address of our own making while the endpoint is armed', () => {
    const { Token } = asked();
    const address = new URL('https://sns.us-east-1.amazonaws.com/');
    address.search = `Action=ConfirmSubscription&TopicArn=${encodeURIComponent(TOPIC)}&Token=${Token}`;
    const hostile = { ...asked(), SubscribeURL: 'http://169.254.169.254/latest/meta-data' };
    expect(sns.read(hostile, {}, NOW, armed)).toEqual({ kind: 'confirm', address });
  });

  test.each([
    ['an endpoint that is not armed', {}, ENDPOINT],
    ['one that no longer is', {}, { ...ENDPOINT, armedUntil: NOW }],
    ['an endpoint that knows nothing of it', {}, undefined],
    ['another topic', { TopicArn: 'arn:aws:sns:us-east-1:999999999999:alarms' }, armed],
    ['a topic that is no ARN', { TopicArn: 'x' }, { ...armed, topics: ['x'] }],
    ['an ARN with an address in it', { TopicArn: 'arn:aws:sns:evil.example/:123456789012:a' }, armed],
    ['a token with more in it', { Token: 'ab&Action=DeleteTopic' }, armed],
    ['no token', { Token: '' }, armed],
  ])('%s confirms nothing', (_, more, endpoint) => {
    expect(sns.read({ ...asked(), ...more }, {}, NOW, endpoint).kind).toMatch(/^(ignored|unmapped)$/);
  });

  test('an end of the subscription asks for nothing', () => {
    expect(sns.read(captured('ignored/unsubscribe-confirmation.json'), {}, NOW, armed).kind).toBe('ignored');
  });
});

describe('an alarm', () => {
  const alarmOf = (name: string) => {
    const reading = sns.read(captured(name), {}, NOW, ENDPOINT);
    return reading.kind === 'alerts' ? reading.alerts[0] : undefined;
  };

  test('on one metric tells all that its message holds', () => {
    expect(alarmOf('plain.firing.json')).toMatchObject({
      key: 'sns:arn:aws:cloudwatch:us-east-1:123456789012:alarm:checkout-5xx',
      keyOf: 'rule',
      status: 'firing',
      startsAt: Date.UTC(2026, 10, 25, 11, 40, 41, 989),
      title: 'checkout-5xx',
      labels: {
        alarm_name: 'checkout-5xx',
        account: '123456789012',
        region: 'us-east-1',
        namespace: 'AWS/ApplicationELB',
        metric_name: 'HTTPCode_Target_5XX_Count',
        TargetGroup: 'targetgroup/checkout/6d0ecf831eec9f09',
        LoadBalancer: 'app/shop/50dc6c495c0c9188',
      },
      threshold: 25,
      comparison: 'above',
      periodSeconds: 60,
      periods: 2,
      observed: 61,
      points: [
        [Date.UTC(2026, 10, 25, 11, 38) / 1_000, 44],
        [Date.UTC(2026, 10, 25, 11, 39) / 1_000, 61],
      ],
      url: 'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/checkout-5xx',
    });
    expect(JSON.parse(alarmOf('plain.firing.json')?.query ?? '')[0].MetricStat).toMatchObject({
      Period: 60,
      Stat: 'Sum',
    });
  });

  test('with metric math keeps its expression, and names the service that all its metrics are of', () => {
    const alarm = alarmOf('metric-math.firing.json');
    expect(alarm).toMatchObject({ threshold: 5, periods: 3, observed: 13.2, labels: { service: 'checkout' } });
    expect(alarm?.labels).not.toHaveProperty('metric_name');
    expect(JSON.parse(alarm?.query ?? '')).toHaveLength(3);
  });

  test('on a band has no threshold and no one direction', () => {
    const alarm = alarmOf('anomaly-band.firing.json');
    expect(alarm).toMatchObject({ labels: { service: 'search' }, observed: 2104.2, periodSeconds: 300 });
    expect(alarm).not.toHaveProperty('threshold');
    expect(alarm).not.toHaveProperty('comparison');
  });

  test('that is composite names the alarms that set it off', () => {
    expect(alarmOf('composite.firing.json')).toMatchObject({ labels: { triggering_alarms: 'checkout-5xx' } });
    expect(alarmOf('composite.firing.json')).not.toHaveProperty('query');
  });

  test('with too few data is ignored', () => {
    const reading = sns.read(captured('ignored/insufficient-data.json'), {}, NOW, ENDPOINT);
    expect(reading).toMatchObject({ kind: 'ignored', reason: expect.stringContaining('INSUFFICIENT_DATA') });
  });
});

test('an alarm with any one string made hostile, or of another type, is read or told, and stays storable', () => {
  for (const name of ['plain', 'metric-math', 'anomaly-band', 'composite']) {
    const envelope = captured(`${name}.firing.json`);
    for (const change of stringLeaves(JSON.parse(envelope.Message))) {
      for (const value of ['', '\u0000\ud800', 'x'.repeat(20_000), null, 1e308, [], {}]) {
        const reading = sns.read({ ...envelope, Message: JSON.stringify(change(value)) }, {}, NOW, ENDPOINT);
        expect(['alerts', 'unmapped', 'ignored']).toContain(reading.kind);
        const said = JSON.stringify(reading);
        expect(said).not.toMatch(/\\u0000|\\ud[89a-f]/i);
        expect(said.length).toBeLessThan(50_000);
      }
    }
  }
});

test('the same message is the same delivery, whatever else of it changed', () => {
  const key = (envelope: unknown) => sns.dedupeKey(request(envelope), NOW);
  expect(key(notification({ Message: 'another' }))).toBe(key(notification()));
  expect(key(notification({ MessageId: 'another' }))).not.toBe(key(notification()));
  expect(key(notification({ TopicArn: `${TOPIC}2` }))).not.toBe(key(notification()));
});
