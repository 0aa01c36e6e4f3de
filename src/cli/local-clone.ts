import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { LaterCommit } from '../investigation/revert/preflight/later-commit.ts';
import { OperationalError } from '../platform/errors.ts';

/** So many later commits are looked at for files that the revert touches. */
const MOST_LATER = 1000;
const START_OF_COMMIT = '\u0001';

/**
 * The SHA of a commit of a local clone by any name that git knows. Throws OperationalError `configuration-invalid`
 * where it knows none.
 */
export async function resolveCommit(directory: string, name: string): Promise<string> {
  try {
    const found = await git(directory, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
    return found.trim();
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'ENOENT') {
      throw new OperationalError('upstream-failed', 'git could not be started. Install it, or put it on the PATH.', {
        cause,
      });
    }
    const hint = 'Give the folder of a clone and commits that it has.';
    throw new OperationalError('configuration-invalid', `git knows no commit ${name} in ${directory}. ${hint}`, {
      cause,
    });
  }
}

/** The commits after `since` up to `until`, newest first, with the paths that each changed; the newest thousand. */
export async function laterCommits(directory: string, since: string, until: string): Promise<LaterCommit[]> {
  const format = `--format=${START_OF_COMMIT}%H`;
  const range = `${since}..${until}`;
  const log = await git(directory, 'log', '-m', '--first-parent', '--name-only', '-n', `${MOST_LATER}`, format, range);
  return log
    .split(START_OF_COMMIT)
    .slice(1)
    .map((part) => {
      const [sha = '', ...paths] = part.split('\n').filter((line) => line !== '');
      return { sha, paths };
    });
}

async function git(directory: string, ...args: string[]): Promise<string> {
  const options = { maxBuffer: 1 << 28, env: { ...process.env, GIT_NO_REPLACE_OBJECTS: '1', LC_ALL: 'C' } };
  return (await promisify(execFile)('git', ['-C', directory, '-c', 'core.quotePath=false', ...args], options)).stdout;
}
