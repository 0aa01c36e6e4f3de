import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Ask } from '../../src/cli/ask/open-ask.ts';
import { EXIT } from '../../src/cli/exit.ts';
import { turnOrShow } from '../../src/cli/switch.ts';
import { type RevertWorld, revertWorld } from '../support/revert/revert-world.ts';
import { askForTests, type Told } from '../support/terminal/ask-for-tests.ts';

let world: RevertWorld;
beforeAll(async () => {
  world = await revertWorld();
}, 120_000);
afterAll(() => world.stop());
jest.setTimeout(120_000);

const INSTALLATION = 4711;
let told: Told;

/** The surroundings of the command; what it tells from then on is in `told`. */
function ask(environment: Record<string, string> = {}, installations = [INSTALLATION]): Ask {
  const clock = { now: () => world.github.clock.now() };
  const asked = askForTests({ storage: world.storage, clock, installations }, environment);
  told = asked.told;
  return asked.ask;
}

/** What changed anything on GitHub; a token that only reads does not. */
function writes(): string[] {
  return world.github.requests
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/access_tokens'))
    .map(({ method, path }) => `${method} ${path}`);
}

test('after a merge by a program drafts are off, until a person turns them on and says why', async () => {
  const first = await world.scene();
  const command = await first.command(`/whatchanged revert #${first.pull}`);
  await first.work(command);
  const draft = (await first.revert())?.draft?.number ?? 0;
  world.github.createUser('merge-robot', { type: 'Bot' });
  await world.github.markReadyForReview(first.name, draft, { by: 'ada' });
  await world.github.mergePullRequest(first.name, draft, { by: 'merge-robot' });
  await first.work(command);

  const second = await world.scene();
  await second.work(await second.command(`/whatchanged revert #${second.pull}`));
  expect((await second.shown()).drafts).toBe(0);
  await turnOrShow(ask(), {}, {});
  expect(told.out).toEqual([
    'writes of this instance: on',
    `reverts of installation ${INSTALLATION}: off`,
    expect.stringMatching(/ off {2}by whatchanged: the draft #\d+ was merged by merge-robot, who is no person$/),
  ]);

  const options = { by: 'ida', why: 'The robot lost its rights.' };
  await turnOrShow(ask(), { name: 'reverts', to: 'on' }, options);
  expect(told.out[1]).toBe(`reverts of installation ${INSTALLATION}: on`);
  expect(told.out.at(-1)).toContain('on  by ida: The robot lost its rights.');
  const again = await second.command(`/whatchanged revert #${second.pull}`);
  await second.work(again);
  expect((await second.shown()).drafts).toBe(1);
  // The merge that rang is over: it does not ring again.
  await first.work(command);
  const third = await world.scene();
  await third.work(await third.command(`/whatchanged revert #${third.pull}`));
  expect((await third.shown()).drafts).toBe(1);
});

test('with writes off nothing is written, what waits goes out when they are on again, and a revert is asked anew', async () => {
  const scene = await world.scene();
  await turnOrShow(ask(), { name: 'writes', to: 'off' }, { by: 'ida', why: 'A drill.' });
  world.github.forgetRequests();
  const command = await scene.command(`/whatchanged revert #${scene.pull}`);
  await expect(scene.work(command)).rejects.toThrow('still not over');
  expect(await scene.shown()).toEqual({ drafts: 0, branches: [], comments: [] });
  expect(scene.reactions(command)).toEqual([]);
  expect(writes()).toEqual([]);

  await turnOrShow(ask(), { name: 'writes', to: 'on' }, { by: 'ida', why: 'The drill is over.' });
  await scene.work(command);
  expect(scene.reactions(command)).toEqual(['eyes']);
  expect(await scene.shown()).toMatchObject({
    drafts: 0,
    comments: [expect.stringContaining('Writes to GitHub were switched off when this was asked for')],
  });
  await scene.work(await scene.command(`/whatchanged revert #${scene.pull}`));
  expect((await scene.shown()).drafts).toBe(1);
});

test('the setting of a process does the same', async () => {
  const scene = await world.scene();
  world.setReadOnly(true);
  const command = await scene.command(`/whatchanged revert #${scene.pull}`);
  await expect(scene.work(command)).rejects.toThrow('still not over');
  world.setReadOnly(false);
  expect(await scene.shown()).toEqual({ drafts: 0, branches: [], comments: [] });
  await turnOrShow(ask({ WHATCHANGED_READ_ONLY: 'true', WHATCHANGED_REVERTS: 'off' }), {}, {});
  expect(told.out).toContain('writes of this instance: off by WHATCHANGED_READ_ONLY=true');
  expect(told.out).toContain(`reverts of installation ${INSTALLATION}: off by WHATCHANGED_REVERTS=off`);
});

test.each([
  ['an unknown switch', { name: 'everything', to: 'off' }, { why: 'because' }, /Name a switch/],
  ['no direction', { name: 'reverts' }, { why: 'because' }, /Name a switch/],
  ['no reason', { name: 'reverts', to: 'on' }, {}, /--why/],
  ['an empty reason', { name: 'writes', to: 'off' }, { why: ' ' }, /--why/],
  ['an unknown installation', { name: 'reverts', to: 'on' }, { why: 'because', installation: 9 }, /no installation 9/],
])('%s turns nothing', async (_, wish, options, says) => {
  await turnOrShow(ask(), wish, options);
  expect(told).toMatchObject({ out: [], errors: [expect.stringMatching(says)], exit: EXIT.usage });
});

test('of several installations one must be named, and JSON tells each', async () => {
  await turnOrShow(ask({}, [1, 2]), { name: 'reverts', to: 'off' }, { why: 'because' });
  expect(told).toMatchObject({ errors: [expect.stringContaining('1, 2')], exit: EXIT.usage });
  await turnOrShow(
    ask({}, [1, 2]),
    { name: 'reverts', to: 'off' },
    { why: 'because', by: 'ida', installation: 2, json: true },
  );
  const [document] = told.out;
  expect(JSON.parse(document ?? '')).toMatchObject([
    { name: 'writes', isOn: true },
    { name: 'reverts', installation: 1, isOn: true, turns: [] },
    { name: 'reverts', installation: 2, isOn: false, turns: [{ to: 'off', by: 'ida', why: 'because' }] },
  ]);
});
