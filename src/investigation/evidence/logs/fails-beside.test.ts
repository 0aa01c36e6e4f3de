import { expect, test } from '@jest/globals';
import { fresh, HOURLY, twoUsersOf } from '../../../../test/support/cases/fresh-signature.ts';
import { callGraph } from '../location/call-graph.ts';
import { failsBeside } from './fails-beside.ts';
import type { FreshSignature } from './fresh-signatures.ts';

const graph = twoUsersOf('stock');
const line = (service: string, more: Partial<FreshSignature> = {}): FreshSignature => ({
  signature: fresh(`${service} fails`, { service }),
  growth: 1,
  share: 0.2,
  ...more,
});
const found = (lines: readonly FreshSignature[], ...deployed: string[]) =>
  failsBeside(lines, graph, 'shop', new Set(deployed))?.service;

test('a service without a tie to the alerting one that was not deployed', () => {
  expect(failsBeside([line('shop'), line('player')], graph, 'shop', new Set(['shop']))).toEqual({
    service: 'player',
    template: 'player fails',
  });
  expect(found([line('shop'), line('player')], 'player')).toBeUndefined();
});

test('not the alerting one, its callers or what it calls', () => {
  expect(found([line('shop'), line('web'), line('stock')])).toBeUndefined();
});

test('not one that tells of the alerting one', () => {
  const restarts = fresh('Back-off restarting failed container shop', { service: 'kubelet' });
  expect(found([line('kubelet', { signature: restarts })])).toBeUndefined();
  const workshop = fresh('workshop-7 is full', { service: 'kubelet' });
  expect(found([line('kubelet', { signature: workshop })])).toBe('kubelet');
});

test('only errors that are new or grew much, and warnings that it never gave but for waiting and load', () => {
  expect(found([line('player', { growth: 0.5 })])).toBeUndefined();
  expect(found([line('player', { growth: 0.51 })])).toBe('player');
  const warns = (message: string, isNew = true) =>
    found([line('player', { signature: fresh(message, { service: 'player', level: 'warn', isNew }) })]);
  expect(warns('unknown state "Open", drawn grey')).toBe('player');
  expect(warns('unknown state "Open", drawn grey', false)).toBeUndefined();
  expect(warns('slow answer of shop')).toBeUndefined();
});

test('the one with most new errors, whatever their order', () => {
  const lines = [line('player'), line('radio', { share: 0.3 }), line('atlas')];
  expect(found(lines)).toBe('radio');
  expect(found([line('player'), line('atlas')])).toBe('atlas');
  expect(found([line('atlas'), line('player')])).toBe('atlas');
  const alike = ['player', 'atlas'].map((service) => line(service, { signature: fresh('full', { service }) }));
  expect(found(alike)).toBe('atlas');
  expect(found(alike.toReversed())).toBe('atlas');
});

test('nothing where no call is known: everything may depend on everything', () => {
  const bare = callGraph({ id: 'c', askedAt: HOURLY, alert: { service: 'shop', startedAt: HOURLY }, deploys: [] });
  expect(failsBeside([line('player')], bare, 'shop', new Set())).toBeNull();
});
