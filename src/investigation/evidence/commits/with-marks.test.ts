import { expect, test } from '@jest/globals';
import { changed, commit, incident, logged, QUIET } from '../../../../test/support/cases/commit-incident.ts';
import type { CaseSeries } from '../../case.ts';
import { plainText } from '../../sentence.ts';
import type { CommitEvidence } from './commit-evidence.ts';
import { withMarks } from './with-marks.ts';

const LEAK = commit(
  'leak',
  'Snapshots are kept',
  changed('src/store.ts', 'cache.set(key, snapshot); // evictions by redis'),
);
const theCase = incident([LEAK, QUIET], { logs: logged('cannot sort the seat list') });
const [deploy] = theCase.deploys as [(typeof theCase.deploys)[0]];
const series: CaseSeries = { id: 'shop/evictions', service: 'shop', name: 'redis_evicted_keys', points: [] };
const before: ReadonlyMap<string, CommitEvidence> = new Map([
  ['leak', { logWeight: 1, beforehand: 0, clues: [] }],
  ['quiet', { logWeight: 1, beforehand: 0, clues: [] }],
]);

test('what the marked metric is called counts for the commits of its deploy, and the logs do not count again', () => {
  const marked = withMarks(before, theCase, [{ deploy, series }]);
  const [clue] = marked.get('leak')?.clues ?? [];
  expect(clue?.clue).toBe('marked-metric');
  expect(plainText(clue?.says ?? [])).toBe('it shares words with shop/evictions, which has changed since its deploy');
  expect(marked.get('leak')?.logWeight).toBeCloseTo(1 + (clue?.weight ?? 0), 9);
  expect(clue?.weight).toBeGreaterThan(0.3);
  expect(clue?.weight).toBeLessThanOrEqual(2);
  expect(marked.get('quiet')).toEqual(before.get('quiet'));
});

test('nothing without a mark, for commits of other deploys, and for the service’s own name', () => {
  expect(withMarks(before, theCase, [])).toEqual(before);
  expect(
    withMarks(before, theCase, [{ deploy: { ...deploy, commits: ['quiet'] }, series }]).get('leak')?.clues,
  ).toEqual([]);
  const named = { ...series, id: 'store', service: 'store', name: 'store' };
  expect(withMarks(before, theCase, [{ deploy, series: named }])).toEqual(before);
});
