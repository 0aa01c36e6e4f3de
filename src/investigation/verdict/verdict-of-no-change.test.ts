import { describe, expect, test } from '@jest/globals';
import { cartFails, deploy, golden } from '../../../test/support/cases/failing-cart.ts';
import { shareOf } from '../../../test/support/cases/read-verdict.ts';
import { shopSeries, TROUBLE } from '../../../test/support/cases/shop-series.ts';
import type { Case } from '../case.ts';
import { investigate } from '../investigate.ts';
import { plainText, sentence } from '../sentence.ts';
import { MINUTE_MS } from '../time.ts';
import { noDeployProbability } from './verdict.ts';

describe('no change', () => {
  test('says what outside causes there are, that it stayed, and how often the rule broke before', () => {
    const words = (theCase: Case): string =>
      investigate(theCase)
        .nothing.evidence.map(({ says }) => plainText(says))
        .join('\n');
    expect(words(golden('traffic-surge'))).toContain('traffic from outside rose to 5.0 times at web');
    expect(words(golden('certificate-expiry'))).toContain('a certificate that has expired');
    expect(words(golden('step'))).toContain('no passing blip');
    expect(words(golden('step'))).toContain('name no cause outside');
    const often = shopSeries('cart', 'errors', { usual: 3, at: (m) => (m >= 0 || m % 20 > -4 ? 90 : 3) });
    const { alert } = golden('step');
    expect(words(cartFails([], { series: [often], alert: { ...alert, threshold: 40 } }))).toMatch(
      /the rule had broken \d times/,
    );
  });

  test('a blip that is over speaks for it, trouble that stays against', () => {
    const blip = (later: number): Case => {
      const series = shopSeries('cart', 'errors', { usual: 3, at: (m) => (m >= 0 && m < 3 ? 120 : 3) });
      return cartFails([deploy('d1', 3)], { series: [series], askedAt: TROUBLE + later * MINUTE_MS });
    };
    const shown = investigate(blip(10)).nothing.evidence.find(({ clue: name }) => name === 'persistence');
    expect(shown?.weight).toBeGreaterThan(1);
    const once = investigate(blip(4)).nothing.evidence.find(({ clue: name }) => name === 'persistence');
    expect(plainText(once?.says ?? [])).toContain('better again');
    const stays = cartFails([deploy('d1', 3)], { askedAt: TROUBLE + 4 * MINUTE_MS });
    const one = investigate(stays).nothing.evidence.find(({ clue: name }) => name === 'persistence');
    expect(plainText(one?.says ?? [])).toContain('the one reading after the alert is about as bad');
  });

  test('an alert without anything near it', () => {
    const bare: Case = { id: 'c', askedAt: TROUBLE, alert: { service: 'cart', startedAt: TROUBLE }, deploys: [] };
    const verdict = investigate(bare, [{ what: sentence`metrics`, why: sentence`no reader` }]);
    expect(verdict).toMatchObject({ band: 'none', suspects: [], otherChanges: [] });
    expect(verdict.nothing.probability).toBe(1);
    expect(verdict.notChecked).toHaveLength(1);
    expect(verdict.nothing.evidence.map(({ id }) => id)).toEqual(['E1']);
  });

  test('the more a team deploys, the more goes wrong beside its deploys', () => {
    const others = Array.from({ length: 12 }, (_, index) => deploy(`o${index}`, 20 + 5 * index, { service: 'search' }));
    const quiet = investigate(cartFails([deploy('d1', 40)]));
    const busy = investigate(cartFails([deploy('d1', 40), ...others]));
    expect(shareOf(busy, 'd1')).toBeLessThan(shareOf(quiet, 'd1'));
  });

  test('a team whose changes never fail is believed sooner', () => {
    const at = (changeFailureRate: number) =>
      noDeployProbability(
        investigate(cartFails([deploy('d1', 20)], { priors: { changeFailureRate, alertsPerWeek: 20 } })),
      );
    expect(at(0.001)).toBeGreaterThan(at(0.2));
    expect(at(0.001)).toBe(at(0.02));
  });
});
