import { expect, test } from '@jest/globals';
import { revertedIn } from './reverted-in.ts';

const SHA = 'abcdef0123456789abcdef0123456789abcdef01';

test.each([
  ["git's words", `Revert "Sum up"\n\nThis reverts commit ${SHA}.`, true],
  ['a short SHA', `Back out\n\nThis reverts commit ${SHA.slice(0, 9)}.`, true],
  ['a merge', `Revert\n\nThis reverts commit ${SHA}, reversing\nchanges made to ${'1'.repeat(40)}.`, true],
  ["GitHub's button", 'Revert "Sum up" (#14)\n\nReverts acme/shop#12', true],
  ['another commit', `Revert\n\nThis reverts commit ${'1'.repeat(40)}.`, false],
  ['another pull request', 'Revert\n\nReverts acme/shop#120', false],
  ['somebody who talks of it', `We may say: This reverts commit ${SHA}.`, false],
  ['no message', undefined, false],
])('%s', (_, message, is) => {
  const commits = [{ message: 'Other' }, message === undefined ? {} : { message }];
  expect(revertedIn(commits, { shas: ['9'.repeat(40), SHA], pullRequest: 12 })).toBe(is);
});
