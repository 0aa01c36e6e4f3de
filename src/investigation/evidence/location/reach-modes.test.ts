import { expect, test } from '@jest/globals';
import { callGraph } from './call-graph.ts';
import { reachModes } from './reach-modes.ts';

/** Who calls whom: `web cart`. */
const CALLS = ['web cart', 'cart payments', 'cart db', 'reports db'];

function graphOf(...calls: string[]) {
  const topology = calls.map((call) => {
    const [from = '', to = ''] = call.split(' ');
    return { from, to };
  });
  return callGraph({ id: 'c', askedAt: 0, alert: { service: 'web', startedAt: 0 }, deploys: [], topology });
}

const odds = {
  calleeStep: 0.8,
  burden: 0.2,
  handsOn: 0.03,
  unreadable: 0.2,
  heard: 0.5,
  unrelated: 0.05,
  unknownGraph: 0.3,
};
const graph = graphOf(...CALLS);
const modes = (service: string) => reachModes(graph, service, 'web', odds);

test('what it calls fails, or burdens what both call', () => {
  expect(modes('payments')).toEqual([{ odds: 0.8 ** 2, shows: 'payments', how: 'fails' }]);
  const cart = modes('cart');
  expect(cart.map(({ shows, how }) => `${shows} ${how}`)).toEqual([
    'cart fails',
    'payments burdens',
    'db burdens',
    'web hands-on',
  ]);
  expect(cart[0]?.odds).toBeCloseTo(0.8 * 0.8, 9);
  expect(cart[1]?.odds).toBeCloseTo((0.2 * 0.8 ** 2) / 2, 9);
});

test('what it is seen to have filled takes the place of failing, and of all else that it could burden', () => {
  const filled = reachModes(graph, 'cart', 'web', odds, 'handsOn', 'db');
  expect(filled.map(({ shows, how }) => `${shows} ${how}`)).toEqual(['cart fails', 'db fills', 'web hands-on']);
  expect(filled[0]?.odds).toBeCloseTo(0.2 * 0.8, 9);
  expect(filled[1]?.odds).toBeCloseTo(0.8 * 0.8 ** 2, 9);
  expect(reachModes(graph, 'cart', 'web', odds, 'handsOn', 'cart')).toEqual(modes('cart'));
});

test('one that it never calls can only burden a shared database', () => {
  const [only] = modes('reports');
  expect(only?.shows).toBe('db');
  expect(only?.odds).toBeCloseTo(0.2 * 0.8 ** 2, 9);
});

test('who calls it through others burdens it through them, weaker with every step', () => {
  const graph = graphOf(...CALLS, 'web ads');
  const [only, ...more] = reachModes(graph, 'web', 'payments', odds);
  expect(more).toEqual([]);
  expect(only).toEqual({ odds: expect.closeTo(0.2 * 0.8, 9), shows: 'payments', how: 'burdens', through: ['cart'] });
});

test('what it answers, sends through a queue or leaves in a store may break the receiver alone', () => {
  expect(modes('cart').at(-1)).toEqual({ odds: 0.03, shows: 'web', how: 'hands-on' });
  expect(modes('payments').some(({ how }) => how === 'hands-on')).toBe(false);
  const queued = graphOf('ingest readings-topic', 'web readings-topic');
  expect(reachModes(queued, 'ingest', 'web', odds).map(({ shows, how }) => `${shows} ${how}`)).toEqual([
    'readings-topic burdens',
    'web hands-on',
  ]);
});

test('of whom something is heard reaches it, whatever the graph knows', () => {
  const heard = (service: string) => reachModes(graph, service, 'web', odds, 'heard');
  expect(heard('newsletter')).toEqual([{ odds: 0.5, shows: 'web', how: 'hands-on' }]);
  expect(heard('cart').at(-1)).toEqual({ odds: 0.5, shows: 'web', how: 'hands-on' });
  expect(heard('web')).toEqual(modes('web'));
});

test('who cannot read what it was handed may have got it from a callee, or through any store that both use', () => {
  const handed = (service: string) => reachModes(graph, service, 'web', odds, 'unreadable');
  expect(handed('cart').at(-1)).toEqual({ odds: 0.2, shows: 'web', how: 'hands-on' });
  expect(handed('payments')).toEqual(modes('payments'));
  const stored = graphOf('ingest prices-redis', 'web prices-redis');
  expect(reachModes(stored, 'ingest', 'web', odds).at(-1)).toEqual({ odds: 0.03, shows: 'web', how: 'hands-on' });
  expect(reachModes(stored, 'ingest', 'web', odds, 'unreadable').at(-1)?.how).toBe('hands-on');
});

test('what it cannot read may have come through who calls both', () => {
  const tokens = graphOf('claims tokens', 'claims web', 'shop web', 'shop ads');
  expect(reachModes(tokens, 'tokens', 'web', odds, 'unreadable')).toEqual([
    { odds: 0.2, shows: 'web', how: 'hands-on', through: ['claims'] },
  ]);
  expect(reachModes(tokens, 'tokens', 'web', odds).map(({ odds }) => odds)).toEqual([0.05]);
  // What it is called by hands nothing on to it in that way.
  expect(reachModes(tokens, 'claims', 'web', odds, 'unreadable').map(({ how }) => how)).toEqual(['burdens']);
  expect(reachModes(tokens, 'web', 'web', odds, 'unreadable').map(({ how }) => how)).toEqual(['fails']);
});

test('of what no call is known it may be at work in itself or in all that the alerting one depends on', () => {
  const places = modes('terraform');
  expect(places.map(({ shows, how }) => `${shows} ${how}`)).toEqual([
    'terraform fails',
    'cart fails',
    'db fails',
    'payments fails',
    'web fails',
  ]);
  for (const { odds } of places) expect(odds).toBeCloseTo(0.3 / 5, 9);
});

test('no path, and no graph at all', () => {
  const away = graphOf(...CALLS, 'newsletter mailer');
  for (const service of ['newsletter', 'mailer']) {
    expect(reachModes(away, service, 'web', odds)).toEqual([{ odds: 0.05, shows: service, how: 'fails' }]);
  }
  const blind = graphOf();
  expect(reachModes(blind, 'cart', 'web', odds)).toEqual([{ odds: 0.3, shows: 'cart', how: 'fails' }]);
  expect(reachModes(blind, 'web', 'web', odds)).toEqual([{ odds: 1, shows: 'web', how: 'fails' }]);
});
