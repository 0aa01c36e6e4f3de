import { beforeEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '../../src/investigation/time.ts';
import { turnSwitch, WHOLE_INSTANCE } from '../../src/jobs/effects/switches.ts';
import type { Transaction } from '../../src/storage/contract.ts';
import { dueAt, summarisedWeeks, weekAt } from '../support/database/summarised-weeks.ts';

const at = summarisedWeeks();
const { within, repository, incident, wanted, run, waiting, want, claimed } = at;

describe('which summaries are wanted', () => {
  const W47 = weekAt('2026-W47');

  test.each([
    ['before Monday 07:00 UTC none', W47.to + 7 * HOUR_MS - 1, []],
    ['from then on that of the week that ended', W47.to + 7 * HOUR_MS, ['2026-W47']],
    ['late, after the instance was down, as well', W47.to + 6 * DAY_MS, ['2026-W47']],
    ['weeks later only the last', W47.to + 25 * DAY_MS, ['2026-W50']],
    ['over New Year too', Date.UTC(2027, 0, 4, 7), ['2026-W53']],
  ])('%s', async (_, now, weeks) => {
    at.clock.set(now);
    expect(await want()).toBe(weeks.length);
    await want();
    expect(await waiting()).toEqual(weeks.map((week) => ({ installationId: at.installation, repositoryId: 11, week })));
  });

  test.each([
    ['that does not ask', {}],
    ['at the level observe', { summary: 'weekly', level: 'observe' }],
  ])('not for a repository %s', async (_, configuration) => {
    await repository(11, { summary: undefined, ...configuration });
    at.clock.set(dueAt('2026-W47'));
    expect(await want()).toBe(0);
    await incident('i', W47.from);
    await run('2026-W47');
    expect(await wanted('2026-W47')).toBeUndefined();
  });

  test('not while nothing may be written; once it may, that of the last week alone', async () => {
    await incident('i', W47.from);
    await incident('j', weekAt('2026-W49').from);
    const turn = (to: 'on' | 'off') =>
      within((tx) => turnSwitch(tx, WHOLE_INSTANCE, 'writes', { to, by: 'ada', why: 'a test', at: 1 }));
    await turn('off');
    for (const week of ['2026-W47', '2026-W48', '2026-W49']) {
      at.clock.set(dueAt(week));
      expect(await want()).toBe(0);
      await run(week);
    }
    await turn('on');
    expect(await want(true)).toBe(0);
    await run('2026-W49', { isReadOnly: true });
    expect(await wanted('2026-W49')).toBeUndefined();
    expect(await want()).toBe(1);
    await run('2026-W49');
    expect([await wanted('2026-W47'), await wanted('2026-W48')]).toEqual([undefined, undefined]);
    expect(await wanted('2026-W49')).toMatchObject({ state: 'open' });
    expect(await want()).toBe(0);
  });
});

describe('a summary', () => {
  const W47 = weekAt('2026-W47');
  beforeEach(() => at.clock.set(dueAt('2026-W47')));

  test('is one issue, whoever runs it again or at once', async () => {
    await incident('i', W47.from + HOUR_MS);
    await Promise.all([run('2026-W47'), run('2026-W47'), run('2026-W47')]);
    const first = await wanted('2026-W47');
    expect(first).toMatchObject({ title: expect.stringMatching(/^Week 2026-W47 .*: 1 incident/), state: 'open' });
    await incident('late', W47.from + 2 * HOUR_MS);
    await run('2026-W47');
    expect(await wanted('2026-W47')).toEqual(first);
    expect(await within((tx) => tx.effects.due(at.clock.now(), 100))).toHaveLength(1);
    const { id, fence } = (await claimed('2026-W47')) ?? { id: '', fence: 0 };
    const done = { state: 'done' as const, githubNumber: 7, githubId: 7, appliedHash: 'x' };
    await within((tx) => tx.effects.settle(at.installation, id, fence, done));
  });

  test('is not closed by who found it due as well and was overtaken', async () => {
    await incident('i', W47.from);
    let reads = 0;
    const overtaken = async (tx: Transaction, installationId: number, key: string) => {
      const found = await tx.cursors.get(installationId, key);
      // The second time it looks whether the week is due, in the transaction that writes.
      if (key === 'summary:11' && ++reads === 2) await run('2026-W47');
      return found;
    };
    const transaction = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
      within((tx) => work({ ...tx, cursors: { ...tx.cursors, get: (...asked) => overtaken(tx, ...asked) } }));
    await run('2026-W47', { storage: { ...at.storage, transaction } });
    expect(reads).toBe(3);
    expect(await wanted('2026-W47')).toMatchObject({ state: 'open' });
  });

  test('closes the one before it, also over weeks in which nothing happened', async () => {
    await incident('i', W47.from);
    await run('2026-W47');
    at.clock.set(dueAt('2026-W48'));
    await run('2026-W48');
    expect(await wanted('2026-W48')).toBeUndefined();
    expect(await wanted('2026-W47')).toMatchObject({ state: 'open' });
    expect(await want()).toBe(0);
    await incident('j', weekAt('2026-W49').from);
    at.clock.set(dueAt('2026-W49'));
    await run('2026-W49');
    expect(await wanted('2026-W49')).toMatchObject({ state: 'open' });
    expect(await wanted('2026-W47')).toMatchObject({ state: 'closed', title: expect.stringContaining('2026-W47') });
  });

  test('that GitHub refused to open is not tried again only to be closed', async () => {
    await incident('i', W47.from);
    await run('2026-W47');
    const { id, fence } = (await claimed('2026-W47')) ?? { id: '', fence: 0 };
    await within((tx) => tx.effects.settle(at.installation, id, fence, { state: 'dead', reason: 'issues are off' }));
    await incident('j', weekAt('2026-W48').from);
    at.clock.set(dueAt('2026-W48'));
    await run('2026-W48');
    expect(await wanted('2026-W47')).toMatchObject({ state: 'open' });
    expect(await within((tx) => tx.effects.get(at.installation, id))).toMatchObject({ state: 'dead' });
  });

  test('of a week that is not the last any more, or of none, is not written', async () => {
    await incident('i', weekAt('2026-W46').from);
    for (const week of ['2026-W46', '2026-W48', '2026-W99', '']) await run(week);
    expect(await wanted('2026-W46')).toBeUndefined();
    await run('2026-W47', {}, 12);
    expect(await wanted('2026-W47', 12)).toBeUndefined();
  });
});
