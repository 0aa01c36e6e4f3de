import { describe, expect, test } from '@jest/globals';
import { answer, type Script, scriptedGitHub } from '../../../test/support/github/scripted-github.ts';
import { pullCommits } from './pull-commits.ts';

const PULL = 'GET /repos/o/r/pulls/5';
const merged = (more: object = {}) => ({
  number: 5,
  merge_commit_sha: 'm3',
  merged_at: '2026-11-25T12:00:00Z',
  base: { ref: 'main' },
  commits: 3,
  ...more,
});
const own = (...messages: string[]) => messages.map((message, at) => ({ sha: `p${at + 1}`, commit: { message } }));
/** Commits on the default branch, each the parent of the next; the first one's parent is `m0`. */
const branch = (...messages: string[]): Script =>
  Object.fromEntries(
    messages.map((message, at) => [
      `GET /repos/o/r/git/commits/m${at + 1}`,
      { sha: `m${at + 1}`, message, parents: [{ sha: `m${at}` }] },
    ]),
  );

async function ask(script: Script) {
  const { access, requests } = scriptedGitHub(script);
  const octokit = await access.forRepository(1, 7, { metadata: 'read' });
  const commits = await pullCommits({ octokit, owner: 'o', repo: 'r', repositoryId: 7, defaultBranch: 'main' }, 5);
  return { commits, requests };
}

describe('a pull request that is on the default branch in no form', () => {
  test.each([
    ['it does not exist', answer(404)],
    ['it was closed without a merge', merged({ merged_at: null })],
    ['it has no merge commit', merged({ merge_commit_sha: null })],
    ['it was merged elsewhere', merged({ base: { ref: 'release' } })],
  ])('%s', async (_, pull) => {
    const { commits, requests } = await ask({ [PULL]: pull });
    expect(commits).toBeUndefined();
    expect(requests).toEqual([PULL]);
  });
});

test('trouble is no absence', async () => {
  await expect(ask({ [PULL]: answer(403) })).rejects.toMatchObject({ status: 403 });
});

describe('one commit stands for all, and nothing more is asked', () => {
  test.each([
    ['a merge commit', merged(), [{ sha: 'm2' }, { sha: 'p3' }]],
    ['a pull request of one commit', merged({ commits: 1 }), [{ sha: 'm2' }]],
    ['more commits than GitHub lists', merged({ commits: 251 }), [{ sha: 'm2' }]],
  ])('%s', async (_, pull, parents) => {
    const head = { sha: 'm3', message: 'three', parents };
    const { commits, requests } = await ask({ [PULL]: pull, 'GET /repos/o/r/git/commits/m3': head });
    expect(commits).toEqual(['m3']);
    expect(requests).toHaveLength(2);
  });
});

describe('by the messages of its own commits', () => {
  const LISTED = 'GET /repos/o/r/pulls/5/commits';

  test('a rebase is the whole run, newest first, and what is before it is not read', async () => {
    const { commits, requests } = await ask({
      [PULL]: merged(),
      [LISTED]: own('one', 'two\n', 'three'),
      ...branch('one', 'two', 'three'),
    });
    expect(commits).toEqual(['m3', 'm2', 'm1']);
    expect(requests).not.toContain('GET /repos/o/r/git/commits/m0');
  });

  test('a squash is one commit', async () => {
    const script = { [PULL]: merged(), [LISTED]: own('one', 'two', 'three'), ...branch('x', 'y', 'All of it (#5)') };
    expect((await ask(script)).commits).toEqual(['m3']);
  });

  test('a squash that took over the last message is one commit too', async () => {
    const script = { [PULL]: merged(), [LISTED]: own('one', 'two', 'three'), ...branch('x', 'y', 'three') };
    expect((await ask(script)).commits).toEqual(['m3']);
  });

  test('a merge in the middle of the run is no rebase', async () => {
    const script = {
      [PULL]: merged(),
      [LISTED]: own('one', 'two', 'three'),
      ...branch('one', 'two', 'three'),
      'GET /repos/o/r/git/commits/m2': { sha: 'm2', message: 'two', parents: [{ sha: 'm1' }, { sha: 'x' }] },
    };
    expect((await ask(script)).commits).toEqual(['m3']);
  });

  test('a history that begins within the run is no rebase', async () => {
    const script = {
      [PULL]: merged(),
      [LISTED]: own('one', 'two', 'three'),
      ...branch('one', 'two', 'three'),
      'GET /repos/o/r/git/commits/m2': { sha: 'm2', message: 'two', parents: [] },
    };
    expect((await ask(script)).commits).toEqual(['m3']);
  });
});
