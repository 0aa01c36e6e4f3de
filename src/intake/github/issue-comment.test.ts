import { expect, test } from '@jest/globals';
import { changed, githubFixture } from '../../../test/support/github/github-fixture.ts';
import { issueComment } from './issue-comment.ts';

const { payload } = githubFixture('issue-comment');
const read = (changes: Record<string, unknown>) =>
  issueComment.read(changed(payload, changes), { receivedAt: 0, rules: {} });

test('a new comment that begins with a command is kept with who wrote it', () => {
  expect(read({})).toMatchObject({
    kind: 'facts',
    facts: {
      installationId: 1,
      commands: [
        {
          repositoryId: 186853002,
          issueNumber: 1,
          commentId: 492700400,
          at: Date.parse('2019-05-15T15:20:21Z'),
          line: '/whatchanged revert #2',
          parsed: { kind: 'command', command: { verb: 'revert', subject: { kind: 'pull', number: 2 } } },
          seen: {
            sender: { id: 21031067, login: 'Codertocat', type: 'User' },
            author: { id: 21031067, login: 'Codertocat', type: 'User' },
            throughApp: false,
            bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
          },
        },
      ],
    },
  });
});

test('an App that writes in the name of a person and an account that is gone are told as such', () => {
  const through = read({ comment: { performed_via_github_app: { id: 3, slug: 'other' } } });
  expect(through).toMatchObject({ facts: { commands: [{ seen: { throughApp: true } }] } });
  expect(read({ comment: { user: null } })).toMatchObject({ facts: { commands: [{ seen: { author: null } }] } });
});

test.each([
  ['no command', { comment: { body: 'Any news?' } }],
  ['a quoted command', { comment: { body: '> /whatchanged revert' } }],
  ['a command on a pull request', { issue: { pull_request: { url: 'https://api.github.com/x' } } }],
  ['a command by a bot', { sender: { type: 'Bot' } }],
])('%s is ignored', (_, changes) => {
  expect(read(changes)).toMatchObject({ kind: 'ignored' });
});

test.each(['edited', 'deleted'])('a comment that was %s is no command', (action) => {
  expect(() => read({ action })).toThrow('no issue_comment payload');
});
