import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { A, B, C, comparison, D, event } from '../../../test/support/cases/deploy-events.ts';
import { buildLedger } from './build-ledger.ts';
import type { AttemptState } from './deploy-event.ts';
import type { Comparison } from './ledger-deploy.ts';

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
