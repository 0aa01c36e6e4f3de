import { beforeEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/investigation/time.ts';
import type { DeadJob } from '../../src/storage/dead-jobs.ts';
import { strongSample } from '../support/cases/report-samples.ts';
import { weekDeploy } from '../support/cases/week-samples.ts';
import { dueAt, summarisedWeeks, weekAt } from '../support/database/summarised-weeks.ts';

const at = summarisedWeeks();
const { within, repository, incident, wanted, run, delivery } = at;

describe('a summary', () => {
  const W47 = weekAt('2026-W47');
  beforeEach(() => at.clock.set(dueAt('2026-W47')));

  test('holds what is of the repository and the week, and nothing else', async () => {
    await repository(12);
    const one = await incident('i', W47.from + HOUR_MS);
    await incident('before', W47.from - 1);
    await incident('after', W47.to);
    await incident('elsewhere', W47.from, { repositoryId: 12, service: 'search' });
    await within(async (tx) => {
      const place = { repositoryId: 11, service: 'checkout', environment: 'production' };
      await tx.ledger.saveDeploys(at.installation, place, [
        weekDeploy('github:deployment:991', 1, { sha: strongSample.verdict.suspects[0]?.commit ?? '' }),
      ]);
      const sha = strongSample.verdict.suspects[0]?.commit ?? '';
      await tx.commits.save(at.installation, { repositoryId: 11, sha, pullRequest: 4821 });
      await tx.effects.want(at.installation, {
        kind: 'issue',
        naturalKey: one.id,
        repositoryId: 11,
        wanted: { body: 'x' },
      });
      await tx.feedback.save(at.installation, {
        incidentId: one.id,
        label: 'not-it',
        deploy: 'github:deployment:991',
        commit: sha,
        at: W47.from + DAY_MS,
        source: 'command',
      });
      await tx.reverts.save(at.installation, {
        id: `r-${at.installation}`,
        incidentId: one.id,
        repositoryId: 11,
        issueNumber: 41,
        subject: { kind: 'commit', sha },
        deploy: null,
        by: { kind: 'automatic' },
        at: W47.from + DAY_MS,
        state: 'closed',
        plans: 0,
        draft: { number: 50, at: W47.from + DAY_MS },
      });
    });
    await run('2026-W47');
    const body = (await wanted('2026-W47'))?.body ?? '';
    expect(body).toContain(
      '**1 incident in 2026-W47**: 1 strong, 0 plausible, 0 weak, 0 that no deploy explains; 1 is',
    );
    expect(body).toContain('The week before: 1 (1 strong');
    expect(body).toContain('strong: [#4821](https://github.com/acme/shop-11/pull/4821) (91 %)');
    expect(body).toContain('it was not that');
    expect(body).toContain('was right in 0.');
    expect(body).toContain('| `checkout` | 1 | 1 | 0 | 0 |');
    expect(body).toContain('[#50](https://github.com/acme/shop-11/pull/50) closed by people');
    expect(body).toContain('### What your telemetry could have told');
    expect(body).not.toContain('search');
  });

  test('counts a deploy of Sunday night that an incident of Monday names, and a revert in the week in which it was asked for', async () => {
    const { id } = await incident('monday', W47.to + HOUR_MS);
    const place = { repositoryId: 11, service: 'checkout', environment: 'production' };
    const revert = {
      incidentId: id,
      repositoryId: 12,
      issueNumber: 41,
      subject: { kind: 'commit' as const, sha: 'a'.repeat(40) },
      deploy: null,
      by: { kind: 'automatic' as const },
      state: 'refused' as const,
      plans: 0,
    };
    await incident('in-the-week', W47.to - 1, { service: 'search' });
    await within(async (tx) => {
      await tx.ledger.saveDeploys(at.installation, place, [weekDeploy('github:deployment:991', 167)]);
      const moments = [W47.from - 1, W47.from, W47.to - 1, W47.to];
      for (const [index, moment] of moments.entries()) {
        await tx.reverts.save(at.installation, {
          ...revert,
          id: `${index}-${at.installation}`,
          at: moment,
          issueNumber: index + 1,
        });
      }
    });
    await run('2026-W47');
    const body = (await wanted('2026-W47'))?.body ?? '';
    expect(body).toContain('**1 incident in 2026-W47**');
    expect(body).toContain('| `checkout` | 1 | 1 | 0 | 0 |');
    expect(body).toContain('2 in this week: 0 drafted, 0 merged, 2 refused.');
    expect(body.match(/^- for \[#(\d)\]/gm)).toEqual(['- for [#2]', '- for [#3]']);
  });

  test('of a storm looks into 500 incidents, counts the others and says so', async () => {
    await within(async (tx) => {
      for (let index = 0; index < 510; index += 1) {
        const openedAt = W47.from + index * MINUTE_MS;
        const place = {
          service: 'checkout',
          environment: 'production',
          repositoryId: 11,
          installationId: at.installation,
        };
        const id = `storm-${index}-${at.installation}`;
        await tx.incidents.save({ ...place, id, state: 'open', openedAt, lastSignalAt: openedAt });
      }
    });
    await run('2026-W47');
    const { title = '', body = '' } = (await wanted('2026-W47')) ?? {};
    expect(title).toContain('510 incidents');
    expect(body).toContain('500 without a verdict, 10 that were too many to be looked into; 510 are open');
    expect(body).toContain('and 450 more: `whatchanged incidents` lists them.');
  });

  test('tells of alerts that map to nothing and of what failed for good; their reasons stay with the operator', async () => {
    const unmapped = {
      source: 'alertmanager',
      status: 'firing' as const,
      startsAt: W47.from + HOUR_MS,
      title: 'DiskFull',
      labels: {},
      receivedAt: W47.from,
      unmappedReason: 'No label. To map it:\nservices:\n  disk:\n',
    };
    await within(async (tx) => {
      await tx.alerts.save(at.installation, { ...unmapped, key: 'a' });
      await tx.alerts.save(at.installation, { ...unmapped, key: 'b', startsAt: W47.from - MINUTE_MS });
    });
    const dead = await delivery(W47.from + HOUR_MS);
    await delivery(W47.from - HOUR_MS);
    at.clock.set(dueAt('2026-W47'));
    const job = (name: string, changes: Partial<DeadJob> = {}): DeadJob => ({
      id: name,
      name: name as DeadJob['name'],
      payload: { installationId: at.installation },
      reason: 'secret-host refused',
      at: W47.from + DAY_MS,
      ...changes,
    });
    const jobs = [
      job('investigate'),
      job('process-delivery', { payload: { installationId: at.installation, deliveryId: dead } }),
      job('publish', { payload: { installationId: 1 } }),
      job('narrate', { at: W47.to }),
    ];
    await run('2026-W47', { deadJobs: async () => jobs });
    const { title = '', body = '' } = (await wanted('2026-W47')) ?? {};
    expect(title).toContain('no incident');
    expect(body).toContain('**1 alert belongs to no service of this installation**');
    expect(body).toContain('- `DiskFull`, 1 alert\n  ```text\n  services:\n    disk:\n  ```');
    expect(body).toContain(
      '- 1 delivery to `checkout-grafana` could not be read\n- 1 job `investigate` failed for good',
    );
    expect(body).not.toMatch(/secret-host|publish|narrate/);
  });

  test('of a public repository beside private ones counts the alerts of the installation and names none', async () => {
    await repository(11, { summary: 'weekly' }, 'public');
    await repository(12);
    const alert = {
      key: 'a',
      source: 'x',
      status: 'firing',
      startsAt: W47.from,
      title: 'SecretDisk',
      labels: {},
    } as const;
    await within((tx) =>
      tx.alerts.save(at.installation, { ...alert, receivedAt: W47.from, unmappedReason: 'No label.' }),
    );
    await run('2026-W47');
    expect((await wanted('2026-W47'))?.body).toContain('1 alert belongs to no service');
    expect((await wanted('2026-W47'))?.body).not.toContain('SecretDisk');
  });
});
