import { expect, test } from '@jest/globals';
import { caseOf, deploy, given, ONSET, PLAIN, told } from '../../../test/support/cases/weighed-case.ts';
import type { ChangeCandidate, DeployCandidate } from '../candidates/list-candidates.ts';
import type { CaseDeploy } from '../case.ts';
import type { TrafficRise } from '../evidence/background/traffic-rise.ts';
import { MINUTE_MS } from '../time.ts';
import { scoreChange } from './score-change.ts';
import { scoreDeploy } from './score-deploy.ts';

test('a flag took effect where its service gets more requests and nobody outside sends more', () => {
  const effect = (rise: Partial<TrafficRise>, minutes = 2, service: string | null = 'newsletter') => {
    const at = ONSET - minutes * MINUTE_MS;
    const change = service === null ? { at } : { at, service };
    const bare = given(caseOf({ changes: [change] }));
    const traffic = new Map([
      ['newsletter', { service: 'newsletter', factor: 2, from: 'inside' as const, familiar: false, ...rise }],
    ]);
    const seen = { ...bare, traffic };
    const [candidate] = bare.candidates.changes as [ChangeCandidate];
    const { clues, log } = scoreChange(seen, candidate);
    const found = told(clues).find((line) => line.startsWith('took-effect'));
    expect(found === undefined).toBe(Math.abs(log - scoreChange(bare, candidate).log) < 1e-9);
    return found;
  };
  expect(effect({})).toBe(
    'took-effect 1.500: requests to newsletter, which it touches, rose to 2.0 times while those from outside did not',
  );
  expect(effect({ factor: 64 })).toContain('took-effect 3.000: ');
  expect(effect({}, 10)).toBeDefined();
  expect(effect({}, 11)).toBeUndefined();
  expect(effect({}, -1)).toBeDefined();
  expect(effect({}, -2)).toBeUndefined();
  expect(effect({ from: 'outside' })).toBeUndefined();
  expect(effect({ factor: 1 })).toBeUndefined();
  expect(effect({}, 2, null)).toBeUndefined();
  expect(effect({}, 2, 'payments')).toBeUndefined();
});

test('who reads what it cannot take fails with the first message: a reader that was live for long is rarely to blame', () => {
  const logs = { services: new Map(), noChange: [], signatures: [], beside: null };
  const drop = (minutes: number, service = 'cart') => {
    const theCase = caseOf({ deploys: [deploy('d', minutes, { service })] });
    const all = given(theCase);
    const [candidate] = all.candidates.deploys as [DeployCandidate];
    const log = (unreadable: boolean) => scoreDeploy({ ...all, logs: { ...logs, unreadable } }, candidate).log;
    return log(true) - log(false);
  };
  expect(drop(60)).toBeCloseTo(Math.log(PLAIN.readsLater), 2);
  expect(drop(1)).toBeGreaterThan(Math.log(PLAIN.readsLater) / 4);
  expect(drop(60, 'web')).toBeCloseTo(drop(1, 'web'), 9);
  const says = (minutes: number) => {
    const all = given(caseOf({ deploys: [deploy('d', minutes)] }));
    const [candidate] = all.candidates.deploys as [DeployCandidate];
    return told(scoreDeploy({ ...all, logs: { ...logs, unreadable: true } }, candidate).clues)[0];
  };
  expect(says(60)).toMatch(/: live 1 h before the problem began, and it read on until then what it now cannot read$/);
  expect(says(5)).toMatch(/: live 5 min before the problem began$/);
});

test.each([
  [0, 'rolled-back-since 1.735: after cart was rolled back, cart was as bad as before in 0 of 5 readings'],
  [1, 'rolled-back-since -1.735: after cart was rolled back, cart was as bad as before in 5 of 5 readings'],
])('what became of the trouble after a rollback counts for its deploy: %d', (share, says) => {
  const all = given(caseOf({ deploys: [deploy('d', 3)] }), { undone: new Map([['d', { live: 0, later: 5, share }]]) });
  const [candidate] = all.candidates.deploys as [DeployCandidate];
  const { clues, log } = scoreDeploy(all, candidate);
  expect(told(clues).find((line) => line.startsWith('rolled-back-since'))).toBe(says);
  expect(log - scoreDeploy({ ...all, undone: new Map() }, candidate).log).toBeCloseTo(share === 0 ? 1.735 : -1.735, 3);
});

test('a rollback counts for the deploy that it took back, if it was after the onset and is live', () => {
  const back = () => deploy('r', -4, { kind: 'rollback' });
  const undoneBy = (one: CaseDeploy) =>
    given(caseOf({ deploys: [deploy('c', 60), deploy('d', 3), one] })).candidates.deploys.map(
      ({ undone }) => undone?.live,
    );
  expect(undoneBy(back())).toEqual([undefined, ONSET + 4 * MINUTE_MS, undefined]);
  expect(undoneBy({ ...back(), kind: 'deploy' })).toEqual([undefined, undefined, undefined]);
  expect(undoneBy({ ...back(), service: 'web' })).toEqual([undefined, undefined, undefined]);
  const { liveAt: _, ...running } = back();
  expect(undoneBy(running)).toEqual([undefined, undefined, undefined]);
});

test('a deploy does not explain a service that fails beside it', () => {
  const beside = { service: 'billing', template: 'ledger is closed' };
  const logs = { services: new Map(), noChange: [], signatures: [], unreadable: false, beside };
  const toldOf = (service: string) => {
    const topology = [...(caseOf().topology ?? []), { from: 'stock', to: 'orders-queue' }];
    const all = given(caseOf({ topology, deploys: [deploy('d', 5, { service })] }));
    const [candidate] = all.candidates.deploys as [DeployCandidate];
    const { clues, log } = scoreDeploy({ ...all, logs }, candidate);
    const found = told(clues).find((line) => line.startsWith('fails-beside'));
    expect(log - scoreDeploy(all, candidate).log).toBeCloseTo(found === undefined ? 0 : -PLAIN.beside, 9);
    return found;
  };
  // The alerting service shares a queue with billing, and yet no deploy of it was ever why such a one failed.
  expect(toldOf('cart')).toBe(
    'fails-beside -2.000: billing, which was not deployed and does not call cart, fails too: ledger is closed',
  );
  expect(toldOf('search')).toBeDefined();
  // What it puts into the queue may be what both cannot take.
  expect(toldOf('stock')).toBeUndefined();
  expect(toldOf('orders-queue')).toBeUndefined();
  expect(toldOf('billing')).toBeUndefined();
});
