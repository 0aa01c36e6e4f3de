import type { Ask } from '../../../src/cli/ask/open-ask.ts';
import { readInstanceConfiguration } from '../../../src/config/instance-configuration.ts';
import { NO_PAINT } from '../../../src/investigation/report/terminal/paint.ts';
import { INSTALLATION } from '../database/busy-month.ts';
import type { StorageForTests } from '../database/storage-for-tests.ts';

interface Asked {
  readonly ask: Ask;
  readonly lines: string[];
  readonly errors: string[];
  readonly code: () => number;
}

/** The arguments of a command of the terminal, on this store, with what it writes where a test can read it. */
export function terminalAsk(store: StorageForTests, changes: Partial<Ask> = {}): Asked {
  const [lines, errors]: [string[], string[]] = [[], []];
  let code = 0;
  const output = {
    out: (line: string) => void lines.push(...line.split('\n')),
    error: (line: string) => void errors.push(line),
    exitCode: (to: number) => {
      code = to;
    },
  };
  const configuration = readInstanceConfiguration({
    APP_ID: '1',
    WEBHOOK_SECRET: '0123456789abcdef0123456789abcdef',
    WHATCHANGED_ROLE: 'intake',
  });
  const ask: Ask = {
    storage: store.storage,
    clock: store.clock,
    installations: [INSTALLATION],
    configuration,
    output,
    paint: NO_PAINT,
    columns: 100,
    live: false,
    close: async () => undefined,
    ...changes,
  };
  return { ask, lines, errors, code: () => code };
}
