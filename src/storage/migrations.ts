import type { Migration } from 'kysely';
import { firstTables } from './migrations/0001-first-tables.ts';
import { commandsAndReverts } from './migrations/0002-commands-and-reverts.ts';

/** Every migration under its number, in order. A released migration is never edited: a change is a new file. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first-tables': firstTables,
  '0002-commands-and-reverts': commandsAndReverts,
};
