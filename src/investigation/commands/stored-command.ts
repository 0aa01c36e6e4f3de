import type { Sentence } from '../sentence.ts';
import type { EpochMs } from '../time.ts';
import type { SeenComment } from './authorise.ts';
import type { ParsedCommand } from './parse-command.ts';

/** A comment that holds a command, as its webhook told it. */
export interface SeenCommand {
  readonly repositoryId: number;
  readonly issueNumber: number;
  readonly commentId: number;
  readonly at: EpochMs;
  /** The first line, as it was written, cut to 200 characters. */
  readonly line: string;
  readonly parsed: Exclude<ParsedCommand, { kind: 'none' }>;
  readonly seen: SeenComment;
}

/** What is answered to a command. */
export interface CommandAnswer {
  readonly lines: readonly Sentence[];
  /** A list under the lines. */
  readonly items?: readonly Sentence[];
  /** Lines for a terminal. */
  readonly shell?: string;
}

/** A command with what came of it; without an answer it is still at work, or it is met with silence. */
export interface StoredCommand extends SeenCommand {
  readonly incidentId: string;
  readonly reaction?: 'eyes' | '-1';
  readonly answer?: CommandAnswer;
}
