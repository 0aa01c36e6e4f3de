import { expect, test } from '@jest/globals';
import { row, SINCE } from '../../../../test/support/cases/log-rows.ts';
import type { CallEdge, LogRow } from '../../case.ts';
import { plainText } from '../../sentence.ts';
import { callGraph } from '../location/call-graph.ts';
import type { SignatureRows } from './log-signatures.ts';
import { namedPlaceClue } from './named-place.ts';

function kind(rows: readonly LogRow[], more: Partial<SignatureRows> = {}): SignatureRows {
  return {
    ...{ service: rows[0]?.service ?? 'shop', template: 'slow', level: 'error', before: 0, after: 9, rateRatio: 9 },
    ...{ isNew: true, firstAfter: SINCE, rows },
    ...more,
  };
}

const lines = (message: string, service = 'shop') => [1, 2, 3].map((minute) => row(minute, message, { service }));
const LATE = kind(lines('late on gs-3'));
const quiet = (minute: number, message: string) =>
  kind([row(minute, message, { level: 'info' })], { level: 'other', template: 'fine' });

interface Scene {
  readonly deployed?: readonly string[];
  readonly rolling?: readonly string[];
  readonly topology?: readonly CallEdge[];
  readonly share?: number;
}

function told(trouble: readonly SignatureRows[], others: readonly SignatureRows[], scene: Scene = {}) {
  const { deployed = ['shop'], rolling = [], topology = [], share = 1 / trouble.length } = scene;
  const alert = { service: 'shop', startedAt: SINCE };
  const graph = callGraph({ id: 'c', askedAt: SINCE, alert, deploys: [], topology });
  return namedPlaceClue(
    trouble.map((signature) => ({ signature, share, growth: 1 })),
    [...trouble, ...others],
    { deployed: new Set(deployed), rolling: new Set(rolling), graph },
  ).map(({ clue, weight, says }) => [clue, weight, plainText(says)]);
}

const SAYS = 'of 3 places of one kind in the logs nearly all new lines name the same one: gs-3';

test('a name that all new lines share, one of several that other lines name', () => {
  expect(told([LATE], [quiet(5, 'moved from gs-1 to gs-2')])).toEqual([['one-node', 0.7, SAYS]]);
  expect(told([LATE], [quiet(5, 'moved to gs-1')])).toEqual([]);
  expect(told([LATE], [quiet(5, 'moved from gs-1 to gs-3')])).toEqual([]);
  expect(told([LATE], [quiet(5, 'moved from ip-1 to ip-2')])).toEqual([]);
  expect(told([LATE], [])).toEqual([]);
  expect(told([], [quiet(5, 'moved from gs-1 to gs-2')])).toEqual([]);
});

test('of a service that was deployed the others must still write: they may be the pods of the version before', () => {
  const gone = [quiet(-5, 'moved from gs-1 to gs-2')];
  expect(told([LATE], gone)).toEqual([]);
  expect(told([LATE], [...gone, quiet(5, 'moved to gs-1')])).toHaveLength(1);
  expect(told([LATE], gone, { deployed: [] })).toEqual([['one-node', 0.7, SAYS]]);
});

test('lines of the same kind from before the trouble are other lines', () => {
  const rows = [row(-5, 'late on gs-1'), row(-4, 'late on gs-2'), ...LATE.rows];
  expect(told([kind(rows)], [], { deployed: [] })).toHaveLength(1);
});

test('with a service that was not deployed one more is enough, and it counts more', () => {
  const relay = kind(lines('jitter on gs-3', 'relay'));
  const one = [quiet(-5, 'moved to gs-1')];
  expect(told([LATE, relay], one)).toEqual([
    [
      'one-node',
      1,
      'of 2 places of one kind in the logs nearly all new lines name the same one: gs-3, those of relay too, which was not deployed',
    ],
  ]);
  expect(told([LATE, relay], [])).toEqual([]);
  expect(told([LATE, relay], one, { deployed: ['shop', 'relay'] })).toEqual([]);
});

test('nearly all lines, of three rows at least, by how much of the trouble they are', () => {
  const others = [quiet(5, 'moved from gs-1 to gs-2')];
  expect(told([kind(LATE.rows.slice(1))], others)).toEqual([]);
  const mixed = (count: number) => kind([...LATE.rows, row(4, 'late on gs-4'), row(5, 'late on gs-3', { count })]);
  expect(told([mixed(16)], others)).toHaveLength(1);
  expect(told([mixed(15)], others)).toEqual([]);
  expect(told([LATE], others, { share: 0.25 })).toEqual([['one-node', 0.35, SAYS]]);
  const plain = kind(lines('failed'), { template: 'failed' });
  expect(told([LATE, plain], others, { share: 0.25 })).toEqual([['one-node', 0.35, SAYS]]);
  const { firstAfter: _, ...never } = LATE;
  expect(told([never], others)).toEqual([]);
});

test('a rollout of what names it or of what it is a part of explains it, and a member of what is called', () => {
  const others = [quiet(5, 'moved from gs-1 to gs-2')];
  const topology = [{ from: 'shop', to: 'gs' }];
  expect(told([LATE], others, { rolling: ['shop'] })).toEqual([]);
  expect(told([LATE], others, { rolling: ['gs'] })).toEqual([]);
  expect(told([LATE], others, { rolling: ['g'] })).toHaveLength(1);
  expect(told([LATE], others, { topology })).toEqual([]);
  expect(told([LATE], others, { topology: [{ from: 'gs', to: 'shop' }] })).toHaveLength(1);
});

test('the strongest alone, and of two alike the first by its words', () => {
  const both = kind(lines('late on gs-3 in eu-3c'));
  const others = [quiet(5, 'moved from gs-1 to gs-2, eu-3a, eu-3b')];
  const [[, , says] = []] = told([both], others);
  expect(told([both], others)).toHaveLength(1);
  expect(says).toContain('eu-3c');
  const part = kind(lines('late on eu-3c'), { template: 'x' });
  expect(told([part, LATE, LATE], others, { share: 0.2 })[0]?.[2]).toContain('gs-3');
});
