import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { dyingOnce } from '../support/database/dying-once.ts';
import { type RevertWorld, revertWorld, type Scene } from '../support/revert/revert-world.ts';

let world: RevertWorld;
beforeAll(async () => {
  world = await revertWorld();
}, 120_000);
afterAll(() => world.stop());
jest.setTimeout(120_000);

/** Every call of the way from the comment to the draft. */
const CALLS = [
  ['the token', 'POST', /\/access_tokens$/],
  ['the comment read again', 'GET', /\/issues\/comments\/\d+$/],
  ['the permission', 'GET', /\/permission$/],
  ['the tip', 'GET', /\/git\/ref\/heads%2Fmain$/],
  ['a tree', 'GET', /\/git\/trees\//],
  ['the list of pull requests', 'GET', /\/pulls$/],
  ['the branch looked for', 'GET', /\/git\/ref\/heads%2Fwhatchanged/],
  ['a blob', 'POST', /\/git\/blobs$/],
  ['the new tree', 'POST', /\/git\/trees$/],
  ['the commit', 'POST', /\/git\/commits$/],
  ['the branch', 'POST', /\/git\/refs$/],
  ['the pull request', 'POST', /\/pulls$/],
  ['the reaction', 'POST', /\/reactions$/],
  ['the answer', 'POST', /\/issues\/\d+\/comments$/],
  ['the edited answer', 'PATCH', /\/issues\/comments\/\d+$/],
  ['the end of the token', 'DELETE', /\/installation\/token$/],
] as const;
const KINDS = {
  GET: ['html'],
  POST: ['commit-then-reset', 'truncate'],
  PATCH: ['commit-then-reset'],
  DELETE: ['reset'],
} as const;
/** More of the same, for a machine that has the night: `CRASH_ROUNDS=50`. */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 1);

/** One draft on one branch, one comment, one reaction, and the very content that a revert gives. */
async function isWhole(scene: Scene, commentId: Awaited<ReturnType<Scene['command']>>): Promise<void> {
  const shown = await scene.shown();
  expect((await scene.revert())?.state).toBe('drafted');
  expect(shown.drafts).toBe(1);
  expect(shown.branches).toHaveLength(1);
  expect(shown.comments).toEqual([expect.stringContaining('a person reviews and merges it')]);
  expect(scene.reactions(commentId)).toEqual(['eyes']);
  const [branch = ''] = shown.branches;
  const text = (await world.github.file(scene.name, branch, 'a.txt'))?.split('\n');
  expect([text?.[3], text?.[30]]).toEqual(['line 3', 'later']);
  expect(await world.github.file(scene.name, branch, 'c/new.txt')).toBeUndefined();
}

describe.each(CALLS)('%s is in trouble', (_, method, path) => {
  const trouble = Array.from({ length: ROUNDS }, (__, round) =>
    KINDS[method].map((kind) => [kind, (round % 3) + 1] as const),
  );
  test.each(trouble.flat())('%s, %d times', async (kind, times) => {
    const scene = await world.scene();
    const command = await scene.command(`/whatchanged revert #${scene.pull}`);
    const fault = world.github.fault({ match: { method, path }, times, kind });
    await scene.work(command);
    fault.lift();
    expect(fault.hits()).toBeGreaterThan(0);
    await isWhole(scene, command);
  });
});

test.each(['commit-then-reset', 'commit-then-502', 'reset', 'truncate', 'html'] as const)(
  'every call once ends in %s',
  async (kind) => {
    const scene = await world.scene();
    const command = await scene.command(`/whatchanged revert #${scene.pull}`);
    const faults = CALLS.map(([, method, path]) => world.github.fault({ match: { method, path }, times: 1, kind }));
    await scene.work(command);
    for (const fault of faults) fault.lift();
    expect(faults.filter((fault) => fault.hits() > 0).length).toBeGreaterThan(CALLS.length - 3);
    await isWhole(scene, command);
  },
);

test.each(Array.from({ length: 24 }, (_, index) => index + 1).filter((index) => ROUNDS > 1 || index % 2 === 0))(
  'the process dies before its transaction %d',
  async (transaction) => {
    const scene = await world.scene();
    const command = await scene.command(`/whatchanged revert ${scene.bad}`);
    await scene.work(command, dyingOnce(world.storage, transaction));
    await isWhole(scene, command);
  },
);

test('nothing was called that only people may, and nothing that GitHub does not know', () => {
  expect(world.github.violations).toEqual([]);
  expect(world.github.contractViolations).toEqual([]);
  expect(world.github.unknownRoutes).toEqual([]);
});
