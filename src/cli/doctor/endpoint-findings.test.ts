import { describe, expect, test } from '@jest/globals';
import { LOOKED_AT, type PatientsStorage, patientInMemory } from '../../../test/support/terminal/patient-in-memory.ts';
import type { DeliveryBrief } from '../../storage/inbox-contract.ts';
import { alertEndpointFindings, deployEndpointFindings } from './endpoint-findings.ts';

const MINUTE = 60_000;
const ENDPOINT = { id: 'default', source: 'grafana', installationId: 1, secrets: ['s'] };
const REFUSED = '1 refused:default';
const delivery = (more: Partial<DeliveryBrief> = {}): Partial<DeliveryBrief> => ({
  id: '5',
  installationId: 1,
  endpoint: 'default',
  source: 'grafana',
  receivedAt: LOOKED_AT - 10 * MINUTE,
  state: 'done',
  ...more,
});
const alerts = (stored?: PatientsStorage, more: object = {}, publicUrl?: string) =>
  alertEndpointFindings(
    patientInMemory({
      configuration: { endpoints: [{ ...ENDPOINT, ...more }] },
      ...(stored === undefined ? {} : { stored }),
      ...(publicUrl === undefined ? {} : { publicUrl }),
    }),
  );

test('without an endpoint no alert can arrive; deploys come from GitHub as well', async () => {
  expect(await alertEndpointFindings(patientInMemory({}))).toMatchObject([{ state: 'problem' }]);
  expect(await deployEndpointFindings(patientInMemory({}))).toMatchObject([{ state: 'ok' }]);
});

describe('where nothing has arrived', () => {
  test('that is a warning with how the sender is connected', async () => {
    const [found] = await alerts({});
    expect(found).toMatchObject({
      state: 'warning',
      subject: 'http://127.0.0.1:3000/alerts/grafana/default',
      says: 'armed with 1 secret; nothing has arrived yet.',
      todo: 'Connect the sender: `whatchanged doctor --setup grafana` tells how.',
    });
    expect(found?.setup).toMatch(/\S/);
  });

  test('without the storage nobody knows', async () => {
    expect(await alerts()).toMatchObject([{ state: 'skipped' }]);
  });

  test('an endpoint of any source names those that there are', async () => {
    const [found] = await alerts({}, { source: '*', secrets: ['a', 'b'] }, 'https://w.example');
    expect(found).toMatchObject({
      subject: 'https://w.example/alerts/SOURCE/default',
      says: 'armed with 2 secrets; nothing has arrived yet.',
    });
    expect(found?.todo).toMatch(/--setup SOURCE` tells how; the sources are .*grafana/);
    expect(found).not.toHaveProperty('setup');
  });
});

describe('what arrived last', () => {
  test.each([
    ['done', 'ok', undefined],
    ['ignored', 'ok', undefined],
    ['pending', 'ok', undefined],
    ['dead', 'problem', /^See the log.*replay-deliveries 5`/],
    ['unmapped', 'problem', /^Map it in .github\/whatchanged.yml.*replay-deliveries 5`/],
  ] as const)('%s is %s', async (state, judged, todo) => {
    const [found] = await alerts({ deliveries: [delivery({ state })] });
    expect(found).toMatchObject({
      state: judged,
      says: `armed with 1 secret; the last delivery (grafana, 2026-11-25 11:50 UTC) is ${state}.`,
    });
    if (todo === undefined) expect(found?.todo).toBeUndefined();
    else expect(found?.todo).toMatch(todo);
  });

  test('its reason is told on one line, with one full stop', async () => {
    const [found] = await alerts({ deliveries: [delivery({ state: 'ignored', reason: 'it carries no alert.' })] });
    expect(found?.says).toMatch(/is ignored: it carries no alert\.$/);
  });
});

describe('what was refused', () => {
  const refused = (minutesAgo: number) => ({
    [REFUSED]: { at: LOOKED_AT - minutesAgo * MINUTE, reason: 'bad-credential' },
  });

  test('is a problem where nothing was ever accepted', async () => {
    const [found] = await alerts({ cursors: refused(3) });
    expect(found).toMatchObject({
      state: 'problem',
      says: 'armed with 1 secret; the last refused one came 2026-11-25 11:57 UTC: The signature or the secret is missing or does not match; nothing was ever accepted.',
    });
  });

  test('and where it is newer than what was accepted', async () => {
    const [found] = await alerts({ cursors: refused(3), deliveries: [delivery()] });
    expect(found?.state).toBe('problem');
    expect(found?.says).toMatch(/; the last accepted one came 2026-11-25 11:50 UTC\.$/);
  });

  test('but only a remark where the sender got through since', async () => {
    const [found] = await alerts({ cursors: refused(30), deliveries: [delivery()] });
    expect(found?.state).toBe('ok');
    expect(found?.says).toMatch(/is done; the last refused one came 2026-11-25 11:30 UTC: The signature/);
  });

  test('at an address that does not exist is most often a typing mistake', async () => {
    const cursors = { '0 refused:unknown': { at: LOOKED_AT, reason: 'unknown-endpoint' } };
    const found = await alerts({ cursors, deliveries: [delivery()] });
    expect(found[1]).toMatchObject({ state: 'warning', says: 'Somebody posted to one at 2026-11-25 12:00 UTC.' });
    expect(found[1]?.todo).toMatch(/the endpoints are default\.$/);
  });
});

describe('topics of SNS', () => {
  const words = async (more: object) => (await alerts({}, { source: 'sns', ...more }))[0]?.says;

  test('whether a new subscription is confirmed', async () => {
    const topics = ['arn:aws:sns:eu-central-1:1:a'];
    expect(await words({ topics, armedUntil: LOOKED_AT + 30 * MINUTE })).toMatch(
      /^armed for 1 topic, confirms subscriptions until 2026-11-25 12:30 UTC;/,
    );
    expect(await words({ topics, armedUntil: LOOKED_AT })).toMatch(/^armed for 1 topic, confirms no new/);
    expect(await words({})).toMatch(/^armed for 0 topics, confirms no new subscription now;/);
  });
});

test('deploys have an inbox of their own under the same name', async () => {
  const patient = patientInMemory({
    configuration: { deployEndpoints: [{ ...ENDPOINT, source: 'unheard-of' }] },
    stored: { deliveries: [delivery({ state: 'dead' }), delivery({ endpoint: 'deploy:default', source: 'json' })] },
  });
  expect(await deployEndpointFindings(patient)).toEqual([
    {
      state: 'ok',
      subject: 'http://127.0.0.1:3000/deploys/unheard-of/default',
      says: 'armed with 1 secret; the last delivery (json, 2026-11-25 11:50 UTC) is done.',
    },
  ]);
});
