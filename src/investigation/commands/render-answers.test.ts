import { describe, expect, test } from '@jest/globals';
import { sentence } from '../sentence.ts';
import { type AnswersInput, renderAnswers } from './render-answers.ts';
import { revertByHand } from './revert-by-hand.ts';
import type { StoredCommand } from './stored-command.ts';
import type { StoredRevert } from './stored-revert.ts';
import type { ToldRollback } from './told-rollback.ts';

const ADA = { id: 1, login: 'ada', type: 'User' };
const seen = { sender: ADA, author: ADA, throughApp: false, bodyHash: 'h' };
const AT = Date.UTC(2026, 2, 2, 3, 0);
const command = (commentId: number, more: Partial<StoredCommand> = {}): StoredCommand => ({
  repositoryId: 1,
  issueNumber: 3,
  commentId,
  at: AT,
  line: '/whatchanged help',
  parsed: { kind: 'command', command: { verb: 'help' } },
  seen,
  incidentId: 'i',
  reaction: 'eyes',
  answer: { lines: [sentence`answer number ${commentId}`] },
  ...more,
});
const revert: StoredRevert = {
  id: 'i:pull:12',
  incidentId: 'i',
  repositoryId: 1,
  issueNumber: 3,
  subject: { kind: 'pull', number: 12, sha: 'a'.repeat(40) },
  deploy: 'd',
  by: { kind: 'person', commentId: 1, seen, isAdmin: false, named: true },
  at: AT,
  state: 'wanted',
  plans: 0,
};
const render = (input: Partial<AnswersInput>) =>
  renderAnswers({
    repository: { fullName: 'acme/shop', webUrl: 'https://github.example/acme/shop' },
    commands: [],
    reverts: [],
    ...input,
  });

test('nothing was answered: there is no comment', () => {
  expect(render({})).toBeUndefined();
  const { answer: _, reaction: __, ...silent } = command(1);
  expect(render({ commands: [silent], reverts: [{ ...revert, state: 'shadow' }] })).toBeUndefined();
});

describe('a rollback outside of git', () => {
  const rollback = { at: AT, source: 'flagger', good: 'a'.repeat(40), bad: 'b'.repeat(40), commits: ['b'.repeat(40)] };
  const back = '**the next deploy from the default branch brings the change back**';

  test('is told with the reverts that match, at most three', () => {
    const text = render({ rollback: { rollback, handles: ['#12', 'abcdef012345', '#14', '#15'] } });
    expect(text).toContain('03:00 UTC');
    expect(text).toContain('was taken back, as `flagger` tells');
    expect(text).toContain(`nothing was taken back in git: ${back}`);
    expect(text).toContain(
      'comment `/whatchanged revert #12`, or `/whatchanged revert abcdef012345`, or `/whatchanged revert #14`\n',
    );
  });

  test.each<[string, Omit<ToldRollback, 'rollback'>, Partial<ToldRollback['rollback']>, string]>([
    ['a draft', { handles: ['#12'], inGit: { kind: 'draft', number: 14 } }, {}, back],
    ['a revert', { handles: ['#12'], inGit: { kind: 'reverted' } }, {}, 'does not hold the change any more'],
    ['a later deploy', { handles: ['#12'] }, { endedAt: AT + 60_000 }, '03:01 UTC another deploy went live'],
  ])('%s leaves nothing to offer', (_, told, more, says) => {
    const text = render({ rollback: { ...told, rollback: { ...rollback, ...more } } });
    expect(text).toContain(says);
    expect(text).not.toContain('/whatchanged revert');
  });

  test('what git holds is not said before git was read', () => {
    const { commits: _, ...unread } = rollback;
    expect(render({ rollback: { rollback: unread, handles: [] } })).toContain('git was not read yet');
  });
});

test('the newest twelve answers stand, and how many are left out', () => {
  const body = render({ commands: Array.from({ length: 20 }, (_, index) => command(index)) }) ?? '';
  expect(body).toContain('8 older answers');
  expect(body).not.toContain('answer number 7');
  expect(body).toContain('answer number 8');
});

test('what a person wrote and is called stands in code only', () => {
  const line = '/whatchanged revert @org/team `x` <b>';
  const body = render({ commands: [command(1, { line })] }) ?? '';
  expect(body).toContain('``/whatchanged revert @org/team `x` <b>``');
});

describe('the way of a revert', () => {
  const merged = { at: AT + 60_000, by: 'noor', sha: 'b'.repeat(40), byPerson: true };
  test.each<[string, Partial<StoredRevert>, string]>([
    ['wanted', {}, 'being planned'],
    ['wanted again', { plans: 1 }, 'planned anew'],
    ['planned', { state: 'planned' }, 'being written'],
    [
      'drafted',
      { state: 'drafted', draft: { number: 14, at: AT } },
      'draft [#14](https://github.example/acme/shop/pull/14)',
    ],
    ['closed', { state: 'closed', closedAt: AT }, 'closed without a merge'],
    ['merged', { state: 'merged', merged }, 'not live yet'],
    ['merged by a program', { state: 'merged', merged: { ...merged, byPerson: false } }, 'that is no person'],
    ['live', { state: 'live', merged, liveAt: AT + 120_000 }, '03:02 UTC live'],
    ['recovered', { state: 'recovered', recoveredAt: AT + 180_000 }, '03:03 UTC the alerts are over'],
    ['refused', { state: 'refused', reasons: [sentence`because`], shell: 'git revert x' }, 'By hand:'],
    ['failed', { state: 'failed', reasons: [sentence`because`] }, 'could not be written'],
    ['unasked', { by: { kind: 'automatic' } }, 'drafted unasked'],
    ['of a deploy', { subject: { kind: 'deploy', lastGood: 'c'.repeat(40), bad: 'a'.repeat(40) } }, 'whole deploy'],
  ])('%s', (_, more, told) => {
    expect(render({ reverts: [{ ...revert, ...more }] })).toContain(told);
  });
});

test('by hand, merges are reverted by their first parent and a long deploy as a range', () => {
  const [a, b] = ['a'.repeat(40), 'b'.repeat(40)];
  const commits = [
    { sha: a, parents: [b, 'c'] },
    { sha: b, parents: ['d'] },
  ];
  expect(revertByHand(revert.subject, commits, "it's")).toBe(
    `git fetch origin\ngit switch --create revert-aaaaaaa 'origin/it'\\''s'\ngit revert --no-edit -m 1 ${a}\ngit revert --no-edit ${b}\ngit push --set-upstream origin revert-aaaaaaa`,
  );
  const deploy = { kind: 'deploy', lastGood: b, bad: a } as const;
  expect(revertByHand(deploy, [], 'main')).toContain(`git revert --no-edit ${b}..${a}`);
});
