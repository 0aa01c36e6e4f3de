import { describe, expect, test } from '@jest/globals';
import {
  amountOf,
  changed,
  commit,
  found,
  heard,
  QUIET,
  told,
} from '../../../../../test/support/cases/commit-incident.ts';
import type { CaseCommit } from '../../../case.ts';
import { rarity } from '../scene/word-match.ts';
import { dependencyClue } from './dependency-clue.ts';
import { frameClue } from './frame-clue.ts';
import { loggedMechanism, saidMechanism } from './mechanism-clue.ts';
import { nestedRepetition } from './nested-repetition.ts';

describe('stack frames', () => {
  const trace = 'Boom\n at Prices.lookup (/app/src/pricing/regional.ts:31:11)\n at b (/app/src/cart/totals.ts:90:1)';
  const of = (path: string, header: string, line = 'a') =>
    found(frameClue, [commit('x', 'x', changed(path, line, 'b', header)), QUIET], { logs: heard(trace) })[0];
  const place = 'of the stack frame regional.ts:31';

  test.each([
    ['@@ -30,3 +30,3 @@', 'a', `1 it changes the very line ${place}`],
    ['@@ -31,1 +31,1 @@', 'a', `1 it changes the very line ${place}`],
    ['@@ -31,1 +31,0 @@', 'a', `1 it changes the very line ${place}`],
    ['@@ -300,3 +300,3 @@ lookup(', 'a', `0.9 it changes the function ${place}`],
    ['@@ -300,3 +300,3 @@', 'lookup(price)', `0.9 it changes the function ${place}`],
    ['@@ -300,3 +300,3 @@', 'relookup(price)', `0.5 it changes the file ${place}`],
    ['@@ -300,3 +300,3 @@', 'lookup price', `0.5 it changes the file ${place}`],
    ['@@ -36,3 +36,3 @@', 'a', `0.8 it changes lines beside that ${place}`],
    ['@@ -37,3 +37,3 @@', 'a', `0.5 it changes the file ${place}`],
    ['@@ -24,3 +24,3 @@', 'a', `0.8 it changes lines beside that ${place}`],
    ['@@ -23,3 +23,3 @@', 'a', `0.5 it changes the file ${place}`],
    ['no header', 'a', `0.6 it changes the file ${place}`],
  ])('%s %s', (header, line, says) => {
    expect(of('src/pricing/regional.ts', header, line)).toBe(says);
  });

  test('the frames of one who asked count less where the answer was an error', () => {
    const asked = { logs: heard(trace.replace('Boom', 'StatusRuntimeException: INTERNAL')) };
    const near = commit('x', 'x', changed('src/pricing/regional.ts', 'a', 'b', '@@ -31,1 +31,1 @@'));
    expect(amountOf(found(frameClue, [near, QUIET], asked)[0])).toBe(0.4);
  });

  test('by how much of the path agrees, and half for the second frame', () => {
    const line = '@@ -30,3 +30,3 @@';
    expect(amountOf(of('regional.ts', line))).toBe(1);
    expect(amountOf(of('pricing/regional.ts', line))).toBe(1);
    expect(amountOf(of('x/y/z/src/pricing/regional.ts', line))).toBe(1);
    expect(amountOf(of('lib/x/pricing/regional.ts', line))).toBe(0.8);
    expect(amountOf(of('lib/x/other/regional.ts', line))).toBe(0.3);
    expect(of('src/pricing/other.ts', line)).toBeNull();
    expect(of('src/cart/totals.ts', '@@ -89,3 +89,3 @@')).toBe(
      '0.5 it changes the very line of the stack frame totals.ts:90',
    );
    const bare = { logs: heard('Boom at lookup(regional.ts:31)') };
    const far = commit('x', 'x', changed('src/pricing/regional.ts', 'a', 'b', line));
    expect(amountOf(found(frameClue, [far, QUIET], bare)[0])).toBe(0.7);
    expect(found(frameClue, [far, QUIET])).toEqual([null, null]);
  });
});

describe('mechanisms', () => {
  const logs = { logs: heard('container terminated: OOMKilled') };
  const touching = (line: string) => commit('x', 'Chart', changed('deploy/a.yaml', line));

  test('what the incident speaks of, and what the commit touches of it', () => {
    expect(found(loggedMechanism, [touching('heap: 1 rss: 2'), QUIET], logs)[0]).toMatch(
      / the incident speaks of memory, and the commit touches heap, rss$/,
    );
    expect(found(saidMechanism, [touching('heap: 1'), QUIET], told('pods run out of memory'))[0]).toMatch(
      / the incident speaks of memory, and the commit touches heap$/,
    );
    expect(found(saidMechanism, [touching('heap: 1'), QUIET], { ...logs, ...told('pods are gone') })).toEqual([
      null,
      null,
    ]);
    expect(found(loggedMechanism, [touching('heap: 1'), QUIET], { logs: heard('seats gone') })).toEqual([null, null]);
    expect(found(loggedMechanism, [touching('colour: 1'), QUIET], logs)).toEqual([null, null]);
  });

  test('an exception written in one word speaks too', () => {
    const gone = { logs: heard('DivisionByZero at /seats') };
    expect(found(loggedMechanism, [commit('x', 'Seats', changed('a.ts', 'divide')), QUIET], gone)[0]).toMatch(
      / the incident speaks of arithmetic, and the commit touches divide$/,
    );
  });

  test('what writes logs has been built and tested; an alert may tell of that', () => {
    const gone = 'undefined reference to render';
    expect(found(loggedMechanism, [touching('cmake: 1'), QUIET], { logs: heard(gone) })).toEqual([null, null]);
    expect(found(saidMechanism, [touching('cmake: 1'), QUIET], told(gone))[0]).toMatch(/ speaks of build, /);
  });

  test('the amount is bounded; everyday words count a quarter, and touched words more than told ones', () => {
    const bounded = (amount: number) => (3 * amount) / (amount + 3);
    const rare = rarity(2, 1);
    const value = (one: CaseCommit) => amountOf(found(loggedMechanism, [one, QUIET], logs)[0]);
    expect(value(touching('heap'))).toBeCloseTo(bounded(rare), 5);
    expect(value(commit('x', 'heap', changed('a.ts', 'heap')))).toBeCloseTo(bounded(1.3 * rare), 5);
    expect(value(commit('x', 'heap', changed('a.ts', 'b')))).toBeCloseTo(bounded(0.7 * rare), 5);
    expect(value(commit('x', 'x\n\nheap', changed('a.ts', 'b')))).toBeCloseTo(bounded(0.3 * rare), 5);
    expect(value(touching('static'))).toBeCloseTo(bounded(0.25 * rare), 5);
    const removed = commit('x', 'x', changed('a.ts', 'b', 'heap'));
    expect(value(removed)).toBeCloseTo(bounded(rare), 5);
  });

  test('of several mechanisms the strongest counts whole, the others three tenths', () => {
    const both = { logs: heard('OOMKilled: too many open files') };
    const one = amountOf(found(loggedMechanism, [touching('heap ulimit'), QUIET], both)[0]);
    const single = (3 * rarity(2, 1)) / (rarity(2, 1) + 3);
    expect(one).toBeCloseTo(1.3 * single, 5);
  });
});

describe('packages and patterns', () => {
  test.each([
    ['requirements.txt', 'urllib3==2.2.1', 'urllib3'],
    ['requirements.txt', 'urllib3>=2', 'urllib3'],
    ['requirements.txt', 'urllib3~=2', 'urllib3'],
    ['package.json', '  "undici": "^6.1.0",', 'undici'],
    ['package.json', '  "@acme/undici": "6.1.0",', '@acme/undici'],
    ['go.mod', '\tgithub.com/jackc/pgx/v5 v5.5.0', 'github.com/jackc/pgx/v5'],
    ['go.mod', 'require github.com/jackc/pgx/v5 v5.5.0', 'github.com/jackc/pgx/v5'],
    ['build.gradle', "implementation 'com.acme:jackson-databind:2.17.0'", 'jackson-databind'],
    ['build.gradle', "implementation('com.acme:jackson-databind:2.17.0')", 'jackson-databind'],
    ['Gemfile', "gem 'activerecord', '7.1'", 'activerecord'],
    ['Cargo.toml', 'openssl = "0.10"', 'openssl'],
    ['pyproject.toml', '- celery: 5', 'celery'],
  ])('%s: %s', (path, line, name) => {
    const failing = {
      logs: heard('HTTPSConnectionPool undici pgconn JsonMappingException ActiveRecord SSLError celery'),
    };
    expect(found(dependencyClue, [commit('x', 'x', changed(path, line)), QUIET], failing)).toEqual([
      `1 it changes the version of ${name}, which the incident names`,
      null,
    ]);
    expect(found(dependencyClue, [commit('x', 'x', changed('src/a.ts', line)), QUIET], failing)[0]).toBeNull();
  });

  test('by the title too, and by a name of six letters and more that stands in a log by itself', () => {
    const of = (title: string, message: string) =>
      found(dependencyClue, [commit('x', title, changed('a.ts', 'a')), QUIET], { logs: heard(message) })[0];
    const says = (name: string) => `1 it changes the version of ${name}, which the incident names`;
    expect(of('Bump stripe-node from 1 to 2', 'at node_modules/stripe-node/lib.js')).toBe(says('stripe-node'));
    expect(of('Update dependency stripe-node to v2', 'stripe-node failed')).toBe(says('stripe-node'));
    expect(of('Upgrade the Stripe to 2', 'stripe failed')).toBe(says('stripe'));
    expect(of('Rolls module @acme/stripe', 'stripe failed')).toBe(says('@acme/stripe'));
    expect(of('Bump stripe', 'stripes failed')).toBeNull();
    expect(of('Bump stripe', 'pinstripe failed')).toBeNull();
    expect(of('Bump core', 'core failed')).toBeNull();
    expect(of('Bump netty-handler', 'at io.netty.x')).toBe(says('netty-handler'));
    expect(of('Bump nettyx', 'at io.netty.x')).toBeNull();
    expect(of('Bumpstripe', 'stripe failed')).toBeNull();
  });

  test.each([
    ['/(a+)+/', true],
    ['/(a*)*/', true],
    ['/(a{2,})+/', true],
    ['/(a+?)+/', true],
    ['/(?:[a-z]+[-.]?)+x/', true],
    ['/(a)+/', false],
    ['/(a+)/', false],
    ['f(a) + (b)', false],
  ])('%s repeats what is repeated: %s', (pattern, nested) => {
    const at = (path: string, added: string, removed = '') =>
      found(nestedRepetition, [commit('x', 'x', changed(path, added, removed)), QUIET], {
        logs: heard('event loop blocked'),
      });
    const says = '1 it adds a pattern with nested repetition, which can take very long to match';
    expect(at('a.ts', pattern)).toEqual([nested ? says : null, null]);
    expect(at('a.md', pattern)[0]).toBeNull();
    expect(at('a.ts', 'x', pattern)[0]).toBeNull();
    expect(at('a.ts', pattern + ' '.repeat(2_000))[0]).toBeNull();
  });

  test.each([
    ['event loop', 1],
    ['cpu', 1],
    ['blocked', 1],
    ['hangs', 1],
    ['busy', 1],
    ['stack depth', 1],
    ['slow', 0.6],
    ['latency', 0.6],
    ['timed out', 0.6],
    ['timeout', 0.6],
    ['duration', 0.6],
    ['p95', 0.6],
    ['aborted', 0.6],
    ['took 9', 0.6],
    ['took long', 0],
    ['cpux', 0],
  ])('an incident of "%s" counts it %d', (message, value) => {
    const nested = commit('x', 'x', changed('a.ts', '/(a+)+/'));
    expect(amountOf(found(nestedRepetition, [nested, QUIET], { logs: heard(message) })[0])).toBe(value);
  });
});
