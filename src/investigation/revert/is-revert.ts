import type { Commit } from './objects/git-object.ts';

/** Whether a commit says of itself that it reverts another: by git's and GitHub's title, or by the line that git writes. */
export function isRevert({ message }: Commit): boolean {
  return /^Revert "/.test(message) || /^This reverts commit [0-9a-f]{7,40}/m.test(message);
}
