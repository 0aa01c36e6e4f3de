import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildLedger } from './build-ledger.ts';
import type { AttemptState, DeployEvent } from './deploy-event.ts';
import type { Comparison, LedgerDeploy } from './ledger-deploy.ts';
import { reachability } from './reachability.ts';

const sha = (letter: string) => letter.repeat(40);
const [A, B, C, D] = [sha('a'), sha('b'), sha('c'), sha('d')];

function event(
  attempt: string,
  state: AttemptState,
  at: number,
  head: string,
  more: Partial<DeployEvent> = {},
): DeployEvent {
  return {
    eventId: `${attempt}:${state}:${at}`,
    attempt,
    state,
    at,
    sha: head,
    source: 'github',
    repositoryId: 1,
    service: 'web',
    environment: 'production',
    ...more,
  };
}

function comparison(base: string, head: string, status: Comparison['status'], commits: string[] = []): Comparison {
  return { base, head, status, commits, truncated: false };
}

const find = (deploys: readonly LedgerDeploy[], id: string) => deploys.find((deploy) => deploy.id === id);

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

describe('the range', () => {
  const live = (id: string, at: number, head: string, more: Partial<DeployEvent> = {}) =>
    event(id, 'success', at, head, more);

  test('of the first deploy ever is unknown', () => {
    const [deploy] = buildLedger([live('1', 100, A)], [comparison(A, A, 'identical')]);
    expect(deploy?.kind).toBe('unknown');
    expect(deploy).not.toHaveProperty('previousSha');
    expect(deploy).not.toHaveProperty('commits');
  });

  test('is last live to new, so a failed attempt rides in the next', () => {
    const deploys = buildLedger(
      [live('1', 100, A), event('2', 'failure', 200, B), live('3', 300, C)],
      [comparison(A, B, 'ahead', [B]), comparison(A, C, 'ahead', [B, C])],
    );
    expect(find(deploys, '2')).toMatchObject({ previousSha: A, kind: 'deploy', commits: [B] });
    expect(find(deploys, '3')).toMatchObject({ previousSha: A, kind: 'deploy', commits: [B, C] });
  });

  test('is pending, and no guess, while nothing was compared', () => {
    const deploy = find(buildLedger([live('1', 100, A), live('2', 200, B)], []), '2');
    expect(deploy).toMatchObject({ kind: 'unknown', previousSha: A });
    expect(deploy).not.toHaveProperty('commits');
  });

  const statuses: [string, Comparison[], LedgerDeploy['kind'], string[] | undefined][] = [
    ['ahead: what it brought', [comparison(A, B, 'ahead', [C, B])], 'deploy', [C, B]],
    ['behind: what vanished', [comparison(A, B, 'behind', [C, A])], 'rollback', [C, A]],
    ['identical: never a commit', [comparison(A, B, 'identical')], 'redeploy', []],
    ['diverged: a hotfix with its own commits', [comparison(A, B, 'diverged', [B])], 'deploy', [B]],
    ['unknown: nothing', [comparison(A, B, 'unknown')], 'unknown', undefined],
  ];
  test.each(statuses)('%s', (_, comparisons, kind, commits) => {
    const deploy = find(buildLedger([live('1', 100, A), live('2', 200, B)], comparisons), '2');
    expect(deploy?.kind).toBe(kind);
    expect(deploy?.commits).toEqual(commits);
  });

  test('of the same SHA again is a redeploy without asking', () => {
    const deploy = find(buildLedger([live('1', 100, A), live('2', 200, A)], []), '2');
    expect(deploy).toMatchObject({ kind: 'redeploy', commits: [], previousSha: A });
  });

  test('says when it is longer than what could be read', () => {
    const long: Comparison = { ...comparison(A, B, 'ahead', [B]), truncated: true };
    expect(find(buildLedger([live('1', 100, A), live('2', 200, B)], [long]), '2')).toMatchObject({ truncated: true });
  });

  describe('of a SHA that was live before', () => {
    const history = [live('1', 100, A), live('2', 200, B), live('3', 300, A)];

    test('is a rollback although git cannot tell', () => {
      expect(find(buildLedger(history, []), '3')).toMatchObject({ kind: 'rollback', previousSha: B });
      expect(find(buildLedger(history, [comparison(B, A, 'unknown')]), '3')).not.toHaveProperty('commits');
    });

    test('and diverged: the commits are those that vanished', () => {
      const diverged = comparison(B, A, 'diverged', [A]);
      expect(find(buildLedger(history, [diverged]), '3')).not.toHaveProperty('commits');
      const both = [diverged, comparison(A, B, 'diverged', [B])];
      expect(find(buildLedger(history, both), '3')).toMatchObject({ kind: 'rollback', commits: [B] });
      const gone = [diverged, comparison(A, B, 'unknown')];
      expect(find(buildLedger(history, gone), '3')).not.toHaveProperty('commits');
    });

    test('but ahead of the last is forward again', () => {
      const deploys = buildLedger([...history, live('4', 400, B)], [comparison(A, B, 'ahead', [B])]);
      expect(find(deploys, '4')).toMatchObject({ kind: 'deploy', commits: [B] });
    });
  });

  const declared: [string, Comparison['status'], 'rollback' | 'config'][] = [
    ['ahead', 'ahead', 'rollback'],
    ['behind', 'behind', 'config'],
    ['identical', 'identical', 'config'],
    ['diverged', 'diverged', 'config'],
    ['diverged', 'diverged', 'rollback'],
    ['unknown', 'unknown', 'config'],
  ];
  test.each(declared)('keeps what the source declared, %s', (_, status, kind) => {
    const comparisons = [comparison(A, B, status, status === 'identical' ? [] : [B])];
    expect(find(buildLedger([live('1', 100, A), live('2', 200, B, { kind })], comparisons), '2')?.kind).toBe(kind);
  });

  test('keeps a declared kind for the first deploy and for a redeploy', () => {
    const deploys = buildLedger([live('1', 100, A, { kind: 'config' }), live('2', 200, A, { kind: 'config' })], []);
    expect(deploys.map(({ kind }) => kind)).toEqual(['config', 'config']);
  });
});

describe('the same deploy told by two sources', () => {
  const DAY = 86_400_000;
  const from = (source: string, at: number, head = A) => event(`${source}@${at}`, 'success', at, head, { source });
  const kept = (...said: DeployEvent[]) => buildLedger(said, []).map(({ id }) => id);

  test.each([
    ['a push and its deployment', ['github:push', 'github:deployment'], 'github:deployment'],
    ['a run and its job', ['github:workflow_run', 'github:workflow_job'], 'github:workflow_job'],
    ['a release and a run', ['github:release', 'github:workflow_run'], 'github:workflow_run'],
    ['a run and a source of another system', ['github:workflow_run', 'argocd'], 'argocd'],
    ['a source that is called like a method', ['github:push', 'constructor'], 'constructor'],
  ])('%s are one', (_, sources, best) => {
    expect(kept(...sources.map((source) => from(source, 100)))).toEqual([`${best}@100`]);
    expect(kept(...sources.toReversed().map((source) => from(source, 100)))).toEqual([`${best}@100`]);
  });

  test('is one within a day', () => {
    expect(kept(from('github:push', 0), from('github:deployment', DAY))).toHaveLength(1);
    expect(kept(from('github:push', 0), from('github:deployment', DAY + 1))).toHaveLength(2);
  });

  test('counts as its better source says: a push whose deployment failed was never live', () => {
    const failed = event('told', 'failure', 200, A, { source: 'github:deployment' });
    expect(buildLedger([from('github:push', 100), failed], [])).toMatchObject([{ id: 'told', outcome: 'failure' }]);
  });

  test('are two where the SHAs differ or the sources are equal', () => {
    expect(kept(from('github:push', 100), from('github:deployment', 100, B))).toHaveLength(2);
    expect(kept(from('github:push', 100), from('github:release', 100))).toHaveLength(2);
    expect(kept(from('argocd', 100), from('argocd', 101))).toHaveLength(2);
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

describe('for any events', () => {
  const states: AttemptState[] = ['requested', 'waiting', 'in_progress', 'success', 'failure', 'inactive'];
  const anEvent = fc
    .record({
      attempt: fc.constantFrom('1', '2', '3', '4', '5'),
      state: fc.constantFrom(...states),
      at: fc.integer({ min: 0, max: 20 }),
      head: fc.constantFrom(A, B, C, D),
      transient: fc.constantFrom(undefined, true, false),
      actor: fc.constantFrom(undefined, 'ada', 'bob'),
      source: fc.constantFrom('github:deployment', 'github:push', 'github:workflow_run'),
      copy: fc.integer({ min: 0, max: 2 }),
    })
    .map(({ attempt, state, at, head, transient, actor, source, copy }) =>
      event(attempt, state, at, head, {
        source,
        eventId: `${attempt}:${copy}:${state}`,
        ...(transient !== undefined && { transient }),
        ...(actor !== undefined && { actor }),
      }),
    );
  const aComparison = fc
    .record({
      pair: fc.constantFrom(...[A, B, C, D].flatMap((base) => [A, B, C, D].map((head) => [base, head] as const))),
      status: fc.constantFrom<Comparison['status']>('ahead', 'behind', 'diverged', 'unknown'),
      commits: fc.subarray([A, B, C, D]),
    })
    .map(({ pair: [base, head], status, commits }) => comparison(base, head, status, commits));
  const comparisons = fc.uniqueArray(aComparison, { selector: ({ base, head }) => `${base}${head}` });
  const shuffled = fc
    .array(anEvent, { maxLength: 25 })
    .chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 })),
    );

  test('neither order nor repetition matters', () => {
    fc.assert(
      fc.property(shuffled, comparisons, ([events, again], compared) => {
        expect(buildLedger(again, compared)).toEqual(buildLedger(events, compared));
      }),
    );
  });

  test('windows do not overlap, are in order and chain by SHA', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 25 }), comparisons, (events, compared) => {
        const live = buildLedger(events, compared)
          .filter((deploy) => deploy.liveAt !== undefined)
          .sort((a, b) => (a.liveAt ?? 0) - (b.liveAt ?? 0) || a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
        live.forEach((deploy, index) => {
          const next = live[index + 1];
          expect(deploy.startedAt).toBeLessThanOrEqual(deploy.liveAt ?? Number.NaN);
          expect(deploy.previousSha).toBe(live[index - 1]?.sha);
          if (next !== undefined) expect(deploy.endedAt).toBeLessThanOrEqual(next.liveAt ?? Number.NaN);
          if (deploy.transient !== true) expect(deploy.endedAt).toBe(next?.liveAt);
        });
      }),
    );
  });

  test('only what had a success is live; what is not live never has a window', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 25 }), (events) => {
        for (const deploy of buildLedger(events, [])) {
          const successes = events.filter(({ attempt, state }) => attempt === deploy.id && state === 'success');
          expect(deploy.liveAt !== undefined).toBe(deploy.outcome === 'success');
          if (deploy.liveAt === undefined) expect(deploy.endedAt).toBeUndefined();
          else expect(successes.map(({ at }) => at)).toContain(deploy.liveAt);
        }
      }),
    );
  });

  test('a redeploy never has a commit', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 25 }), comparisons, (events, compared) => {
        for (const deploy of buildLedger(events, compared)) {
          if (deploy.sha === deploy.previousSha) expect(deploy).toMatchObject({ kind: 'redeploy', commits: [] });
        }
      }),
    );
  });
});

describe('what a source says was live before', () => {
  test('gives the first deploy ever seen its range', () => {
    const [deploy] = buildLedger([event('1', 'success', 100, B, { previousSha: A })], [comparison(A, B, 'ahead', [B])]);
    expect(deploy).toMatchObject({ previousSha: A, kind: 'deploy', commits: [B] });
  });

  test('never goes before what the ledger knows', () => {
    const deploys = buildLedger(
      [event('1', 'success', 100, B), event('2', 'success', 200, C, { previousSha: A })],
      [comparison(B, C, 'ahead', [C])],
    );
    expect(find(deploys, '2')).toMatchObject({ previousSha: B, commits: [C] });
  });
});

describe('two sources that both tell of a deploy', () => {
  const minute = 60_000;
  const by = (source: string) => ({ source });

  test('make it one, as the first of them had it live', () => {
    const deploys = buildLedger(
      [
        event('g', 'success', 10 * minute, B, by('github:deployment')),
        event('c', 'success', 11 * minute, B, by('generic-deploy')),
        event('f', 'failure', 12 * minute, B, by('flagger')),
      ],
      [],
    );
    expect(deploys).toMatchObject([{ id: 'g', sha: B, liveAt: 10 * minute }]);
  });

  test('tell of two where another SHA was live in between, or much time lies there', () => {
    const back = buildLedger(
      [
        event('1', 'success', 10 * minute, A, by('github:deployment')),
        event('2', 'success', 12 * minute, B, by('github:deployment')),
        event('3', 'success', 14 * minute, A, by('generic-deploy')),
      ],
      [],
    );
    expect(back.map(({ id }) => id)).toEqual(['1', '2', '3']);
    const later = buildLedger(
      [
        event('1', 'success', 10 * minute, A, by('github:deployment')),
        event('2', 'success', 50 * minute, A, by('generic-deploy')),
      ],
      [],
    );
    expect(later.map(({ id, kind }) => [id, kind])).toEqual([
      ['1', 'unknown'],
      ['2', 'redeploy'],
    ]);
  });

  test('a repetition by the same source stays one', () => {
    const deploys = buildLedger([event('1', 'success', minute, A), event('2', 'success', 2 * minute, A)], []);
    expect(deploys.map(({ kind }) => kind)).toEqual(['unknown', 'redeploy']);
  });
});
