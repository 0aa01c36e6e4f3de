import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts';
import type { Command, Subject } from './command.ts';
import type { CommandRefusal } from './command-refusal.ts';

export type ParsedCommand =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly reason: CommandRefusal }
  | { readonly kind: 'command'; readonly command: Command };

const MOST_CHARACTERS = 200;
const SHORTEST_MUTE_MS = 5 * MINUTE_MS;
const LONGEST_MUTE_MS = 7 * DAY_MS;
const UNITS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };
const NAME = '/whatchanged';
/** U+2044, U+2215, U+29F8, U+2571 look like a slash; NFKC turns only the full-width one into it. */
const SLASHES = /^[\u2044\u2215\u29f8\u2571]/;
const INVISIBLE = /(?!\t)[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu;
/** What mail programs put above what they quote, and GitHub's own foot of a notification. */
const MAIL_REPLY =
  /^(>?\s*On .{5,200} wrote:|-{2,}\s*Original Message\s*-{2,}|From: .+@.+|Reply to this email directly)/im;

/**
 * Reads a command from the body of a comment. Only its first line counts, from its first character: what is quoted,
 * indented, in code or in HTML does not begin with the name and is no command. A line that only looks like one (other
 * blanks, other slashes, capitals) is refused and never guessed at; a final carriage return and blanks are dropped.
 */
export function parseCommand(body: string): ParsedCommand {
  const [first = '', ...rest] = body.split(/\r?\n/);
  if (!looksLikeOne(first)) return { kind: 'none' };
  const line = first.replace(/[ \t]+$/, '');
  if (line.length > MOST_CHARACTERS) return refused('too-long');
  if (!/^[\t\x20-\x7e]*$/.test(line)) return refused('not-plain');
  const [name, verb, ...words] = line.split(/[ \t]+/);
  if (name !== NAME) return refused('not-plain');
  if (rest.some((other) => looksLikeOne(other.trimStart()))) return refused('several-commands');
  if (MAIL_REPLY.test(rest.join('\n'))) return refused('mail-reply');
  if (verb === undefined) return { kind: 'command', command: { verb: 'help' } };
  return readVerb(verb, words);
}

/** Whether a line begins with our name, also where it is written in letters that are not ours. */
function looksLikeOne(line: string): boolean {
  const plain = line
    .slice(0, 4 * NAME.length)
    .replace(INVISIBLE, '')
    .replace(SLASHES, '/')
    .normalize('NFKC');
  return /^\/whatchanged(?![\w-])/i.test(plain);
}

function readVerb(verb: string, words: readonly string[]): ParsedCommand {
  switch (verb) {
    case 'help':
    case 'recheck':
      return words.length > 0 ? refused('too-many-words') : { kind: 'command', command: { verb } };
    case 'mute':
      return readMute(words);
    case 'revert':
    case 'not-it':
    case 'it-was':
    case 'explain':
      return readSubject(verb, words);
    default:
      return refused('unknown-command');
  }
}

function readMute(words: readonly string[]): ParsedCommand {
  if (words.length > 1) return refused('too-many-words');
  const [, count = '', unit = ''] = /^([1-9]\d{0,4})([mhd])$/.exec(words[0] ?? '') ?? [];
  const forMs = Number(count) * (UNITS[unit] ?? 0);
  if (forMs < SHORTEST_MUTE_MS || forMs > LONGEST_MUTE_MS) return refused('bad-duration');
  return { kind: 'command', command: { verb: 'mute', forMs } };
}

function readSubject(verb: 'revert' | 'not-it' | 'it-was' | 'explain', words: readonly string[]): ParsedCommand {
  if (words.length > 1) return refused('too-many-words');
  const subject = subjectOf(words[0]);
  if (subject === undefined) return refused('bad-subject');
  if (verb === 'revert') return { kind: 'command', command: { verb, subject } };
  return subject.kind === 'deploy' ? refused('bad-subject') : { kind: 'command', command: { verb, subject } };
}

function subjectOf(word: string | undefined): Subject | undefined {
  if (word === undefined) return { kind: 'first' };
  if (word === 'deploy') return { kind: 'deploy' };
  if (/^#[1-9]\d{0,8}$/.test(word)) return { kind: 'pull', number: Number(word.slice(1)) };
  return /^[0-9a-f]{7,40}$/i.test(word) ? { kind: 'commit', sha: word.toLowerCase() } : undefined;
}

function refused(reason: CommandRefusal): ParsedCommand {
  return { kind: 'refused', reason };
}
