import { afterEach, expect, jest, test } from '@jest/globals';
import type { Verdict } from '../../src/investigation/verdict/verdict.ts';
import { INSTALLATION, type RealDay, SHOP, startRealDay } from '../support/program/real-day.ts';
import { describeWithProgram } from '../support/program/real-program.ts';

let day: RealDay | undefined;
afterEach(() => day?.stop());
jest.setTimeout(240_000);

describeWithProgram(['prometheus', 'prometheus-alertmanager', 'git'], 'the main job on real programs', () => {
  test('a bug goes live under real traffic, the issue names its commit, and the fix closes it', async () => {
    day = await startRealDay();
    const { github } = day;
    const guilty = await day.goWrong();
    const issue = await day.issue();
    const verdict = await latestVerdict(day);
    expect(verdict?.suspects[0]).toMatchObject({ commit: guilty.sha });
    expect(['strong', 'plausible']).toContain(verdict?.band);
    expect(issue.title).toContain(`#${guilty.number}`);
    expect(issue.body).toContain('xychart-beta');
    const [, chart] = /\]\(https:\/\/whatchanged\.example(\/charts\/.+\.png)\)/.exec(issue.body ?? '') ?? [];
    const picture = await fetch(`http://127.0.0.1:${day.program.port}${chart}`);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);

    const fix = await day.merge('Take the price from the item again', 'noor', { 'lib/total.js': day.goodTotal });
    await day.deploy('checkout', fix.sha);
    await day.closed(issue);
    expect(github.issues(SHOP).filter((one) => one.pull === undefined)).toHaveLength(1);
    expect(github.violations).toEqual([]);
    expect(github.contractViolations).toEqual([]);
    expect(github.unknownRoutes).toEqual([]);
  });
});

function latestVerdict({ program }: RealDay): Promise<Verdict | undefined> {
  return program.storage.transaction(async (tx) => {
    const [incident] = await tx.incidents.list(INSTALLATION, { limit: 1 });
    return (incident && (await tx.investigations.latest(INSTALLATION, incident.id)))?.verdict as Verdict | undefined;
  });
}
