import { expect, test } from '@jest/globals';
import { revertByHand } from './revert-by-hand.ts';

const [BAD, LATER, MERGE] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)] as const;
const commit = { sha: BAD, parents: ['0'.repeat(40)] };

test('what builds on the change is offered to be taken back first, newest first', () => {
  const dependents = [
    { sha: MERGE, paths: ['a'], parents: [LATER, BAD], near: { kind: 'lines' } as const },
    { sha: LATER, paths: ['a'], near: { kind: 'lines' } as const },
  ];
  expect(revertByHand({ kind: 'commit', sha: BAD }, [commit], 'main', dependents).split('\n')).toEqual([
    'git fetch origin',
    'git switch --create revert-aaaaaaa origin/main',
    '# Later commits changed the same code. To take them back too, first:',
    `# git revert --no-edit -m 1 ${MERGE}`,
    `# git revert --no-edit ${LATER}`,
    `git revert --no-edit ${BAD}`,
    'git push --set-upstream origin revert-aaaaaaa',
  ]);
});

test('without anything later only the change is reverted', () => {
  expect(revertByHand({ kind: 'commit', sha: BAD }, [commit], 'main')).not.toContain('#');
});
