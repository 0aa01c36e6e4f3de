import type { RevertReasonCode } from '../../../src/investigation/revert/revert-reason.ts';
import type { MemoryFile, MemoryFiles } from './memory-repository.ts';

/** Three states of a repository: before the change, after it, and today. */
export interface RevertScene {
  readonly name: string;
  readonly before: MemoryFiles;
  readonly after: MemoryFiles;
  readonly today: MemoryFiles;
}

/** A change that git reverts, and what is left then. */
export interface CleanRevert extends RevertScene {
  readonly reverted: MemoryFiles;
}

/** A change that git does not revert, or on whose revert nobody should rely, and why. */
export interface UncleanRevert extends RevertScene {
  readonly reason: RevertReasonCode;
}

/** Lines that are all different, with the numbers from `from` up to, and without, `to`. */
export function lines(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, n) => `line ${from + n}\n`).join('');
}

/** Forty different lines. */
export const LONG = lines(0, 40);

/** The text with one of its lines changed. */
export function edited(text: string, line: number, to = 'edited'): string {
  return text.replace(`line ${line}\n`, `${to}\n`);
}

export function link(content: string): MemoryFile {
  return { mode: 0o120000, content };
}

export function program(content: string): MemoryFile {
  return { mode: 0o100755, content };
}

export function submodule(digit: string): MemoryFile {
  return { mode: 0o160000, content: digit.repeat(40) };
}
