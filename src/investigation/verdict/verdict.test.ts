import { describe, expect, test } from '@jest/globals';
import { goldenIncidents } from '../../../test/support/golden-incidents.ts';
import { shopSeries, step, TROUBLE } from '../../../test/support/shop-series.ts';
import { answerOf } from '../answer.ts';
import type { Case, CaseDeploy, CaseSeries } from '../case.ts';
import { investigate } from '../investigate.ts';
import { plainText, sentence } from '../sentence.ts';
import { MINUTE_MS } from '../time.ts';
import { bandOf } from './band.ts';
import { weighMeasurements } from './decide.ts';
import { logMeanExp, logSumExp } from './log-sum.ts';
import { measureCase } from './measure-case.ts';
import { moveSays } from './move-words.ts';
import { numberEvidence } from './number-evidence.ts';
import { noDeployProbability, type Verdict } from './verdict.ts';
import { FITTED, sourceOf, WEIGHTS, type WeightName } from './weights.ts';

function golden(id: string): Case {
  const found = goldenIncidents().find((incident) => incident.id === id);
  if (found === undefined) throw new Error(`no golden incident ${id}`);
  return found;
}

function shareOf(verdict: Verdict, deploy: string): number {
  return verdict.suspects.filter((one) => one.deploy === deploy).reduce((sum, one) => sum + one.probability, 0);
}

function said(verdict: Verdict, deploy: string): string[] {
  const evidence = verdict.suspects.find((one) => one.deploy === deploy)?.evidence ?? [];
  return evidence.map(({ says }) => plainText(says));
}

function clue(verdict: Verdict, deploy: string, name: string): number | undefined {
  return verdict.suspects.find((one) => one.deploy === deploy)?.evidence.find((one) => one.clue === name)?.weight;
}

const minutesBefore = (minutes: number): number => TROUBLE - minutes * MINUTE_MS;

function deploy(id: string, minutes: number, more: Partial<CaseDeploy> = {}): CaseDeploy {
  return {
    id,
    service: 'cart',
    environment: 'production',
    startedAt: minutesBefore(minutes + 2),
    liveAt: minutesBefore(minutes),
    outcome: 'success',
    kind: 'deploy',
    ...more,
  };
}

/** Errors of `cart` that jump, and these deploys. */
function cartFails(deploys: readonly CaseDeploy[], more: Partial<Case> = {}): Case {
  const { commits: _none, logs: _quiet, ...rest } = golden('step');
  return { ...rest, deploys, ...more };
}

describe('sums of logarithms', () => {
  test('of nothing, of huge numbers, of two alike', () => {
    expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY);
    expect(logMeanExp([])).toBe(0);
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 9);
    expect(logMeanExp([1000, 1000])).toBeCloseTo(1000, 9);
  });
});

describe('bands', () => {
  test.each([
    [0.91, 0.05, 0.04, 'strong'],
    [0.91, 0.06, 0.03, 'plausible'],
    [0.5, 0.3, 0.2, 'plausible'],
    [0.49, 0.3, 0.2, 'weak'],
    [0.4, 0.2, 0.4, 'none'],
    [0, 0, 1, 'none'],
  ] as const)('%d before %d with %d for none is %s', (first, second, none, band) => {
    expect(bandOf(first, second, none)).toBe(band);
  });
});

describe('the weight table', () => {
  test('what is fitted lies within its bounds, and every weight says where it came from', () => {
    for (const { name, low, high } of FITTED) {
      expect(WEIGHTS[name]).toBeGreaterThanOrEqual(low);
      expect(WEIGHTS[name]).toBeLessThanOrEqual(high);
    }
    for (const name of Object.keys(WEIGHTS)) expect(sourceOf(name as WeightName)).toMatch(/\w{4}/);
  });

  test('the shares of the lag and of the places of trouble add up', () => {
    const { lagRollout, lagFast, lagSoon, lagLater, lagLate, externalShare, commonShare } = WEIGHTS;
    expect(lagRollout + lagFast + lagSoon + lagLater + lagLate).toBeCloseTo(1, 9);
    expect(externalShare + commonShare).toBeLessThan(1);
  });

  test('the lower the temperature, the surer the same verdict', () => {
    const measured = measureCase(golden('step'));
    const at = (temperature: number) => shareOf(weighMeasurements(measured, { ...WEIGHTS, temperature }), 'd2');
    expect(at(0.5)).toBeGreaterThan(at(1));
    expect(at(1)).toBeGreaterThan(at(2));
  });
});

describe('numbers of evidence', () => {
  const strong = { clue: 'a', weight: 2, says: sentence`a` };
  const faint = { clue: 'b', weight: 0.04, says: sentence`b` };

  test('a shared reason keeps its number; a faint one is left out unless it is the only one', () => {
    const number = numberEvidence();
    expect(number([strong, faint]).map(({ id }) => id)).toEqual(['E1']);
    expect(number([faint]).map(({ id }) => id)).toEqual(['E2']);
    expect(number([{ ...strong }, strong]).map(({ id }) => id)).toEqual(['E3', 'E1']);
    expect(number([])).toEqual([]);
  });

  test('they begin with the first suspect', () => {
    const verdict = investigate(golden('step'));
    expect(verdict.suspects[0]?.evidence[0]?.id).toBe('E1');
  });
});

describe('what speaks against a deploy', () => {
  const right = investigate(cartFails([deploy('d1', 3)]));

  test('beside a plain one: another environment, a failed rollout, a redeploy, a rollback, configuration only', () => {
    const of = (more: Partial<CaseDeploy>): number => shareOf(investigate(cartFails([deploy('d1', 3, more)])), 'd1');
    const plain = shareOf(right, 'd1');
    expect(of({ environment: 'staging' })).toBeLessThan(0.01);
    expect(of({ outcome: 'failure' })).toBeLessThan(0.6 * plain);
    expect(of({ kind: 'redeploy' })).toBeLessThan(of({ kind: 'rollback' }));
    expect(of({ kind: 'rollback' })).toBeLessThan(of({ kind: 'config' }));
    expect(of({ kind: 'config' })).toBeLessThan(plain);
  });

  test('each says so', () => {
    const says = (more: Partial<CaseDeploy>): string =>
      said(investigate(cartFails([deploy('d1', 3, more)])), 'd1').join('\n');
    expect(says({ environment: 'staging' })).toContain('another environment');
    expect(says({ outcome: 'failure' })).toContain('never live');
    expect(says({ kind: 'redeploy' })).toContain('live already');
    expect(says({ kind: 'rollback' })).toContain('had run before');
    expect(says({ kind: 'config' })).toContain('configuration only');
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

describe('timing in words', () => {
  const says = (one: CaseDeploy): string => said(investigate(cartFails([one])), one.id).join('\n');

  test.each([
    ['live', deploy('d1', 3), 'live 3 min before the problem began'],
    ['long ago', deploy('d1', 180), 'live 3 h before'],
    [
      'running',
      deploy('d1', -4, { startedAt: minutesBefore(5) }),
      'began 5 min before the problem began and still ran',
    ],
    [
      'failed',
      deploy('d1', 5, { outcome: 'failure', endedAt: minutesBefore(4) }),
      'began 7 min before the problem began and failed',
    ],
    ['afterwards', deploy('d1', -8), 'after the problem began'],
  ])('%s', (_name, one, words) => {
    expect(says(one)).toContain(words);
  });

  test('a flag changed; one that names no service may be anywhere', () => {
    const flags = [
      { kind: 'flag' as const, service: 'cart', at: minutesBefore(2), title: 'gift cards' },
      { kind: 'infrastructure' as const, at: minutesBefore(2) },
    ];
    const { otherChanges } = investigate(cartFails([], { changes: flags }));
    expect(otherChanges.map(({ change }) => change)).toEqual([0, 1]);
    const words = otherChanges.map(({ evidence }) => evidence.map(({ says: one }) => plainText(one)).join('\n'));
    expect(words[0]).toContain('it was changed 2 min before');
    expect(words[1]).toContain('which service it touches is not known');
  });
});

describe('places in words', () => {
  const at = (service: string, more: Partial<Case> = {}): string =>
    said(investigate(cartFails([deploy('d1', 3, { service })], more)), 'd1').join('\n');

  test.each([
    ['payments', '`cart` calls'],
    ['web', 'and could only burden it'],
    ['search', 'both depend on'],
    ['newsletter', 'has no known call path'],
  ])('%s', (service, words) => {
    expect(at(service)).toContain(words.replaceAll('`', ''));
  });

  test('without a graph; two calls below', () => {
    expect(at('payments', { topology: [], series: [], logs: [] })).toContain('is not known');
    const below = golden('dependency-deploy');
    expect(said(investigate(below), 'd1').join('\n')).toContain('web depends on payments, 2 calls away');
  });

  test('somebody inside sends more', () => {
    const requests = (service: string, usual: number, bad = usual): CaseSeries =>
      shopSeries(service, 'requests', step(usual, bad));
    const storm = cartFails([deploy('d1', 3, { service: 'web' })], {
      topology: [
        { from: 'shop', to: 'web' },
        { from: 'web', to: 'cart' },
      ],
      series: [
        shopSeries('cart', 'errors', step(3, 120)),
        requests('cart', 500, 2500),
        requests('shop', 3000),
        requests('web', 3000),
        shopSeries('shop', 'errors', { usual: 4 }),
      ],
    });
    expect(said(investigate(storm), 'd1').join('\n')).toMatch(
      /requests to cart rose to [45]\.\d times while those from outside did not/,
    );
  });
});

describe('moves in words', () => {
  const of = (series: CaseSeries): string => {
    const { moves } = measureCase(cartFails([], { series: [series] }));
    return plainText(moveSays(moves, series.peer ?? 'cart', 1));
  };

  test.each<[string, CaseSeries, RegExp]>([
    [
      'errors a minute',
      shopSeries('cart', 'errors', step(3, 120)),
      /^errors of cart went from \d per min to 1\d\d per min with the onset \(\d+ times\)$/,
    ],
    [
      'milliseconds',
      shopSeries('cart', 'latency', step(100, 900), { unit: 'ms', statistic: 'p95' }),
      /^the latency \(p95\) of cart went from [\d.]+ ms to 9\d\d ms/,
    ],
    ['seconds', shopSeries('cart', 'latency', step(0.4, 2.5)), /^the latency of cart went from \d+ ms to 2\.\d+ s/],
    [
      'a ratio',
      shopSeries('cart', 'error_ratio', step(0.01, 0.2)),
      /^the error ratio of cart went from [\d.]+ % to 2\d\.\d %/,
    ],
    [
      'percent',
      shopSeries('cart', 'success_ratio', { ...step(99.9, 80), scatter: 0.001 }, { unit: 'percent' }),
      /^the success ratio of cart went from 99\.\d % to [78]\d(\.\d)? % with the onset$/,
    ],
    [
      'a gauge',
      shopSeries('cart', 'saturation', step(20, 95), { name: 'cpu', unit: 'percent' }),
      /^cpu of cart went from [\d.]+ % to [\d.]+ % with the onset \(\d times\)/,
    ],
    [
      'a gauge without a unit',
      shopSeries('cart', 'other', step(20, 95)),
      /^cart\/other of cart went from \d+(\.\d)? to \d+ with/,
    ],
    ['one version', shopSeries('cart', 'errors', step(3, 120), { version: '2' }), /^errors of cart in version 2 went/],
    ['a call edge', { ...shopSeries('cart', 'latency', step(0.1, 1.2)), peer: 'db' }, /^the latency of cart → db went/],
    [
      'another step',
      shopSeries('cart', 'errors', step(3, 120), { stepSeconds: 30 }),
      /^errors of cart went from \d to 1\d\d with/,
    ],
    ['nothing', shopSeries('cart', 'errors', { usual: 3 }), /^no metric of cart clearly moved/],
  ])('%s', (_name, series, words) => {
    expect(of(series)).toMatch(words);
  });

  test('no metrics at all', () => {
    expect(plainText(moveSays(new Map(), 'db', 1))).toBe('no metrics of db itself; judged by those around it');
  });
});

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
    expect(verdict.suspects.map(({ deploy: id, commit }) => `${id} ${commit?.slice(0, 4) ?? '-'}`)).toEqual([
      'd2 d1e2',
      'd2 4ead',
      'd1 -',
    ]);
  });

  test('however well words fit, against no change they weigh at most the cap', () => {
    const verdict = investigate(golden('step'));
    expect(clue(verdict, 'd2', 'commits')).toBeLessThanOrEqual(WEIGHTS.commitCap + 1e-9);
  });

  test('how many a deploy brought is a reason of its own, and a usual number is none', () => {
    const step_ = golden('step');
    const with_ = (count: number) => {
      const extra = Array.from({ length: count }, (_, index) => ({ sha: `e${index}`, message: 'Sort the list' }));
      const deploys = step_.deploys.map((one) =>
        one.id === 'd2' ? { ...one, commits: extra.map(({ sha }) => sha) } : one,
      );
      return investigate({ ...step_, deploys, commits: extra });
    };
    expect(said(with_(1), 'd2').join('\n')).toContain(
      'it brought only a single commit: small deploys break less often',
    );
    expect(said(with_(20), 'd2').join('\n')).toContain('it brought 20 commits: large deploys break more often');
    expect(said(with_(5), 'd2').join('\n')).not.toContain('it brought');
    expect(clue(with_(20), 'd2', 'deploy-size')).toBeCloseTo(WEIGHTS.deploySize * Math.log(4), 9);
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

describe('the answer that replay prints', () => {
  test('times in RFC 3339, changes outside deploys counted as no change, sentences as plain text', () => {
    const incident = golden('flag-flip');
    const verdict = investigate(incident);
    const answer = answerOf(incident, verdict);
    expect(answer.noChangeProbability).toBe(noDeployProbability(verdict));
    expect(answer.noChangeProbability).toBeGreaterThan(verdict.nothing.probability);
    expect(answer.onset.at).toMatch(/^2026-03-02T(13:59|14:0\d):\d\d(\.\d+)?Z$/);
    expect(answer.verdict).toBe('none');
    expect(answer.suspects[0]?.evidence[0]?.says).toEqual(expect.any(String));
  });
});
