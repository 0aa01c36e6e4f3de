import { describe, expect, test } from '@jest/globals';
import { LOOKED_AT, type PatientsStorage, patientInMemory } from '../../../test/support/terminal/patient-in-memory.ts';
import type { AppHook, TriedDelivery } from '../../readers/repository/open-app-facts.ts';
import { webhookFindings } from './webhook-findings.ts';

const URL = 'https://w.example/webhooks/github';
const tried = (statusCode: number, status = 'OK'): TriedDelivery => ({
  event: 'push',
  at: LOOKED_AT,
  statusCode,
  status,
});

function look(
  hook: Partial<AppHook>,
  deliveries: readonly TriedDelivery[] = [tried(202)],
  { publicUrl, stored }: { publicUrl?: string; stored?: PatientsStorage } = { publicUrl: 'https://w.example' },
) {
  const github = { hook: async () => ({ insecure: false, ...hook }), deliveries: async () => deliveries };
  return webhookFindings(
    patientInMemory({
      github,
      ...(publicUrl === undefined ? {} : { publicUrl }),
      ...(stored === undefined ? {} : { stored }),
    }),
  );
}

test('is skipped where the private key is not', async () => {
  expect(await webhookFindings(patientInMemory({}))).toMatchObject([{ state: 'skipped' }]);
});

describe('where GitHub sends', () => {
  test('to our public address: in order', async () => {
    expect(await look({ url: URL, contentType: 'json' })).toEqual([
      { state: 'ok', says: `GitHub sends to ${URL}.` },
      { state: 'ok', says: 'The last delivery (push, 2026-11-25 12:00 UTC) arrived.' },
    ]);
  });

  test('elsewhere, or nowhere: our address is told', async () => {
    expect((await look({ url: 'https://old.example/webhooks/github' }))[0]).toMatchObject({
      state: 'problem',
      todo: expect.stringContaining(URL),
    });
    expect((await look({}))[0]).toMatchObject({ state: 'problem', says: expect.stringContaining('no webhook') });
  });

  test.each([
    ['https://any.example/webhooks/github', 'ok'],
    ['https://any.example/', 'problem'],
    ['no address', 'problem'],
  ])('without a public address of ours only the path can be judged: %s is %s', async (url, state) => {
    expect((await look({ url }, [tried(202)], {}))[0]?.state).toBe(state);
  });

  test('in a form that is not read, and to a certificate that nobody checks', async () => {
    const found = await look({ url: URL, contentType: 'form', insecure: true });
    expect(found.map(({ state }) => state)).toEqual(['ok', 'problem', 'warning', 'ok']);
    expect(found[1]?.says).toBe('Its content type is form, and only JSON is read.');
  });
});

describe('what it was answered', () => {
  const last = async (...given: Parameters<typeof look>) => (await look(...given)).at(-1);

  test('nothing was sent at all', async () => {
    expect(await last({ url: URL }, [])).toMatchObject({ state: 'warning' });
  });

  test('failures before the last one are counted', async () => {
    expect((await last({ url: URL }, [tried(200), tried(500), tried(0), tried(299)]))?.says).toMatch(
      /arrived; 2 of the last 4 failed and are pulled from its log\.$/,
    );
  });

  test('the last one failed: by the status it is the secret or the way here', async () => {
    expect(await last({ url: URL }, [tried(401, 'Invalid HTTP Response: 401')])).toMatchObject({
      state: 'problem',
      says: 'The last delivery (push, 2026-11-25 12:00 UTC) failed: Invalid HTTP Response: 401 (401).',
      todo: expect.stringContaining('is not WEBHOOK_SECRET'),
    });
    expect(await last({ url: URL }, [tried(0, 'timed out')])).toMatchObject({
      todo: expect.stringContaining('reach this address'),
    });
  });

  test('our own reason stands beside it, where one is kept', async () => {
    const stored = { cursors: { '0 refused:github': { at: LOOKED_AT, reason: 'foreign-app' } } };
    expect((await last({ url: URL }, [tried(403)], { stored }))?.says).toMatch(/We said: X-GitHub-Hook-Install/);
    expect((await last({ url: URL }, [tried(403)], { stored: {} }))?.says).not.toContain('We said');
  });
});
