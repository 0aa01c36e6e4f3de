import { describe, expect, test } from '@jest/globals';
import {
  ALERT,
  changed,
  clueOf,
  commit,
  incident,
  logged,
  QUIET,
  told,
} from '../../../../test/support/cases/commit-incident.ts';
import type { Case, CaseCommit, LogRow } from '../../case.ts';
import { plainText } from '../../sentence.ts';
import { HOUR_MS, MINUTE_MS } from '../../time.ts';
import { COMMIT_WEIGHTS } from './clues/commit-weights.ts';
import { commitScene } from './scene/commit-scene.ts';
import { weighCommits } from './weigh-commits.ts';

describe('what counts how much', () => {
  test('a commit whose patch was not read counts like an average one, not like an innocent one', () => {
    const voucher = commit('read', 'x', changed('a.ts', 'voucher()'));
    const unread = commit('unread', 'x', { path: 'b.ts' });
    const unknown: CaseCommit = { sha: 'unknown', message: 'x' };
    const theCase = incident([voucher, unread, unknown, QUIET], { logs: logged('voucher has a negative sum') });
    const [read, mean, also, none] = ['read', 'unread', 'unknown', 'quiet'].map((sha) =>
      clueOf(theCase, sha, 'logged-in-diff'),
    );
    expect(mean).toBeCloseTo(also ?? 0, 9);
    expect(mean).toBeCloseTo((read ?? 0) / 2, 9);
    expect(none).toBe(0);
  });

  test('words of a log that was there all day count nothing', () => {
    const rows = Array.from({ length: 60 }, (_, minute) => ({
      at: ALERT - minute * MINUTE_MS,
      service: 'shop',
      level: 'WARN',
      message: 'voucher has a negative sum',
    }));
    const theCase = incident([commit('x', 'Voucher sums', changed('a.ts', 'voucher()')), QUIET], { logs: rows });
    expect(clueOf(theCase, 'x', 'logged-in-diff')).toBe(0);
    expect(clueOf(theCase, 'x', 'logged-in-message')).toBe(0);
  });

  test('a log of another service counts less than one of the service that carries the commit', () => {
    const x = commit('x', 'Clean up', changed('a.ts', 'voucher()'));
    const own = incident([x, QUIET], { logs: logged('voucher has a negative sum') });
    const other = incident([x, QUIET], {
      logs: logged('voucher has a negative sum').map((row) => ({ ...row, service: 'web' })),
    });
    expect(clueOf(other, 'x', 'logged-in-diff')).toBeLessThan(clueOf(own, 'x', 'logged-in-diff'));
    expect(clueOf(other, 'x', 'logged-in-diff')).toBeGreaterThan(0);
  });

  test('age counts by the day, and only a quarter where a rollout made all live at once', () => {
    const old = { ...commit('old', 'x'), committedAt: ALERT - 25 * HOUR_MS };
    const merges = incident([old, QUIET]);
    const rollout = incident([old, QUIET], {
      deploys: merges.deploys.map((deploy) => ({ ...deploy, liveAt: ALERT, outcome: 'success' as const })),
    });
    const gap = (theCase: Case) => clueOf(theCase, 'quiet', 'age') - clueOf(theCase, 'old', 'age');
    expect(gap(merges)).toBeCloseTo(COMMIT_WEIGHTS.age.value, 6);
    expect(gap(rollout)).toBeCloseTo(COMMIT_WEIGHTS.age.value / 4, 6);
    const undated = incident([{ sha: 'undated', message: 'x' }, QUIET]);
    expect(clueOf(undated, 'undated', 'age')).toBe(0);
  });

  test('in a repository of configuration the newest of twenty gets about the 0.59 that was measured', () => {
    const settings = Array.from({ length: 20 }, (_, place) => ({
      ...commit(`s${place}`, 'Set a value', changed('wmf-config/InitialiseSettings.php', `a${place}`)),
      committedAt: ALERT - place * MINUTE_MS,
    }));
    const weights = [...weighCommits(commitScene(incident(settings))).values()].map(({ logWeight }) =>
      Math.exp(logWeight),
    );
    expect((weights[0] ?? 0) / weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(0.57, 1);
    const undated = incident([...settings, { sha: 'undated', message: 'Set', files: [{ path: 'a.yaml' }] }]);
    expect(clueOf(undated, 'undated', 'newest-configuration')).toBe(0);
    const code = settings.map((one) => ({ ...one, files: [changed('src/a.ts', 'a')] }));
    expect(clueOf(incident(code), 's19', 'newest-configuration')).toBe(0);
  });

  test('what a rollback took away has the other sign', () => {
    const fix = commit('fix', 'Fix empty voucher', changed('a.ts', 'a'));
    const back = commit('back', 'Revert "Faster seats"', changed('a.ts', 'a'));
    const again = commit('again', 'Reland "Faster seats"', changed('a.ts', 'a'));
    const rolled = incident([fix, back, again]);
    const theCase = { ...rolled, deploys: rolled.deploys.map((deploy) => ({ ...deploy, kind: 'rollback' as const })) };
    expect(clueOf(theCase, 'fix', 'vanished-fix')).toBeGreaterThan(0);
    expect(clueOf(rolled, 'fix', 'vanished-fix')).toBe(0);
    expect(clueOf(theCase, 'back', 'revert')).toBeGreaterThan(0);
    expect(clueOf(theCase, 'again', 'reland')).toBeLessThan(0);
    expect(clueOf(theCase, 'fix', 'age')).toBe(0);
  });

  test('"Bump the limit" is no dependency, and a robot’s commit with code beside the manifest is still a bump', () => {
    const limit = commit('limit', 'Bump the upload limit', changed('src/limits.ts', 'a'));
    const robot = {
      ...commit('robot', 'Weekly', changed('go.mod', 'a v1.2.3'), changed('a.go', 'b'), changed('c.go', 'd')),
      author: 'x[bot]',
    };
    const bare: CaseCommit = { sha: 'bare', message: 'Bump zod from 1 to 2' };
    const theCase = incident([limit, robot, bare]);
    expect(['limit', 'robot', 'bare'].map((sha) => clueOf(theCase, sha, 'bump') < 0)).toEqual([false, true, true]);
  });

  test('a pattern that backtracks is no evidence while nothing is slow, and less where only latency is told', () => {
    const links = commit('x', 'Links', changed('src/links.ts', String.raw`const LINK = /(\w+\s*)*$/;`));
    const weight = (message: string) =>
      clueOf(incident([links, QUIET], { logs: logged(message) }), 'x', 'nested-repetition');
    expect(weight('voucher not found')).toBe(0);
    expect(weight('request timed out')).toBeGreaterThan(0);
    expect(weight('the cpu is busy')).toBeGreaterThan(weight('request timed out'));
  });

  test('the strongest clue stands first, the weight is their sum, and foreign text is marked as code', () => {
    const theCase = incident([commit('x', 'Voucher sums', changed('a.ts', 'voucher()')), QUIET], {
      logs: logged('voucher has a negative sum'),
    });
    const evidence = weighCommits(commitScene(theCase)).get('x');
    const weights = evidence?.clues.map(({ weight }) => weight) ?? [];
    expect(evidence?.logWeight).toBeCloseTo(
      weights.reduce((sum, weight) => sum + weight, 0),
      9,
    );
    expect(weights.map(Math.abs)).toEqual(weights.map(Math.abs).sort((one, other) => other - one));
    const says = evidence?.clues.find(({ clue }) => clue === 'logged-in-diff')?.says ?? [];
    expect(plainText(says)).toBe('its changed lines hold voucher of the logs');
    expect(says).toContainEqual({ code: 'voucher' });
  });

  test('a commit of which nothing but the SHA is known is compared too', () => {
    const bare: CaseCommit = { sha: 'bare' };
    const theCase = incident([bare, { sha: 'titled', message: 'Voucher sums' }, QUIET], {
      logs: logged('voucher has a negative sum'),
    });
    const { deploys: _, ...rest } = theCase;
    expect(weighCommits(commitScene({ ...rest, deploys: [] })).get('bare')?.clues).toEqual([]);
    expect(clueOf(theCase, 'titled', 'logged-in-message')).toBeGreaterThan(0);
    expect(clueOf(theCase, 'bare', 'logged-in-message')).toBe(0);
  });

  test('links of the alert count little', () => {
    const x = commit('x', 'Clean up', changed('a.ts', 'voucher()'));
    const plain = incident([x, QUIET], told('voucher pages are broken'));
    const link = incident([x, QUIET], told('pages are broken, see https://ci.example/voucher/17'));
    expect(clueOf(link, 'x', 'said-in-diff')).toBeGreaterThan(0);
    expect(clueOf(link, 'x', 'said-in-diff')).toBeLessThan(clueOf(plain, 'x', 'said-in-diff') / 4);
  });

  test('labels that hold no words about the failure count little or nothing, and lines that are no trouble little', () => {
    const x = commit('x', 'Clean up', changed('a.ts', 'voucher()'));
    const label = (name: string): Partial<Case> => ({
      alert: {
        service: 'shop',
        title: 'Broken',
        startedAt: ALERT,
        labels: { [name]: 'voucher' },
        periodSeconds: 300,
        periods: 9,
      },
    });
    expect(clueOf(incident([x, QUIET], label('region')), 'x', 'said-in-diff')).toBe(0);
    const some = clueOf(incident([x, QUIET], label('endpoint')), 'x', 'said-in-diff');
    const full = clueOf(incident([x, QUIET], label('summary')), 'x', 'said-in-diff');
    expect(some).toBeGreaterThan(0);
    expect(full).toBeGreaterThan(some * 2);
    const [error] = logged('voucher has a negative sum') as [LogRow];
    const { level: _, ...bare } = error;
    const weightOf = (row: LogRow) => clueOf(incident([x, QUIET], { logs: [row] }), 'x', 'logged-in-diff');
    expect(weightOf({ ...error, level: 'INFO' })).toBeCloseTo(weightOf(bare), 9);
    expect(weightOf(bare)).toBeGreaterThan(0);
    expect(weightOf(bare)).toBeLessThan(weightOf(error) / 2);
  });

  test('a name of a service of the case counts less than another word', () => {
    const x = commit('x', 'Clean up', changed('a.ts', 'voucher()'));
    const plain = incident([x, QUIET], { logs: logged('voucher has a negative sum') });
    const named = { ...plain, topology: [{ from: 'shop', to: 'voucher-book' }] };
    expect(clueOf(named, 'x', 'logged-in-diff')).toBeLessThan(clueOf(plain, 'x', 'logged-in-diff') / 2);
  });

  test('no commits, no evidence; the same SHA twice counts once', () => {
    expect(weighCommits(commitScene({ ...incident([]), commits: [] })).size).toBe(0);
    const { commits: _, ...without } = incident([]);
    expect(weighCommits(commitScene(without)).size).toBe(0);
    expect([...weighCommits(commitScene(incident([QUIET, QUIET]))).keys()]).toEqual(['quiet']);
  });
});
