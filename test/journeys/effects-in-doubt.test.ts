import { describe, expect, test } from '@jest/globals';
import { type SweepDuplicates, sweepDuplicates } from '../../src/jobs/effects/sweep-duplicates.ts';
import { sweepEffects } from '../../src/jobs/effects/sweep-effects.ts';
import type { Storage } from '../../src/storage/contract.ts';
import { waitingJobs } from '../support/database/waiting-jobs.ts';
import { INSTALLATION, ISSUE, outboxPerTest } from '../support/github/outbox-per-test.ts';

const SECOND = 1_000;

const it = outboxPerTest();

/** A storage whose process dies before the given transaction. */
function dyingAt(storage: Storage, transaction: number): Storage {
  let begun = 0;
  return {
    ...storage,
    transaction: (work) => {
      begun += 1;
      return begun === transaction ? Promise.reject(new Error('the process died')) : storage.transaction(work);
    },
  };
}

describe('an issue', () => {
  test('whose answer was lost is found by listing and not opened again', async () => {
    await it.want(ISSUE);
    it.github.fault({ match: /^POST .*\/issues$/, gives: 'lost' });
    expect(await it.run()).toMatchObject({ state: 'unknown', nextAt: it.now() + 15 * SECOND });
    it.pass(15 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'done', githubNumber: 1 });
    expect(it.creations()).toBe(1);
  });

  test('whose answer was cut in the middle is in doubt, not failed', async () => {
    await it.want(ISSUE);
    it.github.fault({ match: /^POST .*\/issues$/, gives: 'cut' });
    expect(await it.run()).toMatchObject({ state: 'unknown' });
    it.pass(15 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'done', githubNumber: 1 });
    expect(it.creations()).toBe(1);
  });

  test('that a list does not show yet is waited for', async () => {
    await it.want(ISSUE);
    it.github.fault({ match: /^POST .*\/issues$/, gives: { status: 502 } });
    it.github.hideNew(true);
    await it.run();
    it.github.fault({ match: /^POST .*\/issues$/, gives: 'lost' });
    it.pass(15 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'unknown', reason: 'looked for and not there yet' });
    expect(it.creations()).toBe(1);
    it.pass(45 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'ready' });
    expect(await it.run()).toMatchObject({ state: 'unknown' });
    expect(it.creations()).toBe(2);
    it.pass(15 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'unknown' });
    it.github.hideNew(false);
    it.pass(45 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'done' });
    expect(it.github.issues).toHaveLength(1);
  });

  test('that was opened twice, because a list lagged for long, is closed later with a pointer to the one that is known', async () => {
    await it.want(ISSUE);
    it.github.hideNew(true);
    it.github.fault({ match: /^POST .*\/issues$/, gives: 'lost' });
    await it.run();
    for (const wait of [15, 45]) {
      it.pass(wait * SECOND);
      await it.run();
    }
    const done = await it.run();
    expect(done).toMatchObject({ state: 'done', githubNumber: 2 });
    expect(it.github.issues).toHaveLength(2);
    it.github.hideNew(false);

    const closed: number[][] = [];
    const deps: SweepDuplicates = { ...it.deps, onDuplicate: (number, of) => closed.push([number, of]) };
    const payload = { installationId: INSTALLATION, effectId: done?.id ?? '' };
    await sweepDuplicates({ ...deps, isReadOnly: true }, payload);
    expect(closed).toEqual([]);
    it.github.fault({ match: /^PATCH /, gives: 'lost' });
    await expect(sweepDuplicates(deps, payload)).rejects.toMatchObject({ retryable: true });
    await sweepDuplicates(deps, payload);
    await sweepDuplicates(deps, payload);
    expect(it.github.issues).toMatchObject([
      { state: 'closed', state_reason: 'duplicate', body: expect.stringContaining('Please go on in #2') },
      { state: 'open', body: expect.stringContaining('Since 02:55 UTC.') },
    ]);
    expect(it.github.writes().filter((call) => call.startsWith('PATCH'))).toHaveLength(1);
  });

  test('of somebody who copied our text is not closed', async () => {
    await it.want(ISSUE);
    const done = await it.run();
    const [ours] = it.github.issues;
    if (ours === undefined) throw new Error('no issue');
    it.github.issues.push({ ...ours, number: 2, user: { login: 'eve', type: 'User' } });
    it.github.issues.push({ ...ours, number: 3, body: 'Since 02:55 UTC.' });
    await sweepDuplicates(it.deps, { installationId: INSTALLATION, effectId: done?.id ?? '' });
    expect(it.github.issues.map(({ state }) => state)).toEqual(['open', 'open', 'open']);
  });

  test('is looked for again ten minutes and a day after it was opened', async () => {
    await it.want(ISSUE);
    await it.run();
    await it.run();
    const waits = (await waitingJobs(it.databaseUrl, 'sweep-duplicates')).map(({ inMs }) => inMs);
    expect(waits).toHaveLength(2);
    expect(Math.max(...waits) - Math.min(...waits)).toBeCloseTo((86_400 - 600) * SECOND, -2);
  });

  test('is sent three times a day at most', async () => {
    await it.want(ISSUE);
    for (let round = 0; round < 3; round += 1) {
      it.github.fault({ match: /^POST .*\/issues$/, gives: 'reset' });
      expect(await it.run()).toMatchObject({ state: 'unknown' });
      it.pass(60 * SECOND);
      expect(await it.run()).toMatchObject({ state: 'unknown' });
      it.pass(15 * SECOND);
      expect(await it.run()).toMatchObject({ state: 'ready' });
    }
    const dead = await it.run();
    expect(dead).toMatchObject({ state: 'dead', reason: 'was sent 3 times within a day and is still not there' });
    expect(it.creations()).toBe(3);
  });

  test('survives a crash between the POST and its record', async () => {
    await it.want(ISSUE);
    const dying = it.run('issue', { storage: dyingAt(it.storage, 2) });
    await expect(dying).rejects.toThrow('the process died');
    expect(await it.effect()).toMatchObject({ state: 'posting' });
    expect(it.github.issues).toHaveLength(1);
    await it.run();
    expect(await it.effect()).toMatchObject({ state: 'posting' });
    it.pass(121 * SECOND);
    expect(await sweepEffects(it.deps)).toBe(1);
    expect(await it.run()).toMatchObject({ state: 'done', githubNumber: 1 });
    expect(it.creations()).toBe(1);
  });

  test('survives a crash between the claim and the POST', async () => {
    await it.want(ISSUE);
    const access = { ...it.deps.access, forRepository: () => Promise.reject(new Error('the process died')) };
    await expect(it.run('issue', { access })).rejects.toThrow('the process died');
    it.pass(121 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'unknown' });
    it.pass(15 * SECOND);
    await it.run();
    expect(await it.run()).toMatchObject({ state: 'done' });
    expect(it.creations()).toBe(1);
  });

  test('with the marker of another incident or a forged author is not adopted', async () => {
    await it.want(ISSUE);
    it.github.fault({ match: /^POST .*\/issues$/, gives: 'lost' });
    await it.run();
    const [real] = it.github.issues;
    if (real === undefined) throw new Error('no issue');
    const strangers = [
      { login: 'whatchanged[bot]', type: 'User' },
      { login: 'other[bot]', type: 'Bot' },
    ];
    it.github.issues.splice(0, 1, { ...real, number: 2, body: 'no marker' });
    it.github.issues.push(...strangers.map((user) => ({ ...real, user })));
    it.pass(15 * SECOND);
    expect(await it.run()).toMatchObject({ state: 'unknown', reason: 'looked for and not there yet' });
  });

  test('is not written twice by two workers at once', async () => {
    await it.want(ISSUE);
    await Promise.all([it.run(), it.run(), it.run()]);
    expect(it.creations()).toBe(1);
  });
});
