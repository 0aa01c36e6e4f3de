import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type BrokenShop, breakTheShop } from '../support/program/broken-shop.ts';
import { SHOP, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import { waitUntil } from '../support/wait-until.ts';

const DEPLOY_SECRET = 'a-journey-deploy-secret';

let started: StartedProgram;
let shop: BrokenShop;
beforeEach(async () => {
  started = await startProgramOnShop({
    environment: { WHATCHANGED_DEPLOY_SECRET: DEPLOY_SECRET },
    followEveryMs: 300,
  });
  shop = await breakTheShop(started);
}, 120_000);
afterEach(() => started.stop());
jest.setTimeout(120_000);

const answers = () =>
  started.github
    .comments(SHOP, shop.issue)
    .filter(({ user, body }) => user.type === 'Bot' && body.includes('this comment is edited'));
const told = (text: string) =>
  waitUntil(`the answer "${text}"`, () => answers().find(({ body }) => body.includes(text))?.body);

async function tell(source: string, event: object): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${started.program.port}/deploys/${source}/default`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${DEPLOY_SECRET}` },
    body: JSON.stringify(event),
  });
  expect(response.status).toBe(202);
}

const SAID = { repository: SHOP, service: 'checkout', environment: 'production' };
const flaggerFailed = (sha: string) => ({
  name: 'checkout',
  namespace: 'shop',
  phase: 'Failed',
  metadata: { ...SAID, sha, timestamp: String(Date.now()) },
});
const argoAborted = (sha: string) => ({
  rollout: {
    metadata: {
      name: 'checkout',
      namespace: 'shop',
      annotations: Object.fromEntries(Object.entries({ ...SAID, sha }).map(([key, is]) => [`whatchanged/${key}`, is])),
    },
    status: { phase: 'Degraded', abort: true, abortedAt: new Date().toISOString(), conditions: [] },
  },
});

test.each([
  ['flagger', flaggerFailed],
  ['argo-rollouts', argoAborted],
])('%s takes the change back: the issue offers the revert that matches, and follows it', async (source, event) => {
  const { github } = started;
  await tell(source, event(shop.guilty.sha));
  const offer = await told(`comment \`/whatchanged revert #${shop.guilty.number}\``);
  expect(offer).toContain(`as \`${source}\` tells`);
  expect(offer).toContain('nothing was taken back in git');
  expect(offer).toContain('the next deploy from the default branch brings the change back');

  await github.comment(SHOP, shop.issue, `/whatchanged revert #${shop.guilty.number}`, { by: 'ada' });
  const draft = await waitUntil('the draft', () =>
    github.issues(SHOP).find((one) => one.pull !== undefined && one.user.type === 'Bot'),
  );
  expect(await told('until the draft')).not.toContain('nothing was taken back');
  await github.markReadyForReview(SHOP, draft.number, { by: 'noor' });
  const merged = await github.mergePullRequest(SHOP, draft.number, { method: 'squash', by: 'noor' });
  await told('does not hold the change any more');
  await started.deploy(merged.sha, 'checkout');
  await told('another deploy went live');
  expect(answers()).toHaveLength(1);
});

test('a revert in git that people made themselves is seen, and none is offered', async () => {
  const { github } = started;
  await github.commit(SHOP, {
    message: `Revert "Sum up lines"\n\nThis reverts commit ${shop.guilty.sha}.`,
    author: 'noor',
    files: { 'src/cart.js': 'export const total = (cart) => cart.sum;\n', 'src/line.js': null },
  });
  await tell('flagger', flaggerFailed(shop.guilty.sha));
  expect(await told('does not hold the change any more')).not.toContain('/whatchanged revert');
});
