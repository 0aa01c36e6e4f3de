import { describe, expect, test } from '@jest/globals';
import { changed, githubFixture } from '../../../test/support/github/github-fixture.ts';
import type { DeployRules } from './contract.ts';
import { push } from './push.ts';

const RECEIVED = Date.UTC(2026, 0, 1);
const { payload } = githubFixture('push');
const read = (changes: object, rules: DeployRules = {}) =>
  push.read(changed(payload, { ...changes }), { receivedAt: RECEIVED, rules });
const facts = (changes: object, rules: DeployRules = {}) => {
  const recording = read(changes, rules);
  return recording.kind === 'facts' ? recording.facts : undefined;
};
const commit = {
  id: 'A'.repeat(40),
  message: 'Take the discount once (#12)\n\nbody',
  timestamp: '2026-01-01T09:00:00+09:00',
  author: { name: 'Ada', email: 'ada@example.org', username: 'ada' },
  added: ['a.ts'],
  removed: ['b.ts'],
  modified: ['c.ts'],
};
const repository = { default_branch: 'main', pushed_at: 1767225000 };
const toMain = { ref: 'refs/heads/main', deleted: false, commits: [commit], repository };

test('the captured push is recorded as it is', () => {
  expect(facts({})).toEqual({
    installationId: 1,
    repositories: [
      { repositoryId: 186853002, fullName: 'Codertocat/Hello-World', defaultBranch: 'master', visibility: 'public' },
    ],
    commits: [
      {
        repositoryId: 186853002,
        sha: '6113728f27ae82c7b1a177c8d03f9e96e0adf246',
        message: 'Initial commit',
        author: 'Codertocat',
        authorLogin: 'Codertocat',
        committedAt: Date.parse('2019-05-15T15:19:25Z'),
        mergedAt: 1557933657000,
        files: [{ path: 'README.md', status: 'added' }],
      },
    ],
  });
});

describe('a push to the default branch', () => {
  test('brings its commits as changes, merged when it was pushed', () => {
    expect(facts(toMain)?.commits).toEqual([
      {
        repositoryId: 186853002,
        sha: 'a'.repeat(40),
        message: commit.message,
        author: 'Ada',
        authorLogin: 'ada',
        committedAt: Date.UTC(2026, 0, 1),
        mergedAt: 1767225000000,
        files: [
          { path: 'a.ts', status: 'added' },
          { path: 'c.ts', status: 'modified' },
          { path: 'b.ts', status: 'removed' },
        ],
      },
    ]);
  });

  test('is merged when it came where the time is missing or in the future', () => {
    const at = (pushed_at: unknown) =>
      facts({ ...toMain, repository: { ...repository, pushed_at } })?.commits?.[0]?.mergedAt;
    expect(at(undefined)).toBe(RECEIVED);
    expect(at('2026-01-01')).toBe(RECEIVED);
    expect(at(99_999_999_999)).toBe(RECEIVED);
  });

  test('may be forced, empty, or by somebody who is gone', () => {
    expect(facts({ ...toMain, forced: true, commits: [] })?.commits).toEqual([]);
    const { username: _, ...author } = commit.author;
    const [found] = facts({ ...toMain, commits: [{ ...commit, author }], pusher: null })?.commits ?? [];
    expect(found).not.toHaveProperty('authorLogin');
  });

  test('takes a thousand commits', () => {
    expect(facts({ ...toMain, commits: Array.from({ length: 2048 }, () => commit) })?.commits).toHaveLength(2048);
  });

  test('keeps what a database can hold of a message', () => {
    const odd = { ...commit, message: `a\u0000b\ud800${'x'.repeat(70_000)}` };
    const [found] = facts({ ...toMain, commits: [odd] })?.commits ?? [];
    expect(found?.message?.slice(0, 5)).toBe('a\ufffdb\ufffdx');
    expect(found?.message).toHaveLength(65_536);
  });
});

describe('a push to another branch', () => {
  test.each([
    ['a tag', { ref: 'refs/tags/v1' }],
    ['a feature', { ref: 'refs/heads/feature' }],
    ['the merge queue', { ref: 'refs/heads/gh-readonly-queue/main/pr-7-abc' }],
    ['a queue that is named like an environment', { ref: 'refs/heads/gh-readonly-queue/production/pr-7-abc' }],
    ['a deleted branch', { ref: 'refs/heads/production', deleted: true, after: '0'.repeat(40) }],
    ['the default branch of another name', { ref: 'refs/heads/master' }],
  ])('%s says nothing', (_, changes) => {
    expect(read({ ...toMain, ...changes }).kind).toBe('ignored');
  });

  test.each([
    ['production', 'production'],
    ['prod', 'production'],
    ['env/staging', 'staging'],
    ['environments/Production', 'production'],
  ])('%s is live in %s', (branch, environment) => {
    expect(facts({ ...toMain, ref: `refs/heads/${branch}`, after: 'b'.repeat(40) })).toMatchObject({
      deployEvents: [
        {
          repositoryId: 186853002,
          service: 'Hello-World',
          environment,
          state: 'success',
          source: 'github:push',
          sha: 'b'.repeat(40),
          at: 1767225000000,
          actor: 'Codertocat',
        },
      ],
    });
    expect(facts({ ...toMain, ref: `refs/heads/${branch}` })).not.toHaveProperty('commits');
  });

  test('a rule names a branch, its environment and its service', () => {
    const rules = { deployBranches: [{ branch: 'live/eu', environment: 'prod', service: 'web' }] };
    expect(facts({ ...toMain, ref: 'refs/heads/live/eu' }, rules)?.deployEvents).toMatchObject([
      { service: 'web', environment: 'production' },
    ]);
  });

  test('the default branch is an environment only by a rule', () => {
    const production = { ...toMain, ref: 'refs/heads/production', repository: { default_branch: 'production' } };
    expect(facts(production)).not.toHaveProperty('deployEvents');
    const rules = { deployBranches: [{ branch: 'production', environment: 'production' }] };
    expect(facts(production, rules)).toMatchObject({ commits: [{}], deployEvents: [{ environment: 'production' }] });
  });

  test('the same push twice is one statement, and the same SHA pushed again later another', () => {
    const id = (pushed_at: number) =>
      facts({ ...toMain, ref: 'refs/heads/prod', repository: { ...repository, pushed_at } })?.deployEvents?.[0]
        ?.eventId;
    expect(id(1767225000)).toBe(id(1767225000));
    expect(id(1767225000)).not.toBe(id(1767225001));
  });
});
