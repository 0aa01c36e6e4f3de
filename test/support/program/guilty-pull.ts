import type { LocalGitHub } from '../local-github/local-github.ts';
import { SHOP } from './started-program.ts';

/** What the alert says once the pull request of `mergeGuiltyPull` is live: it names the line that the change touched. */
export const GUILTY_SUMMARY =
  "TypeError: Cannot read properties of undefined (reading 'reduce') at total (src/cart.js:1:38)";

const CHANGE = {
  branch: 'sum',
  message: 'Sum up lines',
  author: 'noor',
  files: { 'src/cart.js': 'export const total = (cart) => cart.lines.reduce((sum, line) => sum + line.price, 0);\n' },
};

export interface GuiltyPull {
  readonly number: number;
  /** The commit that it became on the default branch. */
  readonly sha: string;
}

/** Merges the pull request that breaks the shop's cart, at a moment in epoch milliseconds. */
export async function mergeGuiltyPull(
  github: LocalGitHub,
  at: number,
  {
    title = 'Sum up the lines of a cart',
    files = {},
  }: { readonly title?: string; readonly files?: Readonly<Record<string, string>> } = {},
): Promise<GuiltyPull> {
  await github.commit(SHOP, { ...CHANGE, files: { ...CHANGE.files, ...files } });
  const { number } = await github.openPullRequest(SHOP, { head: CHANGE.branch, title, by: CHANGE.author });
  const { sha } = await github.mergePullRequest(SHOP, number, { method: 'squash', by: CHANGE.author, at });
  return { number, sha };
}
