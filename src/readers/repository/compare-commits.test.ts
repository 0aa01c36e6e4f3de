import { describe, expect, test } from '@jest/globals';
import { A, B, compared, open } from '../../../test/support/github/scripted-repository.ts';

const commits = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ sha: String(from + index).padStart(40, '0') }));

describe('comparing', () => {
  const path = `GET /repos/o/r/compare/${A}...${B}`;

  test('gives the commits oldest first', async () => {
    const { repository } = await open({ [path]: compared('ahead', 2, commits(2)) });
    expect(await repository.compare(A, B)).toEqual({
      base: A,
      head: B,
      status: 'ahead',
      commits: commits(2).map(({ sha }) => sha),
      truncated: false,
    });
  });

  test('asks the other way round for what vanished', async () => {
    const { repository } = await open({
      [path]: compared('behind', 0, []),
      [`GET /repos/o/r/compare/${B}...${A}`]: compared('ahead', 3, commits(3)),
    });
    expect(await repository.compare(A, B)).toMatchObject({
      base: A,
      head: B,
      status: 'behind',
      commits: commits(3).map(({ sha }) => sha),
    });
  });

  test.each([
    ['250 commits are all', 250, false],
    ['251 are too many', 251, true],
  ])('%s', async (_, total, truncated) => {
    const pages = { 1: commits(100), 2: commits(100, 100), 3: commits(Math.min(100, total - 200), 200) };
    const script = Object.fromEntries(
      Object.entries(pages).map(([page, list]) => [
        `${path}?per_page=100&page=${page}`,
        compared('ahead', total, list),
      ]),
    );
    const { repository, requests } = await open(script);
    const comparison = await repository.compare(A, B);
    expect(comparison.commits).toHaveLength(250);
    expect(new Set(comparison.commits).size).toBe(250);
    expect(comparison.truncated).toBe(truncated);
    expect(requests).toHaveLength(4);
  });

  test('of a range that is too long has the newest, and reads only their pages', async () => {
    const pages = { 1: 0, 4: 300, 5: 400, 6: 500, 7: 600 };
    const script = Object.fromEntries(
      Object.entries(pages).map(([page, from]) => [
        `${path}?per_page=100&page=${page}`,
        compared('ahead', 610, commits(from === 600 ? 10 : 100, from)),
      ]),
    );
    const { repository } = await open(script);
    const comparison = await repository.compare(A, B);
    expect(comparison.commits).toEqual(commits(250, 360).map(({ sha }) => sha));
    expect(comparison.truncated).toBe(true);
  });

  test('ends where a page comes back empty', async () => {
    const { repository } = await open({
      [`${path}?per_page=100&page=1`]: compared('diverged', 109, commits(2)),
      [`${path}?per_page=100&page=2`]: compared('diverged', 109, []),
    });
    expect(await repository.compare(A, B)).toMatchObject({ status: 'diverged', truncated: true });
  });

  test('says that it does not know what vanished', async () => {
    const { repository } = await open({ [path]: compared('behind', 0, []) });
    expect(await repository.compare(A, B)).toMatchObject({ status: 'behind', commits: [], truncated: true });
  });

  test('knows nothing of what is gone', async () => {
    const { repository } = await open({});
    expect(await repository.compare(A, B)).toMatchObject({ status: 'unknown', commits: [], truncated: false });
  });
});
