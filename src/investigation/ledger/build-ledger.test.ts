import { describe, expect, test } from '@jest/globals';
import { A, B, C, event, find } from '../../../test/support/cases/deploy-events.ts';
import { buildLedger } from './build-ledger.ts';
import type { AttemptState } from './deploy-event.ts';
import type { Comparison, LedgerDeploy } from './ledger-deploy.ts';
import { reachability } from './reachability.ts';

describe('the time of an attempt', () => {
  test('is live from its first success and began with its first in_progress', () => {
    const [deploy] = buildLedger(
      [
        event('1', 'requested', 10, A),
        event('1', 'waiting', 20, A),
        event('1', 'in_progress', 500, A),
        event('1', 'success', 560, A),
        event('1', 'success', 900, A),
      ],
      [],
    );
    expect(deploy).toMatchObject({ startedAt: 500, liveAt: 560, outcome: 'success' });
    expect(deploy).not.toHaveProperty('endedAt');
  });

  test('begins with the request where no in_progress was said', () => {
    expect(buildLedger([event('1', 'requested', 10, A), event('1', 'success', 60, A)], [])).toMatchObject([
      { startedAt: 10, liveAt: 60 },
    ]);
  });

  test('does not begin before the last waiting for an approval', () => {
    const said = [event('1', 'requested', 10, A), event('1', 'waiting', 20, A), event('1', 'success', 7000, A)];
    expect(buildLedger(said, [])).toMatchObject([{ startedAt: 20, liveAt: 7000 }]);
  });

  test('has not begun while it only waits, and is left out', () => {
    expect(buildLedger([event('1', 'requested', 10, A), event('1', 'waiting', 20, A)], [])).toEqual([]);
  });

  test('never begins after it was live', () => {
    const said = [event('1', 'success', 50, A), event('1', 'in_progress', 90, A)];
    expect(buildLedger(said, [])).toMatchObject([{ startedAt: 50, liveAt: 50 }]);
  });

  test('runs until it has ended', () => {
    const [deploy] = buildLedger([event('1', 'in_progress', 10, A)], []);
    expect(deploy).toMatchObject({ startedAt: 10, outcome: 'in_progress' });
    expect(deploy).not.toHaveProperty('liveAt');
  });
});

describe('success and failure', () => {
  const cases: [string, [AttemptState, number][], LedgerDeploy['outcome'], number | undefined][] = [
    [
      'a failure is kept and never live',
      [
        ['in_progress', 1],
        ['failure', 9],
      ],
      'failure',
      undefined,
    ],
    [
      'a later success after a failure counts',
      [
        ['failure', 5],
        ['success', 9],
      ],
      'success',
      9,
    ],
    [
      'a success in the second of the failure does not',
      [
        ['failure', 5],
        ['success', 5],
      ],
      'failure',
      undefined,
    ],
    [
      'what was live once stays so',
      [
        ['success', 5],
        ['failure', 9],
      ],
      'success',
      5,
    ],
    [
      'inactive without a success is an end without being live',
      [
        ['requested', 5],
        ['inactive', 9],
      ],
      'failure',
      undefined,
    ],
  ];
  test.each(cases)('%s', (_, states, outcome, liveAt) => {
    const [deploy] = buildLedger(
      states.map(([state, at]) => event('1', state, at, A)),
      [],
    );
    expect(deploy?.outcome).toBe(outcome);
    expect(deploy?.liveAt).toBe(liveAt);
  });
});

describe('the live window', () => {
  test('ends when the next success begins, and not with inactive', () => {
    const deploys = buildLedger(
      [
        event('1', 'success', 100, A),
        event('1', 'inactive', 150, A),
        event('2', 'in_progress', 180, B),
        event('2', 'success', 200, B),
      ],
      [],
    );
    expect(find(deploys, '1')).toMatchObject({ liveAt: 100, endedAt: 200 });
    expect(find(deploys, '2')).not.toHaveProperty('endedAt');
  });

  test('does not end by a failed attempt or one that runs', () => {
    const deploys = buildLedger(
      [event('1', 'success', 100, A), event('2', 'failure', 200, B), event('3', 'in_progress', 300, C)],
      [],
    );
    expect(find(deploys, '1')).not.toHaveProperty('endedAt');
  });

  test('of a transient environment ends when it is destroyed', () => {
    const transient = { transient: true };
    const [deploy] = buildLedger(
      [event('1', 'success', 100, A, transient), event('1', 'inactive', 150, A, transient)],
      [],
    );
    expect(deploy).toMatchObject({ liveAt: 100, endedAt: 150, transient: true });
  });

  test('of a transient environment ends earlier where the next success came first', () => {
    const transient = { transient: true };
    const deploys = buildLedger(
      [
        event('1', 'success', 100, A, transient),
        event('1', 'inactive', 150, A, transient),
        event('2', 'success', 120, B, transient),
      ],
      [],
    );
    expect(find(deploys, '1')?.endedAt).toBe(120);
  });

  test('orders overlapping attempts by when they were live', () => {
    const deploys = buildLedger(
      [
        event('slow', 'in_progress', 10, A),
        event('fast', 'in_progress', 20, B),
        event('fast', 'success', 30, B),
        event('slow', 'success', 40, A),
      ],
      [],
    );
    expect(find(deploys, 'slow')).toMatchObject({ previousSha: B, liveAt: 40 });
    expect(find(deploys, 'fast')).toMatchObject({ liveAt: 30, endedAt: 40 });
    expect(find(deploys, 'fast')).not.toHaveProperty('previousSha');
  });
});

test('a tag stands for its commit once that was said', () => {
  const named = event('1', 'success', 5, 'tags/v1');
  const deploys = buildLedger([named, { ...named, eventId: 'resolved', sha: B }], []);
  expect(deploys).toMatchObject([{ sha: B }]);
});

describe('a SHA', () => {
  const verified = (head: string, comparisons: Comparison[]) =>
    buildLedger([event('1', 'success', 1, head)], comparisons)[0]?.verified;

  test('is verified only when the repository said that a branch or tag reaches it', () => {
    expect(verified(A, [])).toBeUndefined();
    expect(verified(A, [reachability(A, true)])).toBe(true);
    expect(verified(A, [reachability(A, false)])).toBe(false);
  });

  test.each(['', 'main', 'abc1234', A.toUpperCase(), `${A}f`])('that is none (%j) is never verified', (text) => {
    expect(verified(text, [reachability(text, true)])).toBe(false);
  });
});

test('carries what the source said beside the times', () => {
  const deploys = buildLedger(
    [
      event('1', 'requested', 1, A, { ref: 'main', actor: 'ada', production: true, transient: false }),
      event('1', 'in_progress', 2, A, { url: 'https://ci.example/1' }),
      event('1', 'success', 3, A, { url: 'https://ci.example/2', actor: 'bot', kind: 'config' }),
    ],
    [],
  );
  expect(deploys).toEqual([
    {
      id: '1',
      repositoryId: 1,
      service: 'web',
      environment: 'production',
      source: 'github',
      sha: A,
      ref: 'main',
      actor: 'ada',
      url: 'https://ci.example/2',
      startedAt: 2,
      liveAt: 3,
      outcome: 'success',
      kind: 'config',
      production: true,
      transient: false,
    },
  ]);
});

test('no events, no ledger', () => {
  expect(buildLedger([], [])).toEqual([]);
});
