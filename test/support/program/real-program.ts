import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from '@jest/globals';

/**
 * A suite against real programs. Where one is not installed the suite is skipped and its name says so; under CI=true it
 * fails instead, so that a green run always means that it ran.
 */
export function describeWithProgram(programs: readonly string[], name: string, body: () => void): void {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length === 0) {
    describe(name, body);
    return;
  }
  const why = `${missing.join(' and ')} is not installed`;
  if (process.env.CI === 'true') {
    test(`${name}: ${why}`, () => {
      throw new Error(`${why}: install it (apt-get install ${missing.join(' ')})`);
    });
    return;
  }
  describe.skip(`${name} (skipped: ${why})`, body);
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
