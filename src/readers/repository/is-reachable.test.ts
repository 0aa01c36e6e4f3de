import { describe, expect, test } from '@jest/globals';
import { answer } from '../../../test/support/github/scripted-github.ts';
import { A, B, compared, open } from '../../../test/support/github/scripted-repository.ts';

describe('a SHA belongs to the repository', () => {
  const compare = (ref: string) => `GET /repos/o/r/compare/${ref}...${A}`;
  const HEADS = `GET /repos/o/r/commits/${A}/branches-where-head`;
  const elsewhere = {
    [compare('main')]: compared('diverged', 1, []),
    [HEADS]: [],
    'GET /repos/o/r/tags': [],
    'GET /repos/o/r/branches': [{ name: 'main' }],
  };

  test.each([
    ['the default branch holds it', { [compare('main')]: compared('behind', 0, []) }, 2],
    ['it is the default branch’s head', { [compare('main')]: compared('identical', 0, []) }, 2],
    ['it is another branch’s head', { ...elsewhere, [HEADS]: [{ name: 'next' }] }, 3],
    ['a tag stands for it', { ...elsewhere, 'GET /repos/o/r/tags': [{ commit: { sha: A } }] }, 4],
    [
      'another branch holds it',
      {
        ...elsewhere,
        'GET /repos/o/r/branches': [{ name: 'main' }, { name: 'topic' }, { name: 'release/1' }],
        [compare('release/1')]: compared('behind', 0, []),
      },
      6,
    ],
    [
      'a tag holds it',
      { ...elsewhere, 'GET /repos/o/r/tags': [{ commit: { sha: B } }], [compare(B)]: compared('behind', 0, []) },
      6,
    ],
  ])('where %s', async (_, script, requests) => {
    const opened = await open(script);
    expect(await opened.repository.isReachable(A)).toBe(true);
    expect(opened.requests).toHaveLength(requests);
  });

  test('not where no branch and no tag holds it, as for the commit of a fork', async () => {
    const { repository } = await open(elsewhere);
    expect(await repository.isReachable(A)).toBe(false);
  });

  test('not where GitHub has never heard of it', async () => {
    const { repository, requests } = await open({ [`GET /repos/o/r/commits/${A}`]: answer(422) });
    expect(await repository.isReachable(A)).toBe(false);
    expect(requests).toHaveLength(3);
  });

  test('although it shares no history with the default branch', async () => {
    const { repository } = await open({
      [`GET /repos/o/r/commits/${A}`]: { sha: A },
      [HEADS]: [{ name: 'gh-pages' }],
    });
    expect(await repository.isReachable(A)).toBe(true);
  });

  test('is not asked of a thousand branches', async () => {
    const names = Array.from({ length: 100 }, (_, index) => ({ name: `topic-${index}` }));
    const { repository, requests } = await open({ ...elsewhere, 'GET /repos/o/r/branches': names });
    expect(await repository.isReachable(A)).toBe(false);
    expect(requests.filter((request) => request.includes('/compare/')).length).toBeLessThanOrEqual(31);
  });
});
