import { describe, expect, test } from '@jest/globals';
import { cartFails, deploy, golden } from '../../../test/support/cases/failing-cart.ts';
import { clue, said, shareOf } from '../../../test/support/cases/read-verdict.ts';
import { shopSeries } from '../../../test/support/cases/shop-series.ts';
import type { CaseDeploy } from '../case.ts';
import { investigate } from '../investigate.ts';
import { noDeployProbability } from './verdict.ts';
import { WEIGHTS } from './weights.ts';

describe('what speaks against a deploy', () => {
  const right = investigate(cartFails([deploy('d1', 3)]));

  test('beside a plain one: another environment, a failed rollout, a redeploy; not that it is a rollback, or configuration', () => {
    const of = (more: Partial<CaseDeploy>): number => shareOf(investigate(cartFails([deploy('d1', 3, more)])), 'd1');
    const plain = shareOf(right, 'd1');
    expect(of({ environment: 'staging' })).toBeLessThan(0.01);
    expect(of({ outcome: 'failure' })).toBeLessThan(0.6 * plain);
    expect(of({ kind: 'redeploy' })).toBeLessThan(0.8 * plain);
    expect(of({ kind: 'rollback' })).toBeCloseTo(plain, 9);
    expect(of({ kind: 'config' })).toBeCloseTo(plain, 9);
  });

  test('each says so', () => {
    const says = (more: Partial<CaseDeploy>): string =>
      said(investigate(cartFails([deploy('d1', 3, more)])), 'd1').join('\n');
    expect(says({ environment: 'staging' })).toContain('another environment');
    expect(says({ outcome: 'failure' })).toContain('never live');
    expect(says({ kind: 'redeploy' })).toContain('live already');
    const undone = investigate(cartFails([deploy('d1', 60), deploy('d2', 30, { kind: 'rollback' })]));
    expect(said(undone, 'd1').join('\n')).toContain('rolled back');
  });

  test('the first one ever seen is not blamed for history', () => {
    const ranged = deploy('d2', 40, { service: 'search', previousSha: 'a' });
    const first = investigate(cartFails([deploy('d1', 3), ranged]));
    const known = investigate(cartFails([deploy('d1', 3, { previousSha: 'b' }), ranged]));
    expect(clue(first, 'd1', 'first-seen')).toBeCloseTo(Math.log(WEIGHTS.firstSeen), 9);
    expect(shareOf(first, 'd1')).toBeLessThan(shareOf(known, 'd1'));
  });

  test('one whose trouble has come and gone gives way', () => {
    const errors = shopSeries('cart', 'errors', { usual: 3, at: (m) => (m >= 0 || (m > -31 && m < -24) ? 120 : 3) });
    const verdict = investigate(cartFails([deploy('d1', 31)], { series: [errors] }));
    expect(clue(verdict, 'd1', 'spent')).toBeCloseTo(Math.log(WEIGHTS.spent), 9);
    expect(said(verdict, 'd1').join('\n')).toContain('had trouble right after it');
  });
});

describe('commits', () => {
  test('a case that asks which commit of one deploy has next to no room for none', () => {
    const { series: _a, logs: _b, topology: _c, ...rest } = golden('step');
    const { firedAt: _d, ...alert } = rest.alert;
    const deploys = rest.deploys.filter(({ id }) => id === 'd2');
    const verdict = investigate({ ...rest, alert: { ...alert, title: 'total.toDecimal is not a function' }, deploys });
    expect(noDeployProbability(verdict)).toBeCloseTo(WEIGHTS.onlyCommits, 9);
    expect(verdict.suspects[0]?.commit).toMatch(/^d1e2c1a0/);
  });

  test('a deploy without commits is one suspect, one with them a suspect for each', () => {
    const verdict = investigate(golden('step'));
    const [first, ...others] = verdict.suspects.map(({ deploy: id, commit }) => `${id} ${commit?.slice(0, 4) ?? '-'}`);
    expect(first).toBe('d2 d1e2');
    expect(others.sort()).toEqual(['d1 -', 'd2 4ead']);
  });

  test('however well words fit, against no change they weigh at most the cap', () => {
    const verdict = investigate(golden('step'));
    expect(clue(verdict, 'd2', 'commits')).toBeLessThanOrEqual(WEIGHTS.commitCap + 1e-9);
  });

  test('how many a deploy brought is a reason of its own, and a usual number is none', () => {
    const step_ = golden('step');
    const with_ = (count: number, more: object = {}) => {
      const extra = Array.from({ length: count }, (_, index) => ({ sha: `e${index}`, message: 'Sort the list' }));
      const deploys = step_.deploys.map((one) =>
        one.id === 'd2' ? { ...one, ...more, commits: extra.map(({ sha }) => sha) } : one,
      );
      return investigate({ ...step_, deploys, commits: extra });
    };
    expect(said(with_(1), 'd2').join('\n')).toContain(
      'it brought only a single commit: small deploys break less often',
    );
    expect(said(with_(20), 'd2').join('\n')).toContain('it brought 20 commits: large deploys break more often');
    const cut = said(with_(20, { truncated: true }), 'd2').join('\n');
    expect(cut).toContain('it brought 20 or more commits: large deploys break more often');
    expect(cut).not.toMatch(/ 20 commits/);
    expect(said(with_(5), 'd2').join('\n')).not.toContain('it brought');
    expect(clue(with_(20), 'd2', 'deploy-size')).toBeCloseTo(WEIGHTS.deploySize * Math.log(5), 9);
  });

  test('a deploy of which no commit is its service’s own is less likely than one of a single commit', () => {
    const step_ = golden('step');
    const carrying = (shas: readonly string[], more: object = {}) => {
      const commits = shas.map((sha) => ({ sha, message: 'Sort the list' }));
      const deploys = step_.deploys.map((one) => (one.id === 'd2' ? { ...one, ...more, commits: shas } : one));
      return investigate({ ...step_, deploys, commits });
    };
    const probability = ({ suspects }: ReturnType<typeof investigate>) =>
      suspects.filter(({ deploy: id }) => id === 'd2').reduce((sum, one) => sum + one.probability, 0);
    expect(probability(carrying([]))).toBeLessThan(probability(carrying(['e0'])));
    expect(said(carrying([]), 'd2').join('\n')).toContain('no commit that it brought is of its service');
    // What could not be read, and what was live before, says nothing of the kind.
    for (const more of [{ truncated: true }, { previousSha: 'same', sha: 'same' }]) {
      expect(said(carrying([], more), 'd2').join('\n')).not.toContain('is of its service');
    }
  });

  test('a rollback is told by the fix that it took away', () => {
    expect(said(investigate(golden('rollback')), 'd2').join('\n')).toContain(
      'it took away Guard cart against carts without lines',
    );
  });

  test('of many the best is named; those of another deploy fit far less', () => {
    const step_ = golden('step');
    const [other, own] = step_.deploys;
    if (other === undefined || own === undefined) throw new Error('the step has two deploys');
    const none = { ...other, service: 'cart', commits: ['4ead3e00'.padEnd(40, '0')] };
    const verdict = investigate({ ...step_, deploys: [none, own] });
    expect(said(verdict, 'd2').join('\n')).toMatch(/of its 2 commits Switch cart totals to decimal fits best/);
    expect(said(verdict, 'd1').join('\n')).toMatch(/fits? the failure (no better|far less)/);
  });
});
