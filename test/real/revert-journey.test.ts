import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import type { StoredRevert } from '../../src/investigation/commands/stored-revert.ts';
import { INSTALLATION, type RealDay, SHOP, startRealDay } from '../support/program/real-day.ts';
import { describeWithProgram } from '../support/program/real-program.ts';
import { waitUntil } from '../support/wait-until.ts';

let day: RealDay | undefined;
afterEach(() => day?.stop());
jest.setTimeout(300_000);

describeWithProgram(['prometheus', 'prometheus-alertmanager', 'git'], 'a revert on real programs', () => {
  test('a writer asks, git merges the draft cleanly, the service recovers from it, and the issue tells the way', async () => {
    day = await startRealDay();
    const { github } = day;
    github.addCollaborator(SHOP, 'ada', 'write');
    github.addCollaborator(SHOP, 'noor', 'write');
    const guilty = await day.goWrong();
    const issue = await day.issue();

    await github.comment(SHOP, issue.number, `/whatchanged revert #${guilty.number}`, { by: 'ada' });
    const draft = await waitUntil('the draft', () =>
      github.issues(SHOP).find((one) => one.pull !== undefined && one.user.type === 'Bot'),
    );
    expect(draft.pull).toMatchObject({ draft: true, base: { ref: 'main' } });
    const told = (text: string) =>
      waitUntil(`the answer "${text}"`, () => answer(day, issue.number)?.includes(text) || undefined, 120_000);
    await told(`draft [#${draft.number}]`);

    await github.markReadyForReview(SHOP, draft.number, { by: 'noor' });
    const byGit = mergedByGit(github.repository(SHOP).git.folder, draft.pull?.head.ref ?? '', guilty.sha);
    const merged = await github.mergePullRequest(SHOP, draft.number, { method: 'merge', by: 'noor' });
    expect(byGit.tree).toBe(byGit.revertTree);
    expect(byGit.tree).toBe(git(github.repository(SHOP).git.folder, 'rev-parse', `${merged.sha}^{tree}`));
    expect(await github.file(SHOP, 'main', 'lib/total.js')).toBe(day.goodTotal);
    await told('merged by `noor`');
    expect(answer(day, issue.number)).toContain('not live yet');

    await day.deploy('checkout', merged.sha);
    await told('UTC live');
    await day.closed(issue);
    await told('the alerts are over');
    const [revert] = await reverts(day);
    expect(revert).toMatchObject({ state: 'recovered', merged: { by: 'noor', byPerson: true, sha: merged.sha } });
    const { at = 0, draft: drafted, merged: how, liveAt = 0, recoveredAt = 0 } = revert ?? {};
    // GitHub tells when something was merged in whole seconds, and ours are in milliseconds.
    const times = [at, drafted?.at ?? 0, how?.at ?? 0, liveAt, recoveredAt].map((time) => Math.floor(time / 1_000));
    expect(times).toEqual([...times].sort((one, other) => one - other));
    const steps = answer(day, issue.number) ?? '';
    expect(steps).toMatch(
      /the alerts are over; failing requests of `checkout`: [\d.]+ % until it was live, [\d.]+ % since/,
    );
    for (const [time, words] of [
      [at, 'asked for by `ada`'],
      [drafted?.at ?? 0, 'draft ['],
      [how?.at ?? 0, 'merged by `noor`'],
      [liveAt, 'live'],
      [recoveredAt, 'the alerts are over'],
    ] as const) {
      expect(steps).toContain(`${new Date(time).toISOString().slice(11, 16)} UTC ${words}`);
    }
    expect(github.violations).toEqual([]);
    expect(github.contractViolations).toEqual([]);
    expect(github.unknownRoutes).toEqual([]);
  });
});

function answer(of: RealDay | undefined, issue: number): string | undefined {
  return of?.github
    .comments(SHOP, issue)
    .find(({ user, body }) => user.type === 'Bot' && body.includes('this comment is edited'))?.body;
}

function reverts({ program }: RealDay): Promise<readonly StoredRevert[]> {
  return program.storage.transaction(async (tx) => {
    const [incident] = await tx.incidents.list(INSTALLATION, { limit: 1 });
    return incident === undefined ? [] : tx.reverts.ofIncident(INSTALLATION, incident.id);
  });
}

/** Merges the branch into main in a clone, as a person does on a desk, and reverts the change there in git's own way. */
function mergedByGit(repository: string, branch: string, bad: string) {
  const clone = mkdtempSync(join(tmpdir(), 'merge-'));
  try {
    git(clone, 'clone', '--quiet', repository, '.');
    git(clone, 'checkout', '--quiet', '-b', 'by-hand', 'origin/main');
    git(clone, ...PERSON, 'revert', '--no-edit', bad);
    const revertTree = git(clone, 'rev-parse', 'HEAD^{tree}');
    git(clone, 'checkout', '--quiet', '-B', 'main', 'origin/main');
    // A conflict would be thrown with what git said.
    git(clone, ...PERSON, 'merge', '--quiet', '--no-ff', '--no-edit', `origin/${branch}`);
    return { tree: git(clone, 'rev-parse', 'HEAD^{tree}'), revertTree };
  } finally {
    rmSync(clone, { recursive: true });
  }
}

const PERSON = ['-c', 'user.name=noor', '-c', 'user.email=noor@example.com'] as const;

function git(folder: string, ...words: readonly string[]): string {
  return execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8' }).trim();
}
