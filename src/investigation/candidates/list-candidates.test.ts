import { describe, expect, test } from '@jest/globals';
import type { Case, CaseDeploy } from '../case.ts';
import { MINUTE_MS } from '../time.ts';
import { listCandidates } from './list-candidates.ts';

const ALERT = Date.UTC(2026, 2, 2, 14);

function deploy(minutes: number, more: Partial<CaseDeploy> = {}): CaseDeploy {
  const startedAt = ALERT - minutes * MINUTE_MS;
  return {
    id: `d${minutes}`,
    service: 'cart',
    environment: 'production',
    startedAt,
    liveAt: startedAt + MINUTE_MS,
    ...more,
  };
}

function listed(deploys: readonly CaseDeploy[], more: Partial<Case> = {}) {
  const theCase: Case = {
    id: 'c',
    askedAt: ALERT,
    alert: { service: 'cart', environment: 'prod-eu', startedAt: ALERT },
    deploys,
    ...more,
  };
  return listCandidates(theCase, ALERT);
}

const vetoes = (deploys: readonly CaseDeploy[]) => listed(deploys).deploys.map(({ veto }) => veto);

describe('candidates', () => {
  test('a rollout lasts until it is live, until now while it runs, and no longer than a quarter of an hour when it failed', () => {
    const { liveAt: _never, ...running } = deploy(9, { outcome: 'in_progress' });
    const { liveAt: _not, ...failed } = deploy(40, { outcome: 'failure' });
    const found = listed([deploy(5), running, failed, { ...failed, endedAt: ALERT - 38 * MINUTE_MS }]).deploys;
    expect(found.map(({ live }) => (ALERT - live) / MINUTE_MS)).toEqual([4, 0, 25, 38]);
    expect(found.map(({ until }) => until !== undefined)).toEqual([false, false, true, true]);
  });

  test('names of production are one place, staging is another', () => {
    expect(
      vetoes([deploy(5), deploy(6, { environment: 'Production' }), deploy(7, { environment: 'staging' })]),
    ).toEqual([undefined, undefined, 'other-environment']);
    const staging: Partial<Case> = { alert: { service: 'cart', environment: 'stg', startedAt: ALERT } };
    const spelled = listed([deploy(5), deploy(6, { environment: 'Staging' })], staging).deploys;
    expect(spelled.map(({ veto }) => veto)).toEqual(['other-environment', undefined]);
    expect(vetoes([deploy(5, { outcome: 'failure' })])).toEqual(['failed']);
  });

  test('what came after the release that fails is hardly to blame', () => {
    const [old, fresh] = ['a'.repeat(40), 'b'.repeat(40)];
    const alert = { service: 'cart', startedAt: ALERT, labels: { release: old } };
    const found = listed([deploy(60, { sha: old }), deploy(5, { sha: fresh, previousSha: old })], { alert }).deploys;
    expect(found.map(({ veto }) => veto)).toEqual([undefined, 'after-release']);
  });

  test('what a rollback took back before the onset runs no more; a later deploy does not take it back', () => {
    expect(vetoes([deploy(60), deploy(30, { kind: 'rollback' })])).toEqual(['rolled-back', undefined]);
    expect(vetoes([deploy(60), deploy(30)])).toEqual([undefined, undefined]);
    expect(vetoes([deploy(60), deploy(40, { outcome: 'failure' }), deploy(30, { kind: 'rollback' })])).toEqual([
      'rolled-back',
      'failed',
      undefined,
    ]);
    expect(vetoes([deploy(60), deploy(30, { kind: 'rollback', service: 'web' })])).toEqual([undefined, undefined]);
    const [shop, charts] = [{ repository: 'acme/shop' }, { repository: 'acme/charts' }];
    expect(vetoes([deploy(60, shop), deploy(30, { kind: 'rollback', ...charts })])).toEqual([undefined, undefined]);
    expect(vetoes([deploy(60, shop), deploy(45, charts), deploy(30, { kind: 'rollback', ...shop })])).toEqual([
      'rolled-back',
      undefined,
      undefined,
    ]);
  });

  test('the first deploy that was ever seen has no range, beside others that have one', () => {
    const first = ({ firstSeen }: { readonly firstSeen: boolean }): boolean => firstSeen;
    const ranged = deploy(20, { service: 'web', previousSha: 'a' });
    expect(listed([deploy(5), ranged]).deploys.map(first)).toEqual([true, false]);
    expect(listed([deploy(5)]).deploys.map(first)).toEqual([false]);
    expect(listed([deploy(9), deploy(5), ranged]).deploys.map(first)).toEqual([true, false, false]);
    const elsewhere = deploy(9, { repository: 'acme/charts', previousSha: 'a' });
    expect(listed([elsewhere, deploy(5, { repository: 'acme/shop' })]).deploys.map(first)).toEqual([false, true]);
    expect(listed([deploy(5, { commits: ['a'] }), ranged]).deploys.map(first)).toEqual([false, false]);
  });

  test('other changes keep their place in the case', () => {
    const { changes } = listed([], {
      changes: [
        { kind: 'flag', at: ALERT - MINUTE_MS },
        { service: 'web', at: ALERT },
      ],
    });
    expect(changes.map(({ index, service, from }) => [index, service, from])).toEqual([
      [0, null, ALERT - MINUTE_MS],
      [1, 'web', ALERT],
    ]);
  });
});
