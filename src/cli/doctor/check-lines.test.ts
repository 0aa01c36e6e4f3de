import { expect, test } from '@jest/globals';
import { NO_PAINT, type Paint } from '../../investigation/report/terminal/paint.ts';
import { checkLines, summaryLine, worstOf } from './check-lines.ts';
import type { Check } from './examine.ts';
import type { Finding } from './finding.ts';

const inked: Paint = Object.assign((ink: string, words: string) => `<${ink}>${words}</>`, {
  link: (words: string) => words,
});
const check = (...findings: Finding[]): Check => ({ id: 'server', title: 'The server', findings });
const plain = (columns: number, ...findings: Finding[]) =>
  checkLines(check(...findings), { paint: NO_PAINT, columns }).slice(1);

test('the worst state wins, and where nothing was looked at all is skipped', () => {
  const states = (...all: Finding['state'][]) => worstOf(all.map((state) => ({ state, says: '' })));
  expect(states('ok', 'warning', 'problem', 'skipped')).toBe('problem');
  expect(states('skipped', 'ok', 'warning')).toBe('warning');
  expect(states('skipped', 'ok')).toBe('ok');
  expect(states('skipped')).toBe('skipped');
  expect(states()).toBe('skipped');
});

test('a finding stands beside its state, its subject before what it says, what to do below', () => {
  expect(
    checkLines(
      check(
        { state: 'ok', says: 'It runs.' },
        { state: 'problem', subject: 'port', says: 'is taken.', todo: 'Free it.' },
      ),
      { paint: NO_PAINT, columns: 80 },
    ),
  ).toEqual(['The server', '  ok       It runs.', '  problem  port: is taken.', '           → Free it.']);
});

test('the state of a finding has the colour of how bad it is', () => {
  const lines = checkLines(check({ state: 'warning', says: 'Look.' }, { state: 'skipped', says: 'No.' }), {
    paint: inked,
    columns: 80,
  });
  expect(lines).toEqual(['<heading>The server</>', '  <unsure>warning</>  Look.', '  <dim>skipped</>  No.']);
});

test('long text is broken between words and goes on under its beginning', () => {
  expect(plain(24, { state: 'ok', says: 'one two three four five', todo: 'do this and then that' })).toEqual([
    '  ok       one two three',
    '           four five',
    '           → do this and',
    '             then that',
  ]);
});

test('a word that is wider than the terminal is left whole', () => {
  expect(plain(20, { state: 'ok', says: 'https://example.org/long yes' })).toEqual([
    '  ok       https://example.org/long',
    '           yes',
  ]);
});

test('lines of their own keep their indentation, also where they are broken', () => {
  expect(plain(25, { state: 'ok', says: 'Write:\n  services: checkout payments\n\nThen look.' })).toEqual([
    '  ok       Write:',
    '             services:',
    '             checkout',
    '             payments',
    '           ',
    '           Then look.',
  ]);
});

test('nothing foreign can steer the terminal or turn its text round', () => {
  const [line] = plain(80, { state: 'ok', subject: '\u001b[31mred', says: 'a\u202eb\u200bc\rd' });
  expect(line).toBe('  ok       [31mred: abcd');
});

test('the summary counts problems and warnings over all checks', () => {
  const told = { paint: inked, columns: 80 };
  const [ok, warning, problem] = (['ok', 'warning', 'problem'] as const).map((state) => ({ state, says: '' }));
  if (!ok || !warning || !problem) throw new Error('three states');
  expect(summaryLine([check(ok)], told)).toBe('<good>Nothing has a problem.</>');
  expect(summaryLine([], told)).toBe('<good>Nothing has a problem.</>');
  expect(summaryLine([check(problem, ok), check(warning, problem)], told)).toBe(
    '<bad>2 problems</>, <unsure>1 warning</>.',
  );
  expect(summaryLine([check(warning)], told)).toBe('<unsure>1 warning</>.');
});
