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
} from '../../../../../test/support/cases/commit-incident.ts';
import { COMMIT_WEIGHTS } from './commit-weights.ts';

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
});
