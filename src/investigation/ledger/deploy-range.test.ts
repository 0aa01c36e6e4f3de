import { describe, expect, test } from '@jest/globals';
import { A, B, C, comparison, event, find } from '../../../test/support/cases/deploy-events.ts';
import { buildLedger } from './build-ledger.ts';
import type { DeployEvent } from './deploy-event.ts';
import type { Comparison, LedgerDeploy } from './ledger-deploy.ts';

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
