import { expect, test } from '@jest/globals';
import type { Case, CaseDeploy } from '../../case.ts';
import { plainText } from '../../sentence.ts';
import { MINUTE_MS } from '../../time.ts';
import { vanishedCommits } from './vanished-commits.ts';
import { weighVanishedFixes } from './weigh-vanished-fixes.ts';

const ALERT = Date.UTC(2026, 0, 5, 12);
const at = (minutes: number) => ALERT - minutes * MINUTE_MS;
const deploy = (id: string, minutes: number, more: Partial<CaseDeploy> = {}): CaseDeploy => ({
  id,
  service: 'shop',
  startedAt: at(minutes),
  ...more,
});

function rolledBack(rollback: Partial<CaseDeploy>): Case {
  return {
    id: 'c',
    askedAt: ALERT + MINUTE_MS,
    alert: { service: 'shop', startedAt: ALERT },
    deploys: [
      deploy('oldest', 300, { sha: 'v1', commits: ['ancient'] }),
      deploy('first', 200, { sha: 'v2', previousSha: 'v1', commits: ['fix'] }),
      deploy('failed', 150, { sha: 'v2b', previousSha: 'v2', commits: ['never-live'], outcome: 'failure' }),
      deploy('second', 100, { sha: 'v3', previousSha: 'v2', commits: ['colour'] }),
      deploy('elsewhere', 90, { service: 'web', commits: ['other'] }),
      deploy('charts', 80, { repository: 'acme/charts', sha: 'c2', previousSha: 'c1', commits: ['replicas'] }),
      deploy('back', 10, { kind: 'rollback', ...rollback }),
    ],
    commits: [
      { sha: 'fix', message: 'Handle a voucher book that is nil\n\nbody', committedAt: at(210) },
      { sha: 'colour', message: 'Seats have a colour', committedAt: at(110) },
    ],
    logs: [{ at: at(1), service: 'shop', level: 'ERROR', message: 'voucher book is nil', count: 90 }],
  };
}

test.each([
  ['its own list wins', { sha: 'v1', commits: ['mine'] }, ['mine']],
  ['back past two deploys', { sha: 'v1', previousSha: 'v3' }, ['colour', 'fix']],
  ['back past one', { sha: 'v2', previousSha: 'v3', commits: [] }, ['colour']],
  ['to an unknown version: what was live last', {}, ['colour']],
])('%s', (_name, rollback, gone) => {
  const theCase = rolledBack(rollback);
  expect(vanishedCommits(theCase, theCase.deploys.at(-1) as CaseDeploy)).toEqual(gone);
});

test('the fix that fits the failure is named', () => {
  const found = weighVanishedFixes(rolledBack({ sha: 'v1' }));
  expect([...found.keys()]).toEqual(['back']);
  expect(found.get('back')?.logWeight).toBeGreaterThan(1);
  expect(plainText(found.get('back')?.clues[0]?.says ?? [])).toBe(
    'it took away Handle a voucher book that is nil, which fits the failure',
  );
});

test('a rollback that took nothing known away says nothing', () => {
  expect(weighVanishedFixes(rolledBack({ commits: ['unknown'] })).size).toBe(0);
  const { commits: _, ...without } = rolledBack({ sha: 'v1' });
  expect(weighVanishedFixes(without).size).toBe(0);
});

test('of two that fit alike the order of the case does not decide, and one without a message is named by its SHA', () => {
  const theCase = rolledBack({ commits: ['b', 'a'] });
  const bare = (...shas: string[]) => ({
    ...theCase,
    commits: shas.map((sha) => ({ sha })),
    deploys: [...theCase.deploys, deploy('empty', 5)],
  });
  const said = (one: Case) => plainText(weighVanishedFixes(one).get('back')?.clues[0]?.says ?? []);
  expect(said(bare('a', 'b'))).toBe('it took away a, which fits the failure');
  expect(said(bare('b', 'a'))).toBe('it took away a, which fits the failure');
});

test('without an earlier deploy nothing is known to be gone', () => {
  const only = deploy('back', 10, { kind: 'rollback' });
  expect(vanishedCommits({ ...rolledBack({}), deploys: [only, deploy('plain', 20)] }, only)).toEqual([]);
});

test('a commit that does not fit weighs nothing, never less', () => {
  const theCase = rolledBack({ commits: ['colour'] });
  expect(weighVanishedFixes({ ...theCase, logs: [] }).get('back')?.logWeight).toBeGreaterThanOrEqual(0);
});
