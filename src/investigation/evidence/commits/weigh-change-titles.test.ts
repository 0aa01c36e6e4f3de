import { describe, expect, test } from '@jest/globals';
import { changed, commit, incident, logged, QUIET } from '../../../../test/support/cases/commit-incident.ts';
import type { CaseChange } from '../../case.ts';
import { weighChangeTitles } from './weigh-change-titles.ts';

describe('what the title of a change by hand says', () => {
  const KEY = commit('k', 'Read scans by role', changed('src/scans.ts', 'const key = keyOf(scan);'));
  const logs = logged('KMS.DisabledException: arn:aws:kms:key/5f0c9a12 is disabled');
  const change = (title?: string): CaseChange => ({ at: 0, ...(title === undefined ? {} : { title }) });
  const weigh = (...changes: CaseChange[]) => weighChangeTitles(incident([KEY, QUIET], { logs, changes }));

  test('words that it shares with the incident speak for it, by its place among the changes', () => {
    const weighed = weigh(change('sleep timer for all'), change('KMS: key 5f0c9a12 disabled'));
    expect([...weighed.keys()]).toEqual([0, 1]);
    expect(weighed.get(1)?.logWeight).toBeGreaterThan(0.2);
    expect(weighed.get(0)?.logWeight).toBe(0);
    expect(weighed.get(1)?.clues.length).toBeGreaterThan(0);
  });

  test('one without a title says nothing', () => {
    expect(weigh(change(), change('KMS key disabled')).has(0)).toBe(false);
    expect(weigh(change(), change('')).size).toBe(0);
    expect(weighChangeTitles(incident([KEY])).size).toBe(0);
  });
});
