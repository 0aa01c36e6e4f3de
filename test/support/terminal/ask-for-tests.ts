import type { Ask } from '../../../src/cli/ask/open-ask.ts';
import { readInstanceConfiguration } from '../../../src/config/instance-configuration.ts';
import { NO_PAINT } from '../../../src/investigation/report/terminal/paint.ts';

/** What a command that asks the store told. */
export interface Told {
  readonly out: string[];
  readonly errors: string[];
  exit: number;
}

/** The surroundings of a command that asks this store, and what it told in them. */
export function askForTests(
  { storage, clock, installations }: Pick<Ask, 'storage' | 'clock' | 'installations'>,
  environment: Readonly<Record<string, string>> = {},
): { readonly ask: Ask; readonly told: Told } {
  const told: Told = { out: [], errors: [], exit: 0 };
  const ask: Ask = {
    storage,
    clock,
    installations,
    configuration: readInstanceConfiguration({
      APP_ID: '1',
      WEBHOOK_SECRET: '0123456789abcdef0123456789abcdef',
      WHATCHANGED_ROLE: 'intake',
      ...environment,
    }),
    output: {
      out: (line) => void told.out.push(line),
      error: (line) => void told.errors.push(line),
      exitCode: (code) => {
        told.exit = code;
      },
    },
    paint: NO_PAINT,
    columns: 100,
    live: false,
    close: async () => undefined,
  };
  return { ask, told };
}
