import { describe, expect, test } from '@jest/globals';
import { A, B, event } from '../../../test/support/cases/deploy-events.ts';
import { buildLedger } from './build-ledger.ts';
import type { DeployEvent } from './deploy-event.ts';

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
