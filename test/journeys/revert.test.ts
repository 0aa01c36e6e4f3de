import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { backtest } from '../../src/cli/backtest.ts';
import type { Verdict } from '../../src/investigation/verdict/verdict.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { type BrokenShop, breakTheShop } from '../support/program/broken-shop.ts';
import { INSTALLATION, SHOP, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import { askForTests } from '../support/terminal/ask-for-tests.ts';
import { waitUntil } from '../support/wait-until.ts';

let started: StartedProgram;
let shop: BrokenShop;
beforeAll(async () => {
  started = await startProgramOnShop({ followEveryMs: 300 });
  shop = await breakTheShop(started);
}, 120_000);
afterAll(() => started.stop());
jest.setTimeout(120_000);

const ours = () => started.github.comments(SHOP, shop.issue).filter(({ user }) => user.type === 'Bot');
const answers = () => ours().filter(({ body }) => body.includes('this comment is edited'));
const drafts = () => started.github.issues(SHOP).filter((one) => one.pull !== undefined && one.user.type === 'Bot');
const told = (text: string) =>
  waitUntil(`the answer "${text}"`, () => answers().find(({ body }) => body.includes(text)));
const say = (body: string, by: string) => started.github.comment(SHOP, shop.issue, body, { by });
const reactionsTo = (id: number) =>
  started.github
    .repository(SHOP)
    .comments.get(id)
    ?.reactions.map(({ content }) => content) ?? [];

test('somebody who may only triage is refused, and a stranger is as well', async () => {
  const triage = await say('/whatchanged revert', 'tim');
  await told('needs write access');
  await waitUntil('the reaction', () => (reactionsTo(triage.id).includes('-1') ? true : undefined));
  const stranger = await say(`/whatchanged revert #${shop.guilty.number}`, 'eve');
  await waitUntil('the reaction', () => (reactionsTo(stranger.id).includes('-1') ? true : undefined));
  expect(drafts()).toEqual([]);
  expect(await started.github.branches(SHOP)).not.toHaveProperty('whatchanged');
});

test('what only looks like a command, an edit and a bot are met with silence', async () => {
  const quote = await say('> /whatchanged revert', 'ada');
  const later = await say('Nothing yet', 'ada');
  await started.github.editComment(SHOP, later.id, '/whatchanged revert', { by: 'ada' });
  started.github.createUser('robot', { type: 'Bot' });
  started.github.addCollaborator(SHOP, 'robot', 'admin');
  const robot = await say('/whatchanged revert', 'robot');
  const help = await say('/whatchanged help', 'ada');
  await told('What can be commanded');
  await waitUntil('the reaction', () => (reactionsTo(help.id).includes('eyes') ? true : undefined));
  for (const { id } of [quote, later, robot]) expect(reactionsTo(id)).toEqual([]);
  expect(drafts()).toEqual([]);
});

test('where the changes of a deploy share the blame, a command names one of them or is refused', async () => {
  const { storage } = started.program;
  await storage.transaction(async (tx) => {
    const [incident] = await tx.incidents.list(INSTALLATION, { limit: 1 });
    const latest = incident && (await tx.investigations.latest(INSTALLATION, incident.id));
    if (incident === undefined || latest === undefined) throw new Error('there is no verdict');
    const before = latest.verdict as Verdict;
    const suspects = [shop.guilty, shop.innocent].map(({ sha }) => {
      const own = before.suspects.find(({ commit }) => commit === sha);
      return { deploy: own?.deploy ?? null, commit: sha, probability: 0.35, evidence: [] };
    });
    const verdict: Verdict = { ...before, band: 'plausible', suspects };
    await tx.investigations.add(INSTALLATION, { incidentId: incident.id, at: latest.at, case: latest.case, verdict });
  });
  for (const verb of ['revert', 'it-was', 'not-it']) {
    const asked = await say(`/whatchanged ${verb}`, 'ada');
    await waitUntil('the reaction', () => (reactionsTo(asked.id).includes('-1') ? true : undefined));
  }
  const { body } = await told('name one of them');
  expect(body).toMatch(new RegExp(`- \\[?\`?#${shop.guilty.number}\\b`));
  expect(body).toContain(`#${shop.innocent.number}`);
  expect(drafts()).toEqual([]);
  expect(await storage.transaction((tx) => tx.feedback.list(INSTALLATION))).toEqual([]);
});

test('explain tells the evidence, not-it rules the change out, it-was takes that back', async () => {
  await say(`/whatchanged explain #${shop.guilty.number}`, 'ada');
  await told('for no deploy at all');
  await say(`/whatchanged not-it #${shop.guilty.number}`, 'ada');
  await told('is ruled out');
  const storage = started.program.storage;
  const latest = () =>
    storage.transaction(async (tx) => {
      const [incident] = await tx.incidents.list(INSTALLATION, { limit: 1 });
      return incident && tx.investigations.latest(INSTALLATION, incident.id);
    });
  const suspects = async () =>
    ((await latest())?.verdict as { suspects: { commit: string }[] } | undefined)?.suspects ?? [];
  await waitUntil('a verdict without it', async () =>
    (await suspects()).every(({ commit }) => commit !== shop.guilty.sha) ? true : undefined,
  );
  await say(`/whatchanged it-was ${shop.guilty.sha.slice(0, 9)}`, 'noor');
  await told('is confirmed');
  await waitUntil('a verdict with it', async () =>
    (await suspects()).some(({ commit }) => commit === shop.guilty.sha) ? true : undefined,
  );
  await waitUntil('the line for other tools', () =>
    started.github.issue(SHOP, shop.issue).body?.includes(`root cause: ${shop.guilty.sha}`) ? true : undefined,
  );
});

test('a writer asks, a draft comes that gives what git gives, and its way is told until the alerts are over', async () => {
  const { github } = started;
  const asked = await say('/whatchanged revert\r\n\r\nThe cart is down.', 'ada');
  const draft = await waitUntil('the draft', () => drafts()[0]);
  await waitUntil('the reaction', () => (reactionsTo(asked.id).includes('eyes') ? true : undefined));
  expect(draft.pull).toMatchObject({ draft: true, base: { ref: 'main' } });
  expect(draft.labels.size).toBe(0);
  expect(draft.title).toContain(`Revert #${shop.guilty.number}`);
  expect(draft.title).not.toMatch(/fixes #\d|@\w/);
  await told(`draft [#${draft.number}]`);
  const branches = Object.keys(await github.branches(SHOP)).filter((name) => name.startsWith('whatchanged/'));
  expect(branches).toEqual([expect.stringMatching(/^whatchanged\/revert\/[0-9a-f-]{36}-[0-9a-f]{7}$/)]);
  expect(await treeOf(branches[0] ?? '')).toBe(await treeOfGitRevert(shop.guilty.sha));

  await say(`/whatchanged revert #${shop.guilty.number}`, 'noor');
  await told('being reverted already');
  expect(drafts()).toHaveLength(1);

  await github.markReadyForReview(SHOP, draft.number, { by: 'noor' });
  const merged = await github.mergePullRequest(SHOP, draft.number, { method: 'squash', by: 'noor' });
  await told('merged by `noor`');
  expect(await github.file(SHOP, 'main', 'src/cart.js')).toBe('export const total = (cart) => cart.sum;\n');
  expect(await github.file(SHOP, 'main', 'src/line.js')).toBeUndefined();
  expect(await github.file(SHOP, 'main', 'readme.md')).toBe('a shop\n');
  await started.deploy(merged.sha, 'checkout');
  await told('UTC live');
  await started.alert({ ...shop.wish, status: 'resolved', endsAt: Date.now() });
  await told('the alerts are over');
  expect(answers()).toHaveLength(1);
  const labels = await started.program.storage.transaction((tx) => tx.feedback.list(INSTALLATION));
  expect(labels).toMatchObject([{ label: 'it-was', commit: shop.guilty.sha, source: 'merged-revert', by: 'noor' }]);
});

test("the revert that people merged is a labelled case that today's rules are measured by", async () => {
  const { storage } = started.program;
  const { ask, told } = askForTests({ storage, clock: systemClock, installations: [INSTALLATION] });
  await backtest(ask, { json: true });
  const figures = JSON.parse(told.out.join(''));
  expect(figures).toMatchObject({ incidents: 1, cleared: { count: 0 } });
  expect(figures.score).toMatchObject({ cases: 1 });
});

test('every call was one that GitHub knows, and none is one that only people may make', () => {
  expect(started.github.violations).toEqual([]);
  expect(started.github.contractViolations).toEqual([]);
  expect(started.github.unknownRoutes).toEqual([]);
});

const gitFolder = () => started.github.repository(SHOP).git.folder;

async function treeOf(name: string): Promise<string> {
  return git(gitFolder(), 'rev-parse', `${name}^{tree}`);
}

/** What git itself makes of it, in a clone. */
async function treeOfGitRevert(sha: string): Promise<string> {
  const clone = mkdtempSync(join(tmpdir(), 'revert-'));
  try {
    git(clone, 'clone', '--quiet', gitFolder(), '.');
    git(clone, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'revert', '--no-edit', sha);
    return git(clone, 'rev-parse', 'HEAD^{tree}');
  } finally {
    rmSync(clone, { recursive: true });
  }
}

function git(folder: string, ...words: readonly string[]): string {
  return execFileSync('git', ['-C', folder, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
