import { describe, expect, test } from '@jest/globals';
import {
  ALERT,
  amountOf,
  changed,
  commit,
  found,
  heard,
  incident,
  logged,
  QUIET,
  told,
} from '../../../../../test/support/cases/commit-incident.ts';
import type { CaseCommit } from '../../../case.ts';
import { HOUR_MS, MINUTE_MS } from '../../../time.ts';
import { commitScene } from '../scene/commit-scene.ts';
import { rarity, saturate } from '../scene/word-match.ts';
import { ageClue, newestClue } from './age-clue.ts';
import { loggedInDiff, saidInDiff } from './changed-words.ts';
import { fileClue } from './file-clue.ts';
import { loggedInMessage, saidInMessage } from './message-words.ts';
import { namedClue } from './named-clue.ts';
import { quotedText } from './quoted-text.ts';

describe('age', () => {
  const aged = (sha: string, hours: number) => ({ ...commit(sha, 'x'), committedAt: ALERT - hours * HOUR_MS });

  test('minus a day for each day, four of them at most, counted from the newest', () => {
    expect(found(ageClue, [aged('a', 1), aged('b', 25), aged('c', 999), { sha: 'd' }])).toEqual([
      '-0.041667 committed 1.0 h before the alert',
      '-1.041667 committed 25.0 h before the alert',
      '-4 committed 96.0 h before the alert',
      null,
    ]);
    expect(found(ageClue, [aged('a', -12), aged('b', 12)])).toEqual([
      '0 committed 0.0 h before the alert',
      '-1 committed 24.0 h before the alert',
    ]);
  });

  test('a quarter of it where a rollout was seen, and nothing for what a rollback took away', () => {
    const deploys = (more: object) => ({
      deploys: incident([aged('b', 24)]).deploys.map((deploy) => ({ ...deploy, ...more })),
    });
    expect(found(ageClue, [aged('b', 24)], deploys({ liveAt: ALERT }))[0]).toMatch(/^-0\.25 /);
    expect(found(ageClue, [aged('b', 24)], deploys({ outcome: 'success' }))[0]).toMatch(/^-0\.25 /);
    expect(found(ageClue, [aged('b', 24)], deploys({}))[0]).toMatch(/^-1 /);
    expect(found(ageClue, [aged('b', 24)], deploys({ kind: 'rollback' }))).toEqual([null]);
    expect(found(newestClue, [setting('a', 1)], deploys({ kind: 'rollback', commits: ['a'] }))).toEqual([null]);
  });

  const setting = (sha: string, hours: number, path = 'a.yml') => ({
    ...aged(sha, hours),
    files: [changed(path, 'a')],
  });

  test('in a repository of configuration minus the logarithm of the place', () => {
    const all = [setting('a', 3), setting('b', 1), setting('c', 2), { sha: 'd', files: [changed('a.yml', 'a')] }];
    expect(found(newestClue, all)).toEqual([
      `${Number((-Math.log(3)).toFixed(6))} 2 changes are newer`,
      '0 it is the newest change',
      `${Number((-Math.log(2)).toFixed(6))} 1 changes are newer`,
      null,
    ]);
  });

  test('by how much of it is configuration, pictures or tests: from two in five on', () => {
    const of = (...paths: string[]) =>
      amountOf(
        found(newestClue, [
          setting('new', 1, paths[0]),
          ...paths.slice(1).map((path, i) => setting(`o${i}`, 2, path)),
        ])[1],
      );
    expect(of('a.yml', 'a.png', 'a_test.go', 'b.yml', 'a.ts')).toBeCloseTo((-Math.log(2) * 0.4) / 0.6, 5);
    expect(of('a.yml', 'a.yml', 'a.ts', 'a.ts', 'a.ts')).toBe(0);
    expect(of('a.ts', 'a.ts')).toBe(0);
    const none = found(newestClue, [
      { ...aged('a', 1), files: [] },
      { ...aged('b', 2), files: [] },
    ]);
    expect(none).toEqual([null, null]);
  });
});

describe('words', () => {
  const voucher = commit('x', 'Voucher sums', changed('a.ts', 'voucher()'));

  test('each says which words it shares, and with what', () => {
    const logs = { logs: heard('voucher has a negative sum') };
    const words = told('customers report a wrong voucher sum');
    expect(found(saidInMessage, [voucher, QUIET], words)[0]).toMatch(
      / its message or file names share voucher with the alert$/,
    );
    expect(found(loggedInMessage, [voucher, QUIET], logs)[0]).toMatch(
      / its message or file names share voucher with the logs$/,
    );
    expect(found(saidInDiff, [voucher, QUIET], words)[0]).toMatch(/ its changed lines hold voucher of the alert$/);
    expect(found(loggedInDiff, [voucher, QUIET], logs)[0]).toMatch(/ its changed lines hold voucher of the logs$/);
    for (const feature of [saidInMessage, loggedInMessage, saidInDiff, loggedInDiff])
      expect(found(feature, [voucher, QUIET], { ...words, ...logs })[1]).toBeNull();
  });

  test('of a commit that was not read the mean is taken, and it is said so', () => {
    const [read, unread] = found(loggedInDiff, [voucher, { sha: 'u', files: [{ path: 'b.ts' }] }], {
      logs: heard('voucher gone'),
    });
    expect(unread).toBe(`${amountOf(read)} its changed lines could not be read: counted like an average commit`);
    const half = commit('h', 'x', changed('c.ts', 'nothing'), { path: 'b.ts' });
    const [whole, partly] = found(loggedInDiff, [voucher, half], { logs: heard('voucher gone') });
    expect(amountOf(partly)).toBeCloseTo(amountOf(whole) / 4, 5);
  });

  test('a score of twenty counts half of the most, and a word of all commits next to nothing', () => {
    expect([saturate(0), saturate(5), saturate(20)]).toEqual([0, 1, 2.5]);
    expect(rarity(10, 1)).toBeCloseTo(Math.log(1 + 9.5 / 1.5), 12);
    expect(rarity(10, 10)).toBeCloseTo(Math.log(1 + 0.5 / 10.5), 12);
  });

  test('the titles count three times, bodies and paths once; long texts count less for each word', () => {
    const words = told('voucher');
    const of = (...commits: CaseCommit[]) => found(saidInMessage, [...commits, QUIET], words).map(amountOf);
    const [title, body, path, long] = of(
      { sha: 't', message: 'voucher\n\nplain text' },
      { sha: 'b', message: 'plain\n\nvoucher text' },
      { sha: 'p', message: 'plain text', files: [{ path: 'voucher.x' }] },
      { sha: 'l', message: `plain\n\nvoucher ${'text '.repeat(60)}` },
    );
    expect(title).toBeGreaterThan(body ?? 0);
    expect(title).toBeGreaterThan(path ?? 0);
    expect(long).toBeLessThan(body ?? 0);
  });

  test('runs of the incident’s words: four are a fifth, eight are all, shared by those that hold them', () => {
    const text = 'alpha bravo charlie delta echo foxtrot golf hotel india juliet';
    const holding = (sha: string, count: number) =>
      commit(sha, 'x', changed('a.ts', text.split(' ').slice(0, count).join(' ')));
    const logs = { logs: heard(text) };
    expect(found(quotedText, [holding('a', 3), holding('b', 4)], logs)).toEqual([
      null,
      '0.2 its changed lines hold 4 words of the incident in a row',
    ]);
    expect(found(quotedText, [holding('a', 8), holding('b', 10)], logs)).toEqual([
      '0.5 its changed lines hold 8 words of the incident in a row',
      '0.5 its changed lines hold 10 words of the incident in a row',
    ]);
    const taken = commit('r', 'x', changed('a.ts', 'x', text));
    expect(found(quotedText, [taken, QUIET], logs)[0]).toBe(
      '1 its changed lines hold 10 words of the incident in a row',
    );
    const broken = commit('o', 'x', changed('a.ts', 'alpha bravo delta charlie echo golf foxtrot'));
    expect(found(quotedText, [broken, QUIET], logs)).toEqual([null, null]);
  });
});

describe('names', () => {
  test('a setting, a relation and an identifier, in whatever spelling', () => {
    const of = (line: string, message: string) =>
      found(namedClue, [commit('x', 'x', changed('a.ts', line)), QUIET], { logs: heard(message) })[0];
    expect(of('ledger-url: a', 'no LEDGER_URL')).toBe('1 its changed lines hold the setting LEDGER_URL');
    expect(of('ledgerUrl', 'no LEDGER_URL')).toBe('1 its changed lines hold the setting LEDGER_URL');
    expect(of('SELECT menu_item', 'relation "menu_item" is gone')).toBe(
      '1 its changed lines hold the relation menu_item',
    );
    expect(of('price_book', 'PriceBook failed')).toBe('1 its changed lines hold the name PriceBook');
    expect(of('xledger-url: a', 'no LEDGER_URL')).toBeNull();
    expect(of('ledger-url2: a', 'no LEDGER_URL')).toBeNull();
    expect(of('ledger or the url', 'no LEDGER_URL')).toBeNull();
    expect(of('ledger', 'no LEDGER_URL')).toBeNull();
  });

  test('of what was removed too, not of what stayed, and shared by two it counts less', () => {
    const logs = { logs: heard('no LEDGER_URL') };
    const gone = commit('g', 'x', changed('a.ts', 'a', 'ledger-url'));
    const beside = commit('b', 'x', { path: 'a.ts', patch: '@@ -1 +1 @@\n ledger-url\n+ledger\n+url' });
    expect(found(namedClue, [gone, beside, QUIET], logs)).toEqual([
      '1 its changed lines hold the setting LEDGER_URL',
      null,
      null,
    ]);
    const two = [gone, { ...gone, sha: 'h' }, QUIET, { ...QUIET, sha: 'q' }];
    expect(amountOf(found(namedClue, two, logs)[0])).toBeCloseTo(rarity(4, 2) / rarity(4, 1), 5);
  });

  test('a file by its name, its stem alone for less, and ordinary names never', () => {
    const of = (path: string, text: string) =>
      found(fileClue, [commit('x', 'x', changed(path, 'a')), QUIET], told(text))[0];
    expect(of('src/tax.cc', 'tax.cc is broken')).toBe('1 the incident names the file tax.cc, which it changes');
    expect(of('src/VoucherBook.cc', 'voucherbook is broken')).toBe(
      '0.6 the incident names the file voucherbook.cc, which it changes',
    );
    expect(of('src/voucher_book_test.cc', 'the voucher_book is broken')).toBe(
      '0.6 the incident names the file voucher_book_test.cc, which it changes',
    );
    expect(of('src/VoucherBook.cc', 'voucherbooks are broken')).toBeNull();
    expect(of('src/VoucherBook.cc', 'myvoucherbook is broken')).toBeNull();
    expect(of('src/voucher.cc', 'voucher is broken')).toBeNull();
    for (const name of [
      'index',
      'main',
      'config',
      'settings',
      'package',
      'readme',
      'changelog',
      'makefile',
      'dockerfile',
      'values',
      'build',
      'utils',
      'types',
      'server',
      'client',
      'application',
    ])
      expect(of(`src/${name}.json`, `${name}.json is broken`)).toBeNull();
    expect(of('src/a.c', 'a.c is broken')).toBeNull();
  });

  test('a file that two commits touch counts half for each', () => {
    const [one, other] = found(
      fileClue,
      [commit('x', 'x', changed('src/tax.cc', 'a')), commit('y', 'x', changed('lib/tax.cc', 'a'))],
      told('tax.cc is broken'),
    );
    expect([amountOf(one), amountOf(other)]).toEqual([0.5, 0.5]);
  });
});

test('the texts of an incident: which labels speak, and logs by how new they are', () => {
  const { texts } = commitScene(
    incident([], {
      askedAt: ALERT + 5 * MINUTE_MS,
      alert: {
        service: 'shop',
        title: 'Broken',
        startedAt: ALERT,
        labels: {
          description: 'Sums are wrong',
          summary: 'Also',
          endpoint: '/pay',
          team: 'a',
          region: 'b',
          cluster_id: 'c',
        },
      },
      logs: [
        ...logged('voucher 1 gone'),
        { at: ALERT - 2 * HOUR_MS, service: 'web', level: 'WARN', message: 'always there', count: 24 },
        { at: ALERT, service: 'web', level: 'WARN', message: 'always there', count: 4 },
        { at: ALERT, service: 'web', level: 'WARNING', message: 'brand new', count: 90 },
        { at: ALERT, service: 'web', level: 'info', message: 'fine', count: 90 },
      ],
    }),
  ).incident;
  expect(texts.map(({ text, from, service }) => `${from} ${service ?? '-'}: ${text}`)).toEqual([
    'person -: Sums are wrong',
    'person -: Also',
    'rule -: Broken',
    'rule -: /pay',
    'log shop: voucher 1 gone',
    'log web: brand new',
    'log web: fine',
  ]);
  expect(texts.map(({ weight }) => weight)).toEqual([1, 1, 1, 0.4, 1, 0.7, 0.3]);
});
