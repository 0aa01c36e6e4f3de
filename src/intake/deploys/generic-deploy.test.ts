import { describe, expect, test } from '@jest/globals';
import type { DeployReading } from './contract.ts';
import { genericDeploy } from './generic-deploy.ts';

const SHA = '0f1e2d3c4b5a69788796a5b4c3d2e1f001020304';
const REPORT = {
  id: 'build-1',
  repo: 'acme/shop',
  environment: 'production',
  sha: SHA,
  status: 'success',
  started_at: '2026-11-23T03:06:00Z',
  finished_at: '2026-11-23T03:09:00Z',
};
const NOW = Date.UTC(2026, 10, 23, 4);
const read = (change: object): DeployReading => genericDeploy.read({ ...REPORT, ...change }, {}, NOW);
const events = (reading: DeployReading) => (reading.kind === 'deploys' ? reading.events : []);

test('the end tells the beginning too', () => {
  expect(events(read({}))).toMatchObject([
    { attempt: 'build-1', state: 'in_progress', at: Date.UTC(2026, 10, 23, 3, 6), sha: SHA },
    { attempt: 'build-1', state: 'success', at: Date.UTC(2026, 10, 23, 3, 9), sha: SHA },
  ]);
});

test('a deploy that was rolled back failed, and what was live before is live again', () => {
  expect(events(read({ status: 'rolled_back' })).at(-1)).toMatchObject({ state: 'failure', restoresPrevious: true });
});

test('without a time the arrival will stand in', () => {
  expect(events(read({ started_at: null, finished_at: undefined }))).toEqual([
    expect.not.objectContaining({ at: expect.anything() }),
  ]);
});

describe('a commit that is not named in full is not taken', () => {
  test.each([
    SHA.slice(0, 39),
    `${SHA}0`,
    SHA.slice(0, 7),
    'main',
    'HEAD',
    'refs/heads/main',
    `g${SHA.slice(1)}`,
    ` ${SHA}`,
  ])('%j', (sha) => {
    expect(read({ sha })).toMatchObject({ kind: 'unmapped', reason: expect.stringContaining('40 hexadecimal digits') });
  });

  test('upper case is the same commit', () => {
    expect(events(read({ sha: SHA.toUpperCase() }))[0]?.sha).toBe(SHA);
  });
});

test.each([
  [{ started_at: '2026-11-23T03:10:00Z' }, 'started_at is after finished_at'],
  [{ started_at: 'yesterday' }, 'started_at is not a time'],
  [{ finished_at: '2026-11-23T03:09:00' }, 'finished_at is not a time with its zone'],
  [{ status: 'great' }, 'status is none of'],
  [{ repo: 'shop' }, 'repo is not OWNER/NAME'],
  [{ repo: undefined }, 'neither repo nor service'],
  [{ previous_sha: 'HEAD~1' }, 'previous_sha'],
  [{ id: '' }, 'does not fit its documented shape at id. It needs'],
  [{ sha: undefined }, 'does not fit its documented shape at sha.'],
])('%j is told', (change, reason) => {
  expect(read(change)).toMatchObject({ kind: 'unmapped', reason: expect.stringContaining(reason) });
});

describe('the dedupe key', () => {
  const key = (headers: Record<string, string>, body: string) =>
    genericDeploy.dedupeKey({ headers, body: new TextEncoder().encode(body), now: NOW }, NOW);

  test('of one id and body is one, whenever it is sent again', () => {
    const again = genericDeploy.dedupeKey(
      { headers: { 'idempotency-key': 'a' }, body: new TextEncoder().encode('{}'), now: NOW },
      NOW + 86_400_000,
    );
    expect(again).toBe(key({ 'idempotency-key': 'a' }, '{}'));
  });

  test('of one id with another body is another, so that the conflict is stored and told', () => {
    expect(key({ 'webhook-id': 'a' }, '{}')).not.toBe(key({ 'webhook-id': 'a' }, '{ }'));
  });
});
