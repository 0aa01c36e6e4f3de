import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildLedger } from './build-ledger.ts';
import type { DeployEvent } from './deploy-event.ts';
import type { Comparison } from './ledger-deploy.ts';
import { missingComparisons } from './missing-comparisons.ts';
import { reachability } from './reachability.ts';

const [A, B] = ['a'.repeat(40), 'b'.repeat(40)];

const success = (attempt: string, at: number, sha: string): DeployEvent => ({
  eventId: attempt,
  attempt,
  state: 'success',
  at,
  sha,
  source: 'github',
  repositoryId: 1,
  service: 'web',
  environment: 'production',
});

test('asks for every SHA itself and for each step, once', () => {
  const events = [success('1', 1, A), success('2', 2, B), success('3', 3, A), success('4', 4, B), success('5', 5, B)];
  expect(missingComparisons(buildLedger(events, []), [])).toEqual([
    { base: A, head: A },
    { base: B, head: B },
    { base: A, head: B },
    { base: B, head: A },
  ]);
});

test('asks for the way back of a rollback between diverged SHAs', () => {
  const comparisons: Comparison[] = [
    reachability(A, true),
    reachability(B, true),
    { base: A, head: B, status: 'unknown', commits: [], truncated: false },
    { base: B, head: A, status: 'diverged', commits: [A], truncated: false },
  ];
  const deploys = buildLedger([success('1', 1, A), success('2', 2, B), success('3', 3, A)], comparisons);
  expect(missingComparisons(deploys, comparisons)).toEqual([]);
  const withoutTheWayBack = comparisons.filter(({ base, head }) => !(base === A && head === B));
  expect(missingComparisons(deploys, withoutTheWayBack)).toEqual([{ base: A, head: B }]);
});

test.each(['main', '', 'abc1234'])('never asks for what is no SHA: %j', (sha) => {
  const deploys = buildLedger([success('1', 1, A), success('2', 2, sha), success('3', 3, B)], []);
  expect(missingComparisons(deploys, [])).toEqual([
    { base: A, head: A },
    { base: B, head: B },
  ]);
});

test('asking, answering and asking again comes to an end, and then every range is known', () => {
  const shas = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(40));
  const status = fc.constantFrom<Comparison['status']>('ahead', 'behind', 'diverged');
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...shas), { maxLength: 12 }),
      fc.infiniteStream(status),
      (history, statuses) => {
        const events = history.map((sha, at) => success(String(at), at, sha));
        let known: Comparison[] = [];
        for (let round = 0; round < 3; round += 1) {
          const answers = missingComparisons(buildLedger(events, known), known).map(({ base, head }) =>
            base === head
              ? reachability(head, true)
              : { base, head, status: statuses.next().value, commits: [head], truncated: false },
          );
          known = [...known, ...answers];
        }
        const deploys = buildLedger(events, known);
        expect(missingComparisons(deploys, known)).toEqual([]);
        expect(deploys.slice(1).every(({ commits, verified }) => commits !== undefined && verified)).toBe(true);
      },
    ),
  );
});
