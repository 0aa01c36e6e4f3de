import { expect, test } from '@jest/globals';
import type { Case, CaseSeries } from '../../case.ts';
import { plainText } from '../../sentence.ts';
import { commitScene } from './scene/commit-scene.ts';
import { weighCommits } from './weigh-commits.ts';

const ASKED = Date.UTC(2026, 2, 2, 14);
const patch = (line: string) => [{ path: 'src/a.ts', patch: `@@ -1 +1 @@\n-x\n+${line}` }];
const theCase: Case = {
  id: 'c',
  askedAt: ASKED,
  alert: { service: 'shop', startedAt: ASKED, title: 'slow' },
  deploys: [{ id: 'd', service: 'shop', startedAt: ASKED - 60_000, commits: ['keys', 'text'] }],
  commits: [
    { sha: 'keys', message: 'Way to set', files: patch('client.set(evicted, prefix)') },
    { sha: 'text', message: 'Spelling', files: patch('return colour') },
  ],
};
const metric = (id: string, name?: string): CaseSeries => ({
  id,
  service: 'shop',
  points: [],
  ...(name === undefined ? {} : { name }),
});
const clues = (...moved: CaseSeries[]) =>
  (weighCommits(commitScene(theCase, moved)).get('keys')?.clues ?? []).map(
    ({ clue, says }) => `${clue}: ${plainText(says)}`,
  );

test('what a metric that moved is called counts like words of the logs, and is told as what it is', () => {
  expect(clues(metric('shop/cache', 'redis_evictedKeys_total'))).toEqual(
    expect.arrayContaining(['logged-in-diff: its changed lines hold evicted of logs and metrics']),
  );
  expect(clues()).toEqual([]);
});

test('it shows a mechanism, but names no setting and no service', () => {
  const commits = [
    { sha: 'keys', message: 'x', files: patch('sleep(thread_pool_queue, shop)') },
    ...(theCase.commits ?? []).slice(1),
  ];
  const scene = commitScene({ ...theCase, commits }, [metric('shop/thread_pool_queue')]);
  const found = weighCommits(scene).get('keys')?.clues ?? [];
  expect(found.map(({ clue }) => clue)).toContain('logged-mechanism');
  expect(found.map(({ clue }) => clue)).not.toContain('named-thing');
  expect(found.map(({ says }) => plainText(says)).join()).not.toContain('shop');
});
