import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Ask } from '../../src/cli/ask/open-ask.ts';
import { explain } from '../../src/cli/explain.ts';
import { readInstanceConfiguration } from '../../src/config/instance-configuration.ts';
import { readCase } from '../../src/investigation/case-document.ts';
import type { Feedback } from '../../src/investigation/commands/feedback.ts';
import { NO_PAINT } from '../../src/investigation/report/terminal/paint.ts';
import type { Verdict } from '../../src/investigation/verdict/verdict.ts';
import { gatherMaterial } from '../../src/jobs/incidents/gather-material.ts';
import { wantEffects } from '../../src/jobs/incidents/want-effects.ts';
import { keptThumbs } from '../../src/jobs/reactions/kept-thumbs.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { waitingJobs } from '../support/database/waiting-jobs.ts';
import { type BrokenShop, breakTheShop } from '../support/program/broken-shop.ts';
import { INSTALLATION, SHOP, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import { waitUntil } from '../support/wait-until.ts';

let started: StartedProgram;
let shop: BrokenShop;
beforeAll(async () => {
  started = await startProgramOnShop();
  shop = await breakTheShop(started);
  await beSure();
}, 120_000);
afterAll(() => started.stop());
jest.setTimeout(120_000);

const storage = () => started.program.storage;
const incident = () =>
  storage().transaction(async (tx) => {
    const [first] = await tx.incidents.list(INSTALLATION, { limit: 1 });
    if (first === undefined) throw new Error('there is no incident');
    return first;
  });
const labels = async (): Promise<readonly Feedback[]> => {
  const { id } = await incident();
  return storage().transaction((tx) => tx.feedback.ofIncident(INSTALLATION, id));
};
const thumbs = async () => {
  const { id } = await incident();
  return storage().transaction((tx) => keptThumbs(tx, INSTALLATION, id));
};
const commentOnPull = () => started.github.comments(SHOP, shop.guilty.number).find(({ user }) => user.type === 'Bot');

/** What every re-run does, now: people who command are answered, and everything is looked at again. */
async function lookAgain(): Promise<void> {
  const before = (await thumbs())?.at ?? 0;
  await started.github.comment(SHOP, shop.issue, '/whatchanged recheck', { by: 'ada' });
  await waitUntil('the thumbs to be read', async () => (((await thumbs())?.at ?? 0) > before ? true : undefined));
}

test('a look reads the thumbs: a writer labels, others are counted apart, a program never', async () => {
  const { github } = started;
  const comment = await waitUntil('the comment on the pull request', commentOnPull);
  expect(comment.body).toContain('A thumb up or down here');
  github.createUser('robot', { type: 'Bot' });
  github.addCollaborator(SHOP, 'robot', 'admin');
  github.react(SHOP, { comment: comment.id }, '+1', { by: 'noor' });
  github.react(SHOP, { comment: comment.id }, '-1', { by: 'robot' });
  github.react(SHOP, { issue: shop.issue }, '-1', { by: 'eve' });
  github.react(SHOP, { issue: shop.issue }, '-1', { by: 'tim' });
  github.react(SHOP, { issue: shop.issue }, 'hooray', { by: 'ada' });
  await lookAgain();
  expect(await labels()).toEqual([
    expect.objectContaining({ label: 'it-was', commit: shop.guilty.sha, source: 'reaction', by: 'noor' }),
  ]);
  expect(await thumbs()).toMatchObject({ counted: { up: 1, down: 0 }, others: { up: 0, down: 2 } });
});

test('a thumb is a label and no command: it neither confirms nor rules out', async () => {
  expect(started.github.issue(SHOP, shop.issue).body).not.toContain('root cause:');
  const { id } = await incident();
  const latest = await storage().transaction((tx) => tx.investigations.latest(INSTALLATION, id));
  expect(latest?.verdict).toMatchObject({
    suspects: expect.arrayContaining([expect.objectContaining({ commit: shop.guilty.sha })]),
  });
});

test('explain tells what people said, and what thumbs labelled nothing', async () => {
  const lines = await explained(false);
  expect(lines).toContain('What people said');
  expect(lines).toMatch(new RegExp(`it was #${shop.guilty.number}, by a thumb of noor`));
  expect(lines).toContain('Thumbs of people who may write: 1 up, 0 down.');
  expect(lines).toContain('Thumbs that label nothing, of others or on several changes: 0 up, 2 down.');
  expect(JSON.parse(await explained(true))).toMatchObject({
    said: [{ label: 'it-was', about: `#${shop.guilty.number}`, commit: shop.guilty.sha, source: 'reaction' }],
    thumbs: { counted: { up: 1, down: 0 }, others: { up: 0, down: 2 } },
  });
});

test('what is taken back takes its label along, and a command outranks a thumb', async () => {
  const { github } = started;
  const comment = await waitUntil('the comment on the pull request', commentOnPull);
  github.unreact(SHOP, { comment: comment.id }, '+1', { by: 'noor' });
  await lookAgain();
  expect(await labels()).toEqual([]);
  github.react(SHOP, { comment: comment.id }, '-1', { by: 'noor' });
  await github.comment(SHOP, shop.issue, `/whatchanged it-was #${shop.guilty.number}`, { by: 'ada' });
  await waitUntil('the label', async () => (await labels())[0]);
  await lookAgain();
  expect(await labels()).toEqual([
    expect.objectContaining({ label: 'it-was', commit: shop.guilty.sha, source: 'command', by: 'ada' }),
  ]);
});

test('the end of the incident has them read at once and once more a day later', async () => {
  const { github } = started;
  github.react(SHOP, { issue: shop.issue }, '+1', { by: 'ada' });
  const before = (await thumbs())?.at ?? 0;
  await started.alert({ ...shop.wish, status: 'resolved' });
  await waitUntil('the thumbs to be read', async () => (((await thumbs())?.at ?? 0) > before ? true : undefined));
  expect(await thumbs()).toMatchObject({ counted: { up: 1, down: 1 } });
  const { id } = await incident();
  // A read that an earlier command asked for may come first.
  const [again, ...more] = await waitUntil('the read of a day later', async () => {
    const later = (await waitingJobs(started.databaseUrl, 'read-reactions')).filter(({ inMs }) => inMs > 0);
    return later.length > 0 ? later : undefined;
  });
  expect(more).toEqual([]);
  expect(again?.payload).toEqual({ installationId: INSTALLATION, incidentId: id });
  expect(again?.inMs).toBeGreaterThan(23.9 * 3_600_000);
  expect(again?.inMs).toBeLessThanOrEqual(24 * 3_600_000);
});

test('what is labelled stands where backtest reads: one row a change, whoever said it', async () => {
  const all = await storage().transaction((tx) => tx.feedback.list(INSTALLATION));
  expect(all).toEqual(await labels());
  expect(all).toHaveLength(1);
});

test('every call that it made is one that GitHub knows, and none is one that only people may make', () => {
  expect(started.github.violations).toEqual([]);
  expect(started.github.contractViolations).toEqual([]);
  expect(started.github.unknownRoutes).toEqual([]);
});

/** A round that is sure of the change, so that there is a comment on its pull request. */
async function beSure(): Promise<void> {
  const { id } = await incident();
  const material = await gatherMaterial(storage(), INSTALLATION, id, Date.now());
  await storage().transaction(async (tx) => {
    const latest = await tx.investigations.latest(INSTALLATION, id);
    if (latest === undefined || material === undefined) throw new Error('there is no verdict');
    const verdict: Verdict = { ...(latest.verdict as Verdict), band: 'strong' };
    await tx.investigations.add(INSTALLATION, { incidentId: id, at: latest.at, case: latest.case, verdict });
    await wantEffects(tx, { material, theCase: readCase(latest.case), verdict, webUrl: started.github.url });
  });
}

async function explained(json: boolean): Promise<string> {
  const lines: string[] = [];
  const ask: Ask = {
    storage: storage(),
    clock: systemClock,
    installations: [INSTALLATION],
    configuration: readInstanceConfiguration({
      APP_ID: '1',
      WEBHOOK_SECRET: '0123456789abcdef0123456789abcdef',
      WHATCHANGED_ROLE: 'intake',
    }),
    output: { out: (line) => void lines.push(line), error: (line) => void lines.push(line), exitCode: () => undefined },
    paint: NO_PAINT,
    columns: 200,
    live: false,
    close: async () => undefined,
  };
  await explain(ask, (await incident()).id, { json });
  return lines.join('\n');
}
