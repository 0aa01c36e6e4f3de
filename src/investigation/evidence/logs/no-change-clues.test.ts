import { expect, test } from '@jest/globals';
import { fresh, HOURLY } from '../../../../test/support/cases/fresh-signature.ts';
import { plainText } from '../../sentence.ts';
import { callGraph } from '../location/call-graph.ts';
import type { SignatureRows } from './log-signatures.ts';
import { noChangeClues } from './no-change-clues.ts';

const GRAPH = callGraph({ id: 'c', askedAt: HOURLY, alert: { service: 'shop', startedAt: HOURLY }, deploys: [] });

test('each cause says in words what it means, and quotes the kind of line', () => {
  const said = Object.fromEntries(
    [
      'certificate has expired',
      'invalid_grant',
      'usage limit',
      'no such host',
      'disk full',
      'bad sector',
      'zone outage',
      'scrapy',
    ].map((message) => {
      const [clue] = noChangeClues([{ signature: fresh(message), growth: 1, share: 1 }], [], new Set(), GRAPH);
      return [clue?.clue, [clue?.weight, plainText(clue?.says ?? [])]];
    }),
  );
  expect(said).toEqual({
    'certificate-expiry': [1.8, 'new log lines speak of a certificate that has expired: certificate has expired'],
    'expired-secret': [1.6, 'new log lines speak of a secret or licence that has expired: invalid_grant'],
    quota: [1.3, 'new log lines speak of a quota that is used up: usage limit'],
    'name-resolution': [1, 'new log lines speak of names that cannot be resolved: no such host'],
    'disk-full': [1.2, 'new log lines speak of a full disk: disk full'],
    hardware: [1.2, 'new log lines speak of a failing disk or node: bad sector'],
    region: [1, 'new log lines speak of a region or zone: zone outage'],
    bots: [1, 'new log lines speak of logins or requests as robots send them: scrapy'],
  });
});

test('a cause counts by how much of the new trouble names it: half of it is as good as all', () => {
  const weightAt = (share: number, growth: number) =>
    noChangeClues([{ signature: fresh('disk full'), growth, share }], [], new Set(), GRAPH)[0]?.weight;
  expect(weightAt(0.5, 1)).toBeCloseTo(1.2, 9);
  expect(weightAt(0.25, 1)).toBeCloseTo(0.6, 9);
  expect(weightAt(0.25, 0.5)).toBeCloseTo(0.3, 9);
});

test('one row of a kind is enough to name a cause, and only its beginning is read', () => {
  const rows = ['x', 'disk full'].map((message) => ({ at: HOURLY, service: 'shop', message }));
  const clues = noChangeClues([{ signature: fresh('<*>', { rows }), growth: 1, share: 1 }], [], new Set(), GRAPH);
  expect(clues.map(({ clue }) => clue)).toEqual(['disk-full']);
  const late = `${'x '.repeat(1_000)}disk full https://api.pay.example/`;
  expect(noChangeClues([{ signature: fresh(late), growth: 1, share: 1 }], [], new Set(), GRAPH)).toEqual([]);
});

test('the strongest stands first, and those of one weight by their name', () => {
  const message = 'scrapy: no such host, zone outage, disk full';
  const clues = noChangeClues([{ signature: fresh(message), growth: 1, share: 1 }], [], new Set(), GRAPH);
  expect(clues.map(({ clue }) => clue)).toEqual(['disk-full', 'bots', 'name-resolution', 'region']);
});

test('of several hosts outside the one of most trouble is named; a quarter where its caller was just deployed', () => {
  const of = (host: string, share: number, service = 'shop') => ({
    signature: fresh(`GET https://${host}/ gave 500`, { service }),
    growth: 1,
    share,
  });
  const clues = (deployed: string[], ...all: ReturnType<typeof of>[]) =>
    noChangeClues(all, [], new Set(deployed), GRAPH).map(({ weight, says }) => [weight, plainText(says)]);
  const says = 'the new errors are about calls to b.two.example, a host outside';
  expect(clues([], of('a.one.example', 0.1), of('b.two.example', 0.4))).toEqual([[expect.closeTo(0.48, 9), says]]);
  expect(clues([], of('b.two.example', 0.4), of('a.one.example', 0.1))).toEqual([[expect.closeTo(0.48, 9), says]]);
  expect(clues(['shop'], of('b.two.example', 0.4))).toEqual([[expect.closeTo(0.12, 9), says]]);
  const both = clues(['tax'], of('b.two.example', 0.2), of('b.two.example', 0.2, 'tax'));
  expect(both).toContainEqual([expect.closeTo(0.12, 9), says]);
  expect(both).toContainEqual([expect.closeTo(0.8, 9), expect.stringContaining('fails with the same error')]);
  expect(both).toHaveLength(2);
  expect(clues([], { ...of('b.two.example', 0.4), growth: 0 })).toEqual([]);
});

test('of the lines of one kind the first twenty are searched for hosts', () => {
  const rows = Array.from({ length: 21 }, (_, index) => ({
    at: HOURLY,
    service: 'shop',
    message: index === 20 ? 'GET https://late.pay.example' : 'failed',
  }));
  const clues = (list: SignatureRows['rows']) =>
    noChangeClues([{ signature: fresh('GET', { rows: list }), growth: 1, share: 1 }], [], new Set(), GRAPH);
  expect(clues(rows)).toEqual([]);
  expect(clues(rows.slice(1))).toHaveLength(1);
});

test('a place that is found in two ways counts once, the stronger', () => {
  const at = (message: string, more: Partial<SignatureRows> = {}) =>
    fresh(message, { rows: [1, 2, 3].map(() => ({ at: HOURLY, service: 'shop', message })), ...more });
  const quiet = at('gs-fra-01 gs-fra-02', { level: 'other', template: 'fine' });
  const clues = (share: number, message: string) => {
    const signature = at(message);
    return noChangeClues([{ signature, growth: 1, share }], [signature, quiet], new Set(), GRAPH).map(
      ({ clue, weight }) => [clue, weight],
    );
  };
  expect(clues(1, 'node=gs-fra-03')).toEqual([['one-node', 1]]);
  expect(clues(1, 'late on gs-fra-03')).toEqual([['one-node', 0.7]]);
  const rolling = new Set(['shop']);
  const signature = at('late on gs-fra-03');
  expect(noChangeClues([{ signature, growth: 1, share: 1 }], [signature, quiet], new Set(), GRAPH, rolling)).toEqual(
    [],
  );
});
