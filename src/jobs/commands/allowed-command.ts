import type { Command } from '../../investigation/commands/command.ts';
import type { SeenCommand } from '../../investigation/commands/stored-command.ts';

/** A command of a person who was found to have write access a moment ago. */
export interface AllowedCommand extends SeenCommand {
  readonly command: Command;
  readonly isAdmin: boolean;
}
