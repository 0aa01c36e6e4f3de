import { describe, expect, test } from '@jest/globals';
import { NO_PAINT } from '../../investigation/report/terminal/paint.ts';
import { paintFor } from './paint-for.ts';

const stream = (isTTY: boolean, colours = isTTY) =>
  ({ isTTY, hasColors: () => colours }) as unknown as NodeJS.WriteStream;
const RED = '\u001b[31mno\u001b[39m';

describe('whether there are colours', () => {
  test.each([
    ['a terminal', stream(true), {}, true],
    ['a terminal without colours', stream(true, false), {}, false],
    ['a pipe', stream(false), {}, false],
    ['a terminal where NO_COLOR is set', stream(true), { NO_COLOR: '1' }, false],
    ['a terminal where NO_COLOR is empty', stream(true), { NO_COLOR: '' }, true],
    ['a pipe where FORCE_COLOR is set', stream(false), { FORCE_COLOR: '1' }, true],
    ['a pipe where FORCE_COLOR is empty', stream(false), { FORCE_COLOR: '' }, true],
    ['a pipe where FORCE_COLOR is 0', stream(false), { FORCE_COLOR: '0' }, false],
    ['a pipe where FORCE_COLOR is false', stream(false), { FORCE_COLOR: 'false' }, false],
    ['a terminal where both are set', stream(true), { NO_COLOR: '1', FORCE_COLOR: '1' }, true],
  ])('%s', (_, to, environment, coloured) => {
    expect(paintFor(to, environment)('bad', 'no')).toBe(coloured ? RED : 'no');
  });
});

test('without colours nothing is painted at all', () => {
  expect(paintFor(stream(false), {})).toBe(NO_PAINT);
});

test('plain text and blanks are never painted', () => {
  const paint = paintFor(stream(true), {});
  expect(paint('plain', 'text')).toBe('text');
  expect(paint('bad', '  ')).toBe('  ');
  expect(paint('heading', 'text')).toBe('\u001b[1m\u001b[4mtext\u001b[24m\u001b[22m');
});

test('links can be clicked in a terminal, and are text in a coloured pipe', () => {
  const link = '\u001b]8;;https://example.org\u001b\\here\u001b]8;;\u001b\\';
  expect(paintFor(stream(true), {}).link('here', 'https://example.org')).toBe(link);
  expect(paintFor(stream(false), { FORCE_COLOR: '1' }).link('here', 'https://example.org')).toBe('here');
});
