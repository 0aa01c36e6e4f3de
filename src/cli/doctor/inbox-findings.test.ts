import { expect, test } from '@jest/globals';
import { LOOKED_AT, patientInMemory } from '../../../test/support/terminal/patient-in-memory.ts';
import { MINUTE_MS } from '../../investigation/time.ts';
import type { DeliveryBrief } from '../../storage/inbox-contract.ts';
import { inboxFindings } from './inbox-findings.ts';

const delivery = (changes: Partial<DeliveryBrief> = {}): DeliveryBrief => ({
  installationId: 7,
  id: '5',
  endpoint: 'default',
  source: 'alertmanager',
  kind: 'alert',
  dedupeKey: 'x',
  via: 'push',
  receivedAt: LOOKED_AT - MINUTE_MS,
  state: 'dead',
  reason: 'it is not JSON',
  ...changes,
});
const ofGitHub = (id: string, changes: Partial<DeliveryBrief> = {}) =>
  delivery({ installationId: 0, id, endpoint: 'github', source: 'github', kind: 'github', ...changes });
const look = (deliveries: readonly DeliveryBrief[]) => inboxFindings(patientInMemory({ stored: { deliveries } }));

test('is skipped where the store is not open', async () => {
  expect(await inboxFindings(patientInMemory({}))).toMatchObject([{ state: 'skipped' }]);
});

test('is in order where everything was read', async () => {
  expect(await look([delivery({ state: 'done' }), ofGitHub('6', { state: 'done' })])).toEqual([
    { state: 'ok', says: '2 deliveries: 2 done, 0 ignored, 0 unmapped, 0 dead, 0 pending.' },
  ]);
});

test('what could not be read is told with its reason', async () => {
  const [, dead, ...others] = await look([delivery()]);
  expect(dead).toMatchObject({
    state: 'problem',
    says: '1 could not be read, and stay stored: 2026-11-25 11:59 UTC delivery 5 from alertmanager at default: dead: it is not JSON',
  });
  expect(others).toEqual([]);
});

test('what of it is of GitHub has a line of its own, also where many others are newer', async () => {
  const newer = Array.from({ length: 30 }, (_, n) => delivery({ id: `${100 + n}` }));
  const found = await look([...newer, ofGitHub('17'), ofGitHub('16', { state: 'done' }), ofGitHub('3')]);
  expect(found.map(({ state }) => state)).toEqual(['ok', 'problem', 'problem']);
  expect(found[1]?.says).not.toContain('github');
  expect(found[2]).toEqual({
    state: 'problem',
    says: '2 of what could not be read came from GitHub and entered no weekly summary; what was told there of changes, deploys or commands is missing.',
    todo: '`whatchanged replay-deliveries 17 3 --dry-run` tells why; without `--dry-run` it reads these again.',
  });
});

test('of very many the newest are named, and the number is a lower bound', async () => {
  const found = await look(Array.from({ length: 1_200 }, (_, n) => ofGitHub(`${2_000 - n}`)));
  expect(found[2]).toMatchObject({
    says: expect.stringMatching(/^At least 1000 of what could not be read came from GitHub /),
    todo: expect.stringContaining('2000 1999 1998 1997 1996 --dry-run'),
  });
});

test('what mapped to nothing is told with each reason once, the newest first', async () => {
  const long = `leg b${' and'.repeat(50)} what to write`;
  const unmapped = (id: string, reason: string) => ofGitHub(id, { state: 'unmapped', reason });
  const [, found] = await look([unmapped('9', long), unmapped('8', 'leg a'), unmapped('7', long)]);
  expect(found).toMatchObject({ state: 'warning', says: `3 mapped to nothing, the last: ${long} · leg a` });
});

test('one that waits for long is a problem', async () => {
  const waiting = (minutes: number) =>
    look([delivery({ state: 'pending', receivedAt: LOOKED_AT - minutes * MINUTE_MS })]);
  expect(await waiting(5)).toHaveLength(1);
  expect((await waiting(6))[1]).toMatchObject({ state: 'problem', says: 'One is unread since 2026-11-25 11:54 UTC.' });
});
