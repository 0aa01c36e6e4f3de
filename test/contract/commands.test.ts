import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type RevertWorld, revertWorld } from '../support/revert/revert-world.ts';
import { waitUntil } from '../support/wait-until.ts';

let world: RevertWorld;
beforeAll(async () => {
  world = await revertWorld();
}, 120_000);
afterAll(() => world.stop());
jest.setTimeout(120_000);

const NOTHING = { drafts: 0, branches: [] };

describe('a revert is not drafted', () => {
  test.each([
    ['triage', 'tim'],
    ['read', 'eve'],
  ])('for somebody with %s', async (_, login) => {
    const scene = await world.scene();
    const command = await scene.command('/whatchanged revert deploy', login);
    await scene.work(command);
    expect(await scene.revert()).toBeUndefined();
    expect(await scene.shown()).toMatchObject({ ...NOTHING, comments: [expect.stringContaining('write access')] });
    expect(scene.reactions(command)).toEqual(['-1']);
  });

  test('for a comment that was edited before it was looked at', async () => {
    const scene = await world.scene();
    const command = await scene.command(`/whatchanged revert #${scene.pull}`);
    world.github.clock.advance(1_000);
    await world.github.editComment(scene.name, command.commentId, '/whatchanged revert deploy', { by: 'ada' });
    await scene.work(command);
    expect(await scene.shown()).toMatchObject({ ...NOTHING, comments: [expect.stringContaining('was edited')] });
  });

  test('where write access was taken away after the comment was accepted, just before the branch is made', async () => {
    const scene = await world.scene();
    const command = await scene.command(`/whatchanged revert #${scene.pull}`);
    // The draft cannot be written at first: meanwhile the person loses access.
    const fault = world.github.fault({ match: { method: 'GET', path: /\/pulls$/ }, kind: 'status', status: 503 });
    const work = scene.work(command);
    await waitUntil('the first try', () => (fault.hits() > 0 ? true : undefined));
    world.github.removeCollaborator(scene.name, 'ada');
    fault.lift();
    await work;
    expect((await scene.revert())?.state).toBe('failed');
    const shown = await scene.shown();
    expect(shown).toMatchObject(NOTHING);
    expect(shown.comments[0]).toContain('write access');
  });

  test('where somebody with write access put the stop label on; one who may only triage stops nothing', async () => {
    const stopped = await world.scene();
    await stopped.stopLabel('max');
    const command = await stopped.command(`/whatchanged revert #${stopped.pull}`);
    await stopped.work(command);
    expect(await stopped.revert()).toMatchObject({ state: 'refused' });
    expect(await stopped.shown()).toMatchObject({
      ...NOTHING,
      comments: [expect.stringContaining('whatchanged:stop')],
    });
    const free = await world.scene();
    await free.stopLabel('tim');
    await free.work(await free.command(`/whatchanged revert #${free.pull}`));
    expect(await free.revert()).toMatchObject({ state: 'drafted' });
  });

  test('where git would stop at a conflict: the reason and the lines for a terminal are told', async () => {
    const scene = await world.scene({ files: { 'b.txt': 'bad\n' }, message: 'Change b' });
    await world.github.commit(scene.name, { message: 'Change it again', files: { 'b.txt': 'worse\n' } });
    await scene.work(await scene.command(`/whatchanged revert #${scene.pull}`));
    expect(await scene.revert()).toMatchObject({ state: 'refused' });
    const { comments, ...rest } = await scene.shown();
    expect(rest).toEqual(NOTHING);
    expect(comments).toEqual([expect.stringContaining('Later commits changed the same lines')]);
    expect(comments[0]).toContain(`git revert --no-edit ${scene.bad}`);
  });

  test.each([
    ['a workflow', { '.github/workflows/ci.yml': 'on: push\n' }, 'Add a workflow', 'permission for that'],
    ['a security fix', { 'b.txt': 'safe\n' }, 'Security fix: escape names', 'administrator'],
  ])('where it takes back %s', async (_, files, message, told) => {
    const scene = await world.scene({ files, message });
    await scene.work(await scene.command(`/whatchanged revert #${scene.pull}`));
    expect(await scene.revert()).toMatchObject({ state: 'refused' });
    expect(await scene.shown()).toMatchObject({ ...NOTHING, comments: [expect.stringContaining(told)] });
  });

  test('where the App may not write code: the button and the lines are told', async () => {
    const scene = await world.scene();
    await world.setContents('read');
    await scene.work(await scene.command(`/whatchanged revert #${scene.pull}`));
    await world.setContents('write');
    const { comments, ...rest } = await scene.shown();
    expect(rest).toEqual(NOTHING);
    expect(comments[0]).toContain('button Revert');
    expect(comments[0]).toContain(`git revert --no-edit ${scene.bad}`);
  });

  test('where a branch of that name holds something else: it is left alone', async () => {
    const scene = await world.scene();
    const branch = `whatchanged/revert/${scene.incidentId}-${scene.bad.slice(0, 7)}`;
    await world.github.commit(scene.name, { branch, message: 'Not ours', files: { 'x.txt': 'x\n' } });
    await scene.work(await scene.command(`/whatchanged revert #${scene.pull}`));
    expect(await scene.revert()).toMatchObject({ state: 'failed' });
    expect(await scene.shown()).toMatchObject({ drafts: 0, branches: [branch] });
    expect(await world.github.file(scene.name, branch, 'x.txt')).toBe('x\n');
  });

  test('where GitHub refuses the pull request: the branch that is left is told', async () => {
    const scene = await world.scene();
    const match = { method: 'POST', path: /\/pulls$/ };
    const fault = world.github.fault({ match, kind: 'status', status: 403, message: 'Resource not accessible' });
    await scene.work(await scene.command(`/whatchanged revert #${scene.pull}`));
    fault.lift();
    const { branches, comments } = await scene.shown();
    expect(await scene.revert()).toMatchObject({ state: 'failed' });
    expect(comments[0]).toContain(`the branch ${branches[0]} is there`);
  });
});

describe('a revert is drafted', () => {
  test.each(['max', 'ida'])('for %s, who may maintain or administer', async (login) => {
    const scene = await world.scene();
    await scene.work(await scene.command(`/whatchanged revert ${scene.bad.slice(0, 8)}`, login));
    expect(await scene.shown()).toMatchObject({ drafts: 1 });
  });

  test('for an administrator also where it takes back a security fix', async () => {
    const scene = await world.scene({ files: { 'b.txt': 'safe\n' }, message: 'Security fix: escape names' });
    await scene.work(await scene.command(`/whatchanged revert #${scene.pull}`, 'ida'));
    expect(await scene.shown()).toMatchObject({ drafts: 1 });
  });

  test('on the new tip where the branch moved after it was planned', async () => {
    const scene = await world.scene();
    const match = { method: 'GET', path: /\/pulls$/ };
    const fault = world.github.fault({ match, kind: 'status', status: 503 });
    const work = scene.work(await scene.command(`/whatchanged revert #${scene.pull}`));
    await waitUntil('the first try', () => (fault.hits() > 0 ? true : undefined));
    const tip = await world.github.commit(scene.name, { message: 'Meanwhile', files: { 'd.txt': 'd\n' } });
    fault.lift();
    await work;
    expect(await scene.revert()).toMatchObject({ state: 'drafted', plans: 1 });
    const { branches } = await scene.shown();
    expect(await world.github.file(scene.name, branches[0] ?? '', 'd.txt')).toBe('d\n');
    expect(tip).toMatch(/^[0-9a-f]{40}$/);
  });
});

describe('a draft that nobody asked for', () => {
  /** What a scene looks like after its verdict, and after whatever came of that. */
  const judged = async (
    level: 'report' | 'draft-revert',
    perDay?: number,
    files?: Readonly<Record<string, string>>,
  ) => {
    const scene = await world.scene(files === undefined ? {} : { files });
    await scene.investigated(level, perDay);
    await scene.work(await scene.command('/whatchanged help'));
    return { state: (await scene.revert())?.state, ...(await scene.shown()) };
  };
  afterEach(() => world.setMode('automatic'));

  test('comes at the level draft-revert only, and says that it was not asked for', async () => {
    expect(await judged('report')).toMatchObject({ state: undefined, ...NOTHING });
    const drafted = await judged('draft-revert');
    expect(drafted).toMatchObject({ state: 'drafted', drafts: 1 });
    expect(drafted.comments[0]).toContain('drafted unasked');
  });

  test('is only kept in shadow mode, also at the level report', async () => {
    world.setMode('shadow');
    const shadow = await judged('report');
    expect(shadow).toMatchObject({ state: 'shadow', ...NOTHING });
    expect(shadow.comments[0]).not.toContain('Revert of');
  });

  test.each(['on-request', 'off'] as const)('never comes where the instance says %s', async (mode) => {
    world.setMode(mode);
    expect(await judged('draft-revert')).toMatchObject({ state: undefined, ...NOTHING });
  });

  test("never comes past the day's number, and never with a migration", async () => {
    expect(await judged('draft-revert', 0)).toMatchObject({ state: undefined, ...NOTHING });
    const migration = await judged('draft-revert', 50, { 'db/migrate/1_add.sql': 'alter table a;\n' });
    expect(migration).toMatchObject({ state: 'refused', ...NOTHING });
  });
});

test('an instance that is switched off drafts nothing, whoever asks', async () => {
  world.setMode('off');
  const scene = await world.scene();
  await scene.work(await scene.command(`/whatchanged revert #${scene.pull}`, 'ida'));
  world.setMode('automatic');
  expect(await scene.shown()).toMatchObject({ ...NOTHING, comments: [expect.stringContaining('WHATCHANGED_REVERTS')] });
});

describe('what becomes of a draft', () => {
  test('a merge by a program is an alarm and switches drafts off', async () => {
    const scene = await world.scene();
    const command = await scene.command(`/whatchanged revert #${scene.pull}`);
    await scene.work(command);
    const draft = (await scene.revert())?.draft?.number ?? 0;
    world.github.createUser('merge-robot', { type: 'Bot' });
    await world.github.markReadyForReview(scene.name, draft, { by: 'ada' });
    await world.github.mergePullRequest(scene.name, draft, { by: 'merge-robot' });
    await scene.work(command);
    expect(await scene.revert()).toMatchObject({ state: 'merged', merged: { by: 'merge-robot', byPerson: false } });
    expect(world.alarms).toEqual([`the draft #${draft} was merged by merge-robot, who is no person`]);
    const next = await world.scene();
    await next.work(await next.command(`/whatchanged revert #${next.pull}`));
    expect(await next.shown()).toMatchObject({
      ...NOTHING,
      comments: [expect.stringContaining('merged by a program')],
    });
  });
});
