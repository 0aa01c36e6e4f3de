import { waitUntil } from '../wait-until.ts';
import { GUILTY_SUMMARY, mergeGuiltyPull } from './guilty-pull.ts';
import type { StartedProgram } from './started-program.ts';
import { INSTALLATION, SHOP } from './started-program.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export interface BrokenShop {
  /** The number of the incident's issue. */
  readonly issue: number;
  readonly guilty: { readonly number: number; readonly sha: string };
  readonly innocent: { readonly number: number; readonly sha: string };
  /** What the alert says; the same again with `status: 'resolved'` ends it. */
  readonly wish: { readonly service: string; readonly startsAt: number; readonly summary: string };
}

/**
 * Breaks the shop: two pull requests are merged and deployed, the later one is to blame, an alert fires and the issue is
 * there. `ada` and `noor` may write, `tim` may triage.
 */
export async function breakTheShop(started: StartedProgram): Promise<BrokenShop> {
  const { github } = started;
  const now = Date.now();
  github.addCollaborator(SHOP, 'ada', 'write');
  github.addCollaborator(SHOP, 'noor', 'write');
  github.addCollaborator(SHOP, 'tim', 'triage');
  const first = await github.commit(SHOP, {
    message: 'The cart',
    author: 'ines',
    files: { 'src/cart.js': 'export const total = (cart) => cart.sum;\n', 'readme.md': 'shop\n' },
    at: now - 9 * HOUR_MS,
  });
  await started.deploy(first, 'checkout', now - 8 * HOUR_MS);
  await github.commit(SHOP, { branch: 'docs', message: 'Explain', author: 'omar', files: { 'readme.md': 'a shop\n' } });
  const docs = await github.openPullRequest(SHOP, { head: 'docs', title: 'Explain the shop', by: 'omar' });
  const explained = await github.mergePullRequest(SHOP, docs.number, {
    method: 'squash',
    by: 'omar',
    at: now - 40 * MINUTE_MS,
  });
  const guilty = await mergeGuiltyPull(github, now - 30 * MINUTE_MS, {
    title: 'Sum up the lines of a cart (fixes #1) @ada',
    files: { 'src/line.js': 'export const line = (price) => ({ price });\n' },
  });
  await started.deploy(guilty.sha, 'checkout', now - 6 * MINUTE_MS);
  await waitUntil('the range to be read', async () => {
    const deploys = await started.program.storage.transaction((tx) =>
      tx.ledger.deploysBetween(INSTALLATION, 0, Date.now()),
    );
    return deploys.at(-1)?.commits?.length === 2 ? true : undefined;
  });
  const wish = { service: 'checkout', startsAt: now - 2 * MINUTE_MS, summary: GUILTY_SUMMARY };
  await started.alert(wish);
  const issue = await waitUntil('the issue', () => github.issues(SHOP).find((one) => one.pull === undefined));
  return {
    issue: issue.number,
    guilty,
    innocent: { number: docs.number, sha: explained.sha },
    wish,
  };
}
