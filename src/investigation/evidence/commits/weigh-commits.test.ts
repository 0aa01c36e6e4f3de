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
} from '../../../../test/support/commit-incident.ts';
import type { Case, CaseCommit, LogRow } from '../../case.ts';
import { plainText } from '../../sentence.ts';
import { HOUR_MS, MINUTE_MS } from '../../time.ts';
import { commitScene } from './commit-scene.ts';
import { COMMIT_WEIGHTS } from './commit-weights.ts';
import { weighCommits } from './weigh-commits.ts';

describe('what counts how much', () => {
  test('the very line of the first frame counts more than the file of the second', () => {
    const trace = 'Boom\n  at a.b.Tax.add(Tax.java:31)\n  at a.b.Cart.sum(Cart.java:90)';
    const line = commit('line', 'x', changed('src/a/b/Tax.java', 'a', 'b', '@@ -30,3 +30,3 @@'));
    const file = commit('file', 'x', changed('src/a/b/Tax.java', 'a', 'b', '@@ -300,3 +300,3 @@'));
    const named = commit(
      'function',
      'x',
      changed('src/a/b/Tax.java', 'a', 'b', '@@ -300,3 +300,3 @@ int add(int a) {'),
    );
    const beside = commit('beside', 'x', changed('src/a/b/Tax.java', 'a', 'b', '@@ -34,3 +34,3 @@'));
    const second = commit('second', 'x', changed('src/a/b/Cart.java', 'a', 'b', '@@ -89,3 +89,3 @@'));
    const folder = commit('folder', 'x', changed('other/place/Tax.java', 'a', 'b', '@@ -30,3 +30,3 @@'));
    const theCase = incident([line, file, named, beside, second, folder], { logs: logged(trace) });
    const weights = ['line', 'function', 'beside', 'file', 'second', 'folder'].map((sha) =>
      clueOf(theCase, sha, 'stack-frame'),
    );
    expect(weights[0]).toBeGreaterThan(weights[1] ?? 0);
    expect(weights[1]).toBeGreaterThan(weights[2] ?? 0);
    expect(weights[2]).toBeGreaterThan(weights[3] ?? 0);
    expect(weights[3]).toBeGreaterThanOrEqual(weights[4] ?? 0);
    expect(weights[5]).toBeLessThan(weights[0] ?? 0);
  });

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

  test('a function of the trace that stands in the patch is touched, wherever git cut the hunk; short names are not looked for', () => {
    const trace = 'InvalidOperation at payouts/approve.py:47 in to_minor (amount=12)';
    const touches = commit(
      'touches',
      'x',
      changed('payouts/approve.py', 'def to_minor(text: str) -> int:', '', '@@ -166,2 +166,2 @@'),
    );
    const beside = commit(
      'beside',
      'x',
      changed('payouts/approve.py', 'def upto_minor(text):', '', '@@ -166,2 +166,2 @@'),
    );
    const theCase = incident([touches, beside, QUIET], { logs: logged(trace) });
    expect(clueOf(theCase, 'touches', 'stack-frame')).toBeCloseTo(1.8 * clueOf(theCase, 'beside', 'stack-frame'), 6);
    const brief = incident(
      [commit('brief', 'x', changed('payouts/approve.py', 'def get(text):', '', '@@ -166,2 +166,2 @@')), QUIET],
      { logs: logged(trace.replace('to_minor', 'get')) },
    );
    expect(clueOf(brief, 'brief', 'stack-frame')).toBeCloseTo(clueOf(theCase, 'beside', 'stack-frame'), 6);
  });

  test('a limit that the error quotes is found as the code writes it, and a number of many commits is not', () => {
    const limit = commit('limit', 'x', changed('server.go', 'grpc.MaxRecvMsgSize(1<<20),'));
    const other = commit('other', 'x', changed('client.go', 'grpc.MaxCallSendMsgSize(1<<22),'));
    const error = logged('received message larger than max (3841423 vs. 1048576)');
    const one = incident([limit, other, QUIET], { logs: error });
    expect(clueOf(one, 'limit', 'named-number')).toBe(COMMIT_WEIGHTS['named-number'].value);
    expect(clueOf(one, 'other', 'named-number')).toBe(0);
    const copies = ['a', 'b'].map((sha) => commit(sha, 'x', changed(`${sha}.go`, 'limit = 1_048_576')));
    expect(clueOf(incident([limit, ...copies, QUIET], { logs: error }), 'limit', 'named-number')).toBe(0);
    const context = commit('context', 'x', { path: 'a.go', patch: '@@ -1,2 +1,2 @@\n limit = 1048576\n-a\n+b' });
    expect(clueOf(incident([context, QUIET], { logs: error }), 'context', 'named-number')).toBe(0);
  });

  test('the name of a service is no setting, however it is spelled', () => {
    const one = commit('one', 'x', changed('a.yml', 'invoicing_api: on'));
    const two = commit('two', 'x', changed('b.yml', 'ledger_url: on'));
    const others = Array.from({ length: 6 }, (_, index) => commit(`o${index}`, 'x', changed(`f${index}.ts`, 'f()')));
    const theCase = incident([one, two, ...others], {
      alert: { service: 'Invoicing-API', title: 'Something is wrong', startedAt: ALERT },
      logs: logged('invoicing-api has no LEDGER_URL'),
    });
    expect(clueOf(theCase, 'one', 'named-thing')).toBe(0);
    expect(clueOf(theCase, 'two', 'named-thing')).toBeGreaterThan(0);
  });

  test('a name that most commits touch is no evidence', () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      commit(`m${index}`, 'x', changed(`f${index}.yml`, 'ledger-url: a')),
    );
    const theCase = incident([...many, QUIET], { logs: logged('no value for LEDGER_URL') });
    expect(clueOf(theCase, 'm0', 'named-thing')).toBe(0);
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

  test('a raised package is no evidence when the incident is about something else, or only a person names it', () => {
    const bump = commit('x', 'Bump stripe-node', changed('package.json', '"stripe-node": "14.0.0"'));
    expect(clueOf(incident([bump, QUIET], { logs: logged('disk is full') }), 'x', 'dependency')).toBe(0);
    expect(clueOf(incident([bump, QUIET], told('stripe-node may be to blame')), 'x', 'dependency')).toBe(0);
    expect(
      clueOf(incident([bump, QUIET], { logs: logged('at node_modules/stripe-node/lib.js') }), 'x', 'dependency'),
    ).toBeGreaterThan(0);
    const pair = commit(
      'y',
      'Bump jackson-bom',
      changed('build.gradle', "implementation 'com.fasterxml.jackson:jackson-bom:2.17.0'"),
    );
    expect(
      clueOf(incident([pair, QUIET], { logs: logged('JsonMappingException') }), 'y', 'dependency'),
    ).toBeGreaterThan(0);
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

  test('of several frames, names and files the best counts, and ordinary file names are no evidence', () => {
    const trace =
      'ledger-url and LEDGER_USER are wrong\n at a (/x/lib/money.ts:5:1)\n at b (/x/lib/index.ts:6:1) see longer_name.sql';
    const both = commit(
      'both',
      'x',
      changed('lib/index.ts', 'ledger-url LEDGER_USER'),
      changed('lib/money.ts', 'b'),
      changed('db/longer_name_test.sql', 'c'),
    );
    const one = commit('one', 'x', changed('lib/index.ts', 'LEDGER_USER'));
    const theCase = incident([both, one, QUIET], { logs: [...logged(trace), ...logged('again LEDGER_URL is wrong')] });
    expect(clueOf(theCase, 'both', 'stack-frame')).toBeGreaterThan(clueOf(theCase, 'one', 'stack-frame'));
    expect(clueOf(theCase, 'both', 'named-thing')).toBeGreaterThan(clueOf(theCase, 'one', 'named-thing'));
    expect(clueOf(theCase, 'both', 'named-file')).toBeGreaterThan(0);
    expect(clueOf(theCase, 'one', 'named-file')).toBe(0);
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
