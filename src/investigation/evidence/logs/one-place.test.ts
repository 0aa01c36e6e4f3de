import { describe, expect, test } from '@jest/globals';
import { row, SINCE } from '../../../../test/support/cases/log-rows.ts';
import { plainText } from '../../sentence.ts';
import type { SignatureRows } from './log-signatures.ts';
import { onePlaceClues } from './one-place.ts';

describe('lines of one place', () => {
  const told = (
    messages: readonly string[],
    more: Partial<SignatureRows> = {},
    share = 1,
    quiet: SignatureRows[] = [],
  ) =>
    onePlaceClues(
      [
        {
          growth: 1,
          share,
          signature: {
            service: 'shop',
            template: 'slow',
            level: 'error',
            before: 0,
            after: 9,
            rateRatio: 9,
            isNew: true,
            firstAfter: SINCE,
            rows: messages.map((message) => row(1, message)),
            ...more,
          },
        },
      ],
      quiet,
    ).map(({ clue, weight, says }) => [clue, weight, plainText(says)]);

  test.each([
    ['node ip-1', 'ip-1'],
    ['broker 3', '3'],
    ['shard=s-4', 's-4'],
    ['disk:sd1', 'sd1'],
    ['rack r-2', 'r-2'],
    ['zone=eu-3c', 'eu-3c'],
    ['az use1-az2', 'use1-az2'],
    ['node id=n-7', 'n-7'],
    ['node "n-8"', 'n-8'],
    ["node 'n-9'", 'n-9'],
    ['{"node":"n-7"}', 'n-7'],
    ['{"node_name": "n-7"}', 'n-7'],
    ['k8s.node.name=n-7', 'n-7'],
    ['brokerId: 3', '3'],
    ['availability_zone=eu-3c', 'eu-3c'],
    ['availabilityZone=eu-3c', 'eu-3c'],
    ['availability-zone eu-3c', 'eu-3c'],
  ])('%s', (message, place) => {
    expect(told([message, message, message])).toEqual([
      ['one-node', 1, `nearly all new lines that name a node name the same one: ${place}`],
    ]);
  });

  test.each([
    ['tenant a-1', 'a-1'],
    ['file f.7', 'f.7'],
    ['record=4', '4'],
    ['document 5', '5'],
    ['customer_id:"6"', '6'],
    ["account_id='7@x'", '7@x'],
  ])('%s', (message, place) => {
    expect(told([message, message, message])).toEqual([
      ['one-record', 0.9, `nearly all new lines that name a tenant or record name the same one: ${place}`],
    ]);
  });

  test.each([
    ['partition readings-7 at offset 88213377.', '88213377'],
    ['message id 7741032 rejected', '7741032'],
    ['MSG#ab-41200', 'ab-41200'],
    ['delivery_tag=100200', '100200'],
    ['order (55120-b)', '55120-b'],
    ['event "0b6ad8f2-9c1e-4c58-8a57-0f6f7f0d9a11" failed', '0b6ad8f2-9c1e-4c58-8a57-0f6f7f0d9a11'],
  ])('%s', (message, place) => {
    expect(told([message, message, message])).toEqual([
      ['one-record', 0.9, `nearly all new lines that name a record name the same one: ${place}`],
    ]);
  });

  test('no record: short numbers, limits, and what only looks like a name of one', () => {
    for (const message of [
      'document: 502',
      'order 4711',
      'message larger than 1048576',
      'event order-created',
      'reorder 5512000',
    ]) {
      expect(told([message, message, message])).toEqual([]);
    }
  });

  test('a tenant whose number looks like a status is one all the same', () => {
    const message = 'tenant 342 fails';
    expect(told([message, message, message])[0]?.[2]).toContain('342');
    const both = [...Array.from({ length: 90 }, () => message), ...Array.from({ length: 9 }, () => 'tenant 7 fails')];
    expect(told(both)).toEqual([]);
  });

  test('a record is told once, by its tenant before its number', () => {
    const both = 'tenant a-1, message 7741032';
    expect(told([both, both, both])).toEqual([
      ['one-record', 0.9, 'nearly all new lines that name a tenant or record name the same one: a-1'],
    ]);
  });

  test('a small part of the trouble is little evidence; words that are no names are none', () => {
    const same = ['node n-1', 'node n-1', 'node n-1'];
    expect(told(same, {}, 0.25)).toEqual([['one-node', 0.5, expect.any(String)]]);
    expect(told([...same, ...['a', 'b', 'c'].map((name) => `node ${name}`)])).toHaveLength(1);
    expect(told(['node is', 'node is', 'node is'])).toEqual([]);
    expect(told([`${'x'.repeat(2_000)} node n-1`, ...same.slice(1)])).toEqual([]);
  });

  test('only lines since the trouble began count, by how many lines a row stands for', () => {
    const rows = [row(-5, 'node n-9', { count: 90 }), ...[1, 2, 3].map((minute) => row(minute, 'node n-1'))];
    expect(told([], { rows })).toHaveLength(1);
    const { firstAfter: _, ...never } = { firstAfter: 0, rows };
    expect(told([], never)).toHaveLength(1);
    const mixed = (count: number) => [row(1, 'node n-2'), row(1, 'node n-2'), row(1, 'node n-1', { count })];
    expect(told([], { rows: mixed(38) })).toHaveLength(1);
    expect(told([], { rows: mixed(37) })).toEqual([]);
    expect(told([], { rows: mixed(38).reverse() })).toHaveLength(1);
  });

  test('a place that lines without trouble name too, and no other, is the only one there is', () => {
    const quiet = (...messages: string[]): SignatureRows => ({
      ...{ service: 'shop', template: 'x', before: 9, after: 9, rateRatio: 1, isNew: false },
      level: 'other',
      rows: messages.map((message) => row(-5, message)),
    });
    const same = ['zone=a-1', 'zone=a-1', 'zone=a-1'];
    expect(told(same, {}, 1, [quiet('stored', 'stored zone=a-1', 'stored zone=a-1')])).toEqual([]);
    expect(told(same, {}, 1, [quiet('stored zone=a-1', 'stored zone=b-2')])).toHaveLength(1);
    expect(told(same, {}, 1, [quiet('stored zone=b-2')])).toHaveLength(1);
    expect(told(same, {}, 1, [{ ...quiet('stored zone=a-1'), level: 'error' }])).toHaveLength(1);
  });

  test('a kind of line that names no place takes no part in how much of the trouble it is', () => {
    const part = (message: string, share: number) => ({
      growth: 1,
      share,
      signature: {
        service: 'shop',
        template: message,
        level: 'error' as const,
        before: 0,
        after: 9,
        rateRatio: 9,
        isNew: true,
        firstAfter: SINCE,
        rows: [1, 2, 3].map((minute) => row(minute, message)),
      },
    });
    const [clue] = onePlaceClues([part('node n-1', 0.2), part('failed', 0.8)], []);
    expect(clue?.weight).toBeCloseTo(0.4, 9);
  });
});
