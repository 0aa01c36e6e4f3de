import { describe, expect, test } from '@jest/globals';
import {
  ALERT,
  changed,
  commit,
  found,
  heard,
  incident,
  logged,
  QUIET,
} from '../../../../../test/support/cases/commit-incident.ts';
import type { Case, CaseCommit, CaseDeploy } from '../../../case.ts';
import { MINUTE_MS } from '../../../time.ts';
import { commitScene } from '../scene/commit-scene.ts';
import { heardFrom, introducedName } from './introduced-name.ts';

const COMPLAINT = { logs: heard('unknown status "HANDOVER_DELAYED"') };
const brought = (sha: string, line = 'HANDOVER_DELAYED,') => commit(sha, 'x', changed('a.ts', line, 'b'));

describe('a name that nobody knew before', () => {
  const of = (...commits: CaseCommit[]) => found(introducedName, [...commits, QUIET], COMPLAINT);

  test('brought or taken away by one commit, in whatever spelling', () => {
    expect(of(brought('x'))[0]).toBe(
      '1 it brought HANDOVER_DELAYED, which the incident names, and no other change holds it',
    );
    expect(of(brought('x', 'handoverDelayed'))[0]).toContain('it brought HANDOVER_DELAYED');
    expect(of(commit('x', 'x', changed('a.ts', 'b', 'HANDOVER_DELAYED')))[0]).toBe(
      '1 it took HANDOVER_DELAYED away, which the incident names, and no other change holds it',
    );
  });

  test('not one that was moved, stands beside the change, or that another commit holds too', () => {
    expect(of(commit('x', 'x', changed('a.ts', 'HANDOVER_DELAYED', 'HANDOVER_DELAYED')))[0]).toBeNull();
    const beside: CaseCommit = commit('x', 'x', {
      path: 'a.ts',
      patch: '@@ -1 +1 @@\n HANDOVER_DELAYED\n+HANDOVER_DELAYED',
    });
    expect(of(beside)[0]).toBeNull();
    const named: CaseCommit = commit('x', 'x', {
      path: 'a.ts',
      patch: '--- a/a.ts\n+++ b/HANDOVER_DELAYED.ts\n@@ -1 +1 @@\n-a\n+b',
    });
    expect(of(named)[0]).toBeNull();
    expect(of(brought('x'), brought('y')).slice(0, 2)).toEqual([null, null]);
    expect(of(brought('x', 'handover was delayed'))[0]).toBeNull();
    expect(of({ sha: 'x', files: [{ path: 'a.ts' }] })[0]).toBeNull();
    expect(found(introducedName, [brought('x'), QUIET])[0]).toBeNull();
  });

  test('of several names the one that is named loudest, and none of a service', () => {
    const logs = [...logged('no READ_LIMIT'), { ...logged('see WRITE_LIMIT')[0], level: 'WARN' }] as Case['logs'] &
      object;
    const both = commit('x', 'x', changed('a.ts', 'WRITE_LIMIT READ_LIMIT'));
    expect(found(introducedName, [both, QUIET], { logs })[0]).toContain('READ_LIMIT');
    const deploys: CaseDeploy[] = [{ id: 'd', service: 'handover-delayed', startedAt: ALERT, commits: ['x'] }];
    expect(found(introducedName, [brought('x'), QUIET], { ...COMPLAINT, deploys })[0]).toBeNull();
  });
});

describe('of whom the alerting service complains', () => {
  const deploys: CaseDeploy[] = [
    { id: 'o', service: 'orders', startedAt: ALERT - 9 * MINUTE_MS, commits: ['x'] },
    { id: 's', service: 'shop', startedAt: ALERT - 9 * MINUTE_MS, commits: ['quiet'] },
  ];
  const heardIn = (one: CaseCommit, more: Partial<Case>) => [
    ...heardFrom(commitScene(incident([one, QUIET], { deploys, ...more }))),
  ];

  test('in its own logs or in the alert, of what was added', () => {
    expect(heardIn(brought('x'), COMPLAINT)).toEqual(['orders']);
    const undone = deploys.map((deploy) => ({ ...deploy, kind: 'rollback' as const }));
    expect(heardIn(brought('x'), { ...COMPLAINT, deploys: undone })).toEqual([]);
    const alert = { service: 'shop', startedAt: ALERT, title: 'HANDOVER_DELAYED is not known' };
    expect(heardIn(brought('x'), { alert })).toEqual(['orders']);
    expect(heardIn(commit('x', 'x', changed('a.ts', 'b', 'HANDOVER_DELAYED')), COMPLAINT)).toEqual([]);
  });

  test('not in the logs of others', () => {
    const logs = (COMPLAINT.logs ?? []).map((row) => ({ ...row, service: 'orders' }));
    expect(heardIn(brought('x'), { logs })).toEqual([]);
  });

  test('where others log the same it is the alerting one that complains, in whatever order they stand', () => {
    const logs = ['orders', 'shop', 'basket'].flatMap((service) =>
      (COMPLAINT.logs ?? []).map((row) => ({ ...row, service })),
    );
    expect(heardIn(brought('x'), { logs })).toEqual(['orders']);
    expect(heardIn(brought('x'), { logs: logs.toReversed() })).toEqual(['orders']);
  });
});
