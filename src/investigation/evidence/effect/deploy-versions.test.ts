import { describe, expect, test } from '@jest/globals';
import type { LedgerDeploy } from '../../ledger/ledger-deploy.ts';
import { MINUTE_MS } from '../../time.ts';
import type { VersionRun } from '../series/version-runs.ts';
import { deployVersions } from './deploy-versions.ts';

const minute = (of: number): number => of * MINUTE_MS;
const SHA = `abcdef1${'0'.repeat(33)}`;
const BEFORE = `fedcba9${'0'.repeat(33)}`;

function deploy(startedAt: number, more: Partial<LedgerDeploy> = {}): LedgerDeploy {
  const place = { repositoryId: 1, service: 'cart', environment: 'production' };
  const told = { id: `d${startedAt}`, source: 'github', sha: SHA, outcome: 'success', kind: 'deploy' } as const;
  return { ...place, ...told, startedAt: minute(startedAt), liveAt: minute(startedAt + 2), ...more };
}

/** Each minute from the first until the last, so much. */
function ran(first: number, last: number, amount = 10): VersionRun[] {
  return Array.from({ length: last - first }, (_, at) => ({
    from: minute(first + at),
    to: minute(first + at + 1),
    amount,
  }));
}

function versions(runs: Readonly<Record<string, VersionRun[]>>, of = deploy(60), others: readonly LedgerDeploy[] = []) {
  const found = deployVersions(of, [of, ...others], new Map(Object.entries(runs)));
  return found === undefined ? undefined : `${found.old} → ${found.new}`;
}

describe('by when they ran', () => {
  test('the one that began with the rollout replaces the one that did most before it', () => {
    expect(versions({ '2.0': ran(0, 120), '2.1': ran(61, 120, 1) })).toBe('2.0 → 2.1');
    // A bucket over the beginning may hold the first pod.
    expect(versions({ '2.0': ran(0, 63), '2.1': ran(60, 120) })).toBe('2.0 → 2.1');
    expect(versions({ '2.0': ran(0, 40), '2.1': ran(61, 120) })).toBe('2.0 → 2.1');
  });

  test('one pod of something else beside the old one changes nothing, as much of it as of the old one leaves both out', () => {
    const beside = (amount: number) =>
      versions({ '2.0': ran(0, 120, 100), odd: ran(0, 120, amount), '2.1': ran(61, 120) });
    expect(beside(1)).toBe('2.0 → 2.1');
    expect(beside(50)).toBe('2.0 → 2.1');
    expect(beside(51)).toBeUndefined();
  });

  test('two that began with the rollout are equally likely', () => {
    expect(versions({ '2.0': ran(0, 120), '2.1': ran(61, 120), odd: ran(62, 120) })).toBeUndefined();
  });

  test('what ran before, or began long after it was live, is not what it brought', () => {
    expect(versions({ '2.0': ran(0, 120), '2.1': ran(59, 120) })).toBeUndefined();
    expect(versions({ '2.0': ran(0, 120), '2.1': [...ran(10, 11, 1), ...ran(61, 120)] })).toBeUndefined();
    expect(versions({ '2.0': ran(0, 120), '2.1': ran(77, 120) })).toBe('2.0 → 2.1');
    expect(versions({ '2.0': ran(0, 120), '2.1': ran(78, 120) })).toBeUndefined();
    const { liveAt: _, ...running } = deploy(60);
    expect(versions({ '2.0': ran(0, 120), '2.1': ran(78, 120) }, running)).toBe('2.0 → 2.1');
  });

  test('of metrics that begin later, or of one version alone, nothing is told', () => {
    expect(versions({ '2.0': ran(61, 120), '2.1': ran(62, 120) })).toBeUndefined();
    expect(versions({ '2.1': ran(61, 120) })).toBeUndefined();
    expect(versions({ '2.0': ran(0, 120) })).toBeUndefined();
    expect(versions({})).toBeUndefined();
  });

  test('each of several deploys has its own pair, however long the first version ran', () => {
    const [first, second] = [deploy(60), deploy(90)];
    const runs = { '2.0': ran(0, 63), '2.1': ran(61, 93), '2.2': ran(91, 120) };
    expect(versions(runs, first, [second])).toBe('2.0 → 2.1');
    expect(versions(runs, second, [first])).toBe('2.1 → 2.2');
    // Of the minute in which the second began nobody knows whose version it is.
    expect(versions({ '2.0': ran(0, 120), '2.1': ran(90, 120) }, first, [second])).toBeUndefined();
    const elsewhere = [
      deploy(90, { service: 'web' }),
      deploy(61, { environment: 'staging' }),
      deploy(50, { service: 'web' }),
    ];
    expect(versions({ '2.0': ran(0, 50), '2.1': ran(61, 120) }, first, elsewhere)).toBe('2.0 → 2.1');
  });
});

describe('by the commit', () => {
  test('whole, or its first seven letters: certain, whatever else began then', () => {
    for (const [now, was] of [
      [SHA, BEFORE],
      ['abcdef1', 'fedcba9'],
      ['abcdef100', 'fedcba900'],
    ] as const) {
      const runs = { [was]: ran(0, 120), [now]: ran(61, 120), odd: ran(61, 120), other: ran(0, 120, 90) };
      expect(versions(runs, deploy(60, { previousSha: BEFORE }))).toBe(`${was} → ${now}`);
    }
  });

  test('one of the two is known, the other is found by when it ran', () => {
    expect(versions({ '2.0': ran(0, 120), abcdef1: ran(61, 120), odd: ran(61, 120) })).toBe('2.0 → abcdef1');
    const of = deploy(60, { previousSha: BEFORE });
    expect(versions({ fedcba9: ran(0, 120), '2.1': ran(61, 120), other: ran(0, 120, 90) }, of)).toBe('fedcba9 → 2.1');
  });

  test('six letters, another commit and the same commit again are no proof', () => {
    expect(versions({ '2.0': ran(0, 120), abcdef: ran(61, 120), odd: ran(61, 120) })).toBeUndefined();
    expect(versions({ '2.0': ran(0, 120), abcdef2: ran(61, 120), odd: ran(61, 120) })).toBeUndefined();
    expect(versions({ abcdef1: ran(0, 120), odd: ran(61, 120) }, deploy(60, { previousSha: SHA }))).toBeUndefined();
  });
});
