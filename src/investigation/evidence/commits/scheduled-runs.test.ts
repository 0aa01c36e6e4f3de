import { describe, expect, test } from '@jest/globals';
import type { DeployCandidate, Veto } from '../../candidates/list-candidates.ts';
import type { CaseCommit } from '../../case.ts';
import { plainText } from '../../sentence.ts';
import { HOUR_MS, MINUTE_MS } from '../../time.ts';
import { cronRuns } from './cron-runs.ts';
import { scheduledRuns } from './scheduled-runs.ts';
import { withRuns } from './with-runs.ts';

/** A Monday, 12:00 UTC. */
const NOON = Date.UTC(2026, 2, 2, 12);

describe('a cron expression', () => {
  test.each([
    ['0 12 * * *', 0],
    ['0 */3 * * *', 0],
    ['* * * * *', 7],
    ['30 12 * * *', 30],
    ['0 0 12 * * ?', 0],
    ['0,15 11-13 * * MON-FRI', 15],
    ['0 12 2 * *', 0],
    ['0 12 * 3 1', 0],
    ['0 12 13 * mon', 0],
    ['0 12 2 * sun', 0],
    ['10-50/20 12 * * *', 30],
    ['5/20 12 * * *', 45],
  ])('%s runs %d min after noon', (expression, minutes) => {
    expect(cronRuns(expression, NOON + minutes * MINUTE_MS)).toBe(true);
    expect(cronRuns(expression, NOON + minutes * MINUTE_MS + 59_999)).toBe(true);
  });

  test.each([
    ['0 12 * * *', 1],
    ['0 12 * * *', 24 * 60 - 1],
    ['0 11 * * *', 0],
    ['0 12 * 4 *', 0],
    ['0 12 3 * *', 0],
    ['0 12 * * 0', 0],
    ['0 12 13 * sun', 0],
    ['0 12 * *', 0],
    ['0 12 * * * * *', 0],
    ['60 12 * * *', 0],
    ['0 12 0 * *', 0],
    ['0 12 L * *', 0],
    ['*/0 12 * * *', 0],
    ['', 0],
  ])('%j does not %d min after noon', (expression, minutes) => {
    expect(cronRuns(expression, NOON + minutes * MINUTE_MS)).toBe(false);
  });

  test('Sunday is 0 and 7', () => {
    const sunday = NOON - 24 * HOUR_MS;
    expect(cronRuns('0 12 * * 0', sunday)).toBe(true);
    expect(cronRuns('0 12 * * 7', sunday)).toBe(true);
  });
});

describe('schedules that a deploy brought', () => {
  const onset = { from: NOON + 0.5 * MINUTE_MS, to: NOON + 2 * MINUTE_MS };
  const commit = (added: string, removed = ''): CaseCommit => ({
    sha: 'a',
    message: 'Nightly job',
    files: [{ path: 'chart.yaml', patch: `@@ -1 +1 @@\n-${removed}\n+${added}` }],
  });
  function found(one: CaseCommit, live = NOON - 3 * HOUR_MS, veto?: Veto, when = onset) {
    const deploy = { id: 'd', service: 'jobs', startedAt: live - MINUTE_MS, commits: ['none', 'a'] };
    const candidate: DeployCandidate = {
      kind: 'deploy',
      deploy,
      service: 'jobs',
      from: live - MINUTE_MS,
      live,
      firstSeen: false,
      ...(veto === undefined ? {} : { veto }),
    };
    const alert = { service: 'shop', startedAt: NOON + 5 * MINUTE_MS };
    const theCase = { id: 'c', askedAt: NOON + 9 * MINUTE_MS, alert, deploys: [deploy], commits: [one] };
    return scheduledRuns(theCase, [candidate], when).get('d');
  }

  test.each(['schedule: "0 */3 * * *"', 'cron: 0 12 * * *', "every('0 0 12 * * ?', job)", 'x = `0 12 * * MON`;'])(
    '%s',
    (line) => {
      const run = found(commit(line));
      expect(run?.commit).toBe('a');
      expect(run?.at).toBe(NOON);
      expect(line).toContain(run?.expression);
    },
  );

  test('not what ran at the time before, runs all the time, runs at another time, or was there already', () => {
    expect(found(commit('cron: "0 12 * * *"', 'cron: "0 */2 * * *"'))).toBeUndefined();
    expect(found(commit('cron: "*/30 * * * *"'))).toBeUndefined();
    expect(found(commit('cron: "0 * * * *"'))).toBeDefined();
    expect(found(commit('cron: "0 11 * * *"'))).toBeUndefined();
    expect(found(commit('  cron: "0 12 * * *"', 'cron: "0 12 * * *"'))).toBeUndefined();
    expect(found(commit('cron: ""', 'cron: "0 12 * * *"'))).toBeUndefined();
    expect(found(commit('0 1 2 3 4 5 6 7'))).toBeUndefined();
  });

  test('not where the onset is known no better than to a quarter of an hour', () => {
    const one = commit('cron: "0 12 * * *"');
    expect(found(one, NOON - HOUR_MS, undefined, { from: NOON, to: NOON + 15 * MINUTE_MS })).toBeDefined();
    expect(found(one, NOON - HOUR_MS, undefined, { from: NOON, to: NOON + 16 * MINUTE_MS })).toBeUndefined();
  });

  test('not of a schedule for another environment', () => {
    const { files = [], ...rest } = commit('cron: "0 12 * * *"');
    const staging = { ...rest, files: files.map((file) => ({ ...file, path: 'deploy/values-staging.yaml' })) };
    expect(found(staging)).toBeUndefined();
  });

  test('not before it was deployed, nor of a deploy that never ran', () => {
    expect(found(commit('cron: "0 12 * * *"'), NOON + 2 * MINUTE_MS)).toBeUndefined();
    expect(found(commit('cron: "0 12 * * *"'), NOON + MINUTE_MS)).toBeDefined();
    expect(found(commit('cron: "0 12 * * *"'), NOON - HOUR_MS, 'failed')).toBeUndefined();
  });

  test('the commit is told so, once', () => {
    const known = new Map([['a', { logWeight: 1, beforehand: 0, clues: [] }]]);
    const run = { commit: 'a', expression: '0 12 * * *', at: NOON };
    const told = withRuns(known, [run, run, { ...run, commit: 'b' }]);
    expect([...told.keys()]).toEqual(['a']);
    expect(told.get('a')?.logWeight).toBe(4);
    expect(told.get('a')?.clues.map(({ says }) => plainText(says))).toEqual([
      'it is the one that brought the schedule 0 12 * * *',
    ]);
  });
});
