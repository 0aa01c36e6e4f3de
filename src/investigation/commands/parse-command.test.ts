import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCommand } from './parse-command.ts';

const HOUR_MS = 3_600_000;

test.each([
  ['/whatchanged revert', { verb: 'revert', subject: { kind: 'first' } }],
  ['/whatchanged revert #12', { verb: 'revert', subject: { kind: 'pull', number: 12 } }],
  ['/whatchanged revert deploy', { verb: 'revert', subject: { kind: 'deploy' } }],
  ['/whatchanged revert ABCDEF0', { verb: 'revert', subject: { kind: 'commit', sha: 'abcdef0' } }],
  [`/whatchanged revert ${'a'.repeat(40)}`, { verb: 'revert', subject: { kind: 'commit', sha: 'a'.repeat(40) } }],
  ['/whatchanged not-it', { verb: 'not-it', subject: { kind: 'first' } }],
  ['/whatchanged it-was #3', { verb: 'it-was', subject: { kind: 'pull', number: 3 } }],
  ['/whatchanged explain 1234567', { verb: 'explain', subject: { kind: 'commit', sha: '1234567' } }],
  ['/whatchanged recheck', { verb: 'recheck' }],
  ['/whatchanged help', { verb: 'help' }],
  ['/whatchanged', { verb: 'help' }],
  ['/whatchanged mute 4h', { verb: 'mute', forMs: 4 * HOUR_MS }],
  ['/whatchanged mute 30m', { verb: 'mute', forMs: HOUR_MS / 2 }],
  ['/whatchanged mute 7d', { verb: 'mute', forMs: 168 * HOUR_MS }],
  ['/whatchanged\trevert   #12 \t', { verb: 'revert', subject: { kind: 'pull', number: 12 } }],
  ['/whatchanged revert\r\n\r\nIt is down.', { verb: 'revert', subject: { kind: 'first' } }],
  ['/whatchanged revert\n> quoted\n```\ncode\n```', { verb: 'revert', subject: { kind: 'first' } }],
])('%j is a command', (body, command) => {
  expect(parseCommand(body)).toEqual({ kind: 'command', command });
});

test.each([
  '',
  'revert it',
  'please /whatchanged revert',
  ' /whatchanged revert',
  '    /whatchanged revert',
  '\t/whatchanged revert',
  '\n/whatchanged revert',
  '> /whatchanged revert',
  '`/whatchanged revert`',
  '```\n/whatchanged revert\n```',
  '~~~\n/whatchanged revert\n~~~',
  '<details>\n/whatchanged revert\n</details>',
  '<!-- -->/whatchanged revert',
  '<!--\n/whatchanged revert\n-->',
  '- /whatchanged revert',
  '# /whatchanged revert',
  '@whatchanged revert',
  '/whatchangedrevert',
  '/whatchanged-revert',
  '/what changed revert',
  '//whatchanged revert',
  'On Monday Ada wrote:\n/whatchanged revert',
  '\u0430/whatchanged revert',
  '/wh\u0430tchanged revert',
])('%j is no command', (body) => {
  expect(parseCommand(body)).toEqual({ kind: 'none' });
});

test.each([
  ['/whatchanged\u00a0revert', 'not-plain'],
  ['/whatchanged revert\u00a0#12', 'not-plain'],
  ['\u2044whatchanged revert', 'not-plain'],
  ['\u2215whatchanged revert', 'not-plain'],
  ['\uff0fwhatchanged revert', 'not-plain'],
  ['\u200b/whatchanged revert', 'not-plain'],
  ['\ufeff/whatchanged revert', 'not-plain'],
  ['/whatchanged rev\u200bert', 'not-plain'],
  ['/whatchanged revert \u202e#12', 'not-plain'],
  ['/Whatchanged revert', 'not-plain'],
  ['/WHATCHANGED revert', 'not-plain'],
  ['/whatchanged revert\r#12', 'not-plain'],
  ['/whatchanged revert\u2028', 'not-plain'],
  ['/whatchanged: revert', 'not-plain'],
  [`/whatchanged revert ${'x'.repeat(200)}`, 'too-long'],
  ['/whatchanged revert #1\n/whatchanged revert #2', 'several-commands'],
  ['/whatchanged help\n  /whatchanged revert', 'several-commands'],
  ['/whatchanged revert\n\nOn Mon, 2 Mar 2026, Ada Lovelace <ada@example.com> wrote:\n> text', 'mail-reply'],
  ['/whatchanged revert\n-----Original Message-----\nFrom: ada@example.com', 'mail-reply'],
  ['/whatchanged revert\n\n—\nReply to this email directly, view it on GitHub', 'mail-reply'],
  ['/whatchanged merge', 'unknown-command'],
  ['/whatchanged Revert', 'unknown-command'],
  ['/whatchanged constructor', 'unknown-command'],
  ['/whatchanged revert #1 #2', 'too-many-words'],
  ['/whatchanged recheck now', 'too-many-words'],
  ['/whatchanged mute 4h please', 'too-many-words'],
  ['/whatchanged revert #0', 'bad-subject'],
  ['/whatchanged revert #1234567890', 'bad-subject'],
  ['/whatchanged revert main', 'bad-subject'],
  ['/whatchanged revert 123456', 'bad-subject'],
  [`/whatchanged revert ${'a'.repeat(41)}`, 'bad-subject'],
  ['/whatchanged revert other/repo#12', 'bad-subject'],
  ['/whatchanged revert HEAD~1', 'bad-subject'],
  ['/whatchanged not-it deploy', 'bad-subject'],
  ['/whatchanged mute', 'bad-duration'],
  ['/whatchanged mute 4', 'bad-duration'],
  ['/whatchanged mute 4m', 'bad-duration'],
  ['/whatchanged mute 8d', 'bad-duration'],
  ['/whatchanged mute -4h', 'bad-duration'],
  ['/whatchanged mute 1e9h', 'bad-duration'],
])('%j is refused as %s', (body, reason) => {
  expect(parseCommand(body)).toEqual({ kind: 'refused', reason });
});

describe('whatever is written', () => {
  test('is read without failing, and only a first line with our name counts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (body) => {
        expect(['none', 'refused', 'command']).toContain(parseCommand(body).kind);
        fc.pre(!/whatchanged/i.test(body.normalize('NFKC')));
        expect(parseCommand(body)).toEqual({ kind: 'none' });
      }),
    );
  });

  test('one foreign character anywhere in the line is never a command', () => {
    const line = '/whatchanged revert #12';
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: line.length }),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((sign) => !/[\t\x20-\x7e\r\n]/.test(sign)),
        (at, sign) => {
          expect(parseCommand(line.slice(0, at) + sign + line.slice(at)).kind).not.toBe('command');
        },
      ),
    );
  });
});
