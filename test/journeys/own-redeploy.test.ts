import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { GUILTY_SUMMARY, mergeGuiltyPull } from '../support/program/guilty-pull.ts';
import { INSTALLATION, SHOP, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import { waitUntil } from '../support/wait-until.ts';

const MINUTE_MS = 60_000;
const CONFIGURATION = `
deployReleases: { environment: production, service: checkout }
redeployCommand: "make deploy REF={sha}"
services:
  checkout:
    redeployCommand: "./ship {service} --to {environment} {sha}"
`;

let started: StartedProgram;
beforeAll(async () => {
  started = await startProgramOnShop({ events: ['push', 'pull_request', 'release', 'issue_comment', 'issues'] });
}, 120_000);
afterAll(() => started.stop());
jest.setTimeout(120_000);

const inTx: StartedProgram['program']['storage']['transaction'] = (work) => started.program.storage.transaction(work);

test("where releases are deploys, the report's first step is the team's own command with the release to go back to", async () => {
  const { github } = started;
  const now = Date.now();
  const good = await github.commit(SHOP, {
    message: 'The cart',
    author: 'ines',
    files: { 'src/cart.js': 'export const total = (cart) => cart.sum;\n', '.github/whatchanged.yml': CONFIGURATION },
    at: now - 500 * MINUTE_MS,
  });
  await waitUntil('the configuration to be read', () =>
    inTx(async (tx) => {
      const [repository] = await tx.repositories.list(INSTALLATION);
      const read = await tx.cursors.get(INSTALLATION, `configuration:${repository?.repositoryId}`);
      return read?.includes('./ship') ? true : undefined;
    }),
  );
  await github.publishRelease(SHOP, { tag: 'v1', target: good, at: now - 480 * MINUTE_MS });
  const guilty = await mergeGuiltyPull(github, now - 30 * MINUTE_MS);
  await github.publishRelease(SHOP, { tag: 'v2', target: guilty.sha, at: now - 6 * MINUTE_MS });
  await waitUntil('the range of the release to be read', () =>
    inTx(async (tx) => {
      const deploys = await tx.ledger.deploysBetween(INSTALLATION, 0, now);
      return deploys.at(-1)?.commits?.includes(guilty.sha) ? true : undefined;
    }),
  );
  expect(await started.alert({ service: 'checkout', startsAt: now - 2 * MINUTE_MS, summary: GUILTY_SUMMARY })).toBe(
    202,
  );
  const issue = await waitUntil('the issue', () => github.issues(SHOP).find((one) => one.pull === undefined));
  expect(issue.title).toContain(`#${guilty.number}`);
  const steps = issue.body?.split('### Do this now')[1] ?? '';
  expect(steps.trimStart().split('\n').slice(0, 5).join('\n')).toContain(`./ship checkout --to production ${good}`);
});
