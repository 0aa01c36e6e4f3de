import { githubFailure } from './github-failure.ts';

/** Asks GitHub for something; a failure is thrown as `githubFailure` makes it, its message beginning with `doing`. */
export async function askGitHub<T>(doing: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw githubFailure(error, doing);
  }
}
