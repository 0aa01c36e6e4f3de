import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ALERT_AT, anyCase } from '../../test/support/cases/any-case.ts';
import { goldenIncidents } from '../../test/support/cases/golden-incidents.ts';
import type { Case, CaseDeploy } from './case.ts';
import { investigate } from './investigate.ts';
import { DAY_MS, MINUTE_MS } from './time.ts';
import { noDeployProbability, type Verdict } from './verdict/verdict.ts';
import { WEIGHTS } from './verdict/weights.ts';

/** Each run decides a case or two. */
const RUNS = { numRuns: 40 };

/** The probability of each deploy, and of no deploy under the empty name. */
function shares(verdict: Verdict): Map<string, number> {
  const sums = new Map([['', noDeployProbability(verdict)]]);
  for (const { deploy, probability } of verdict.suspects) {
    sums.set(deploy ?? '?', (sums.get(deploy ?? '?') ?? 0) + probability);
  }
  return sums;
}

function rounded(verdict: Verdict): [string, number][] {
  return [...shares(verdict)]
    .map(([name, share]): [string, number] => [name, Number(share.toFixed(6))])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function shuffled<T>(list: readonly T[] | undefined, by: readonly number[]): T[] {
  return (list ?? [])
    .map((item, index) => ({ item, key: by[index % by.length] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function shifted(theCase: Case, by: number): Case {
  const move = (deploy: CaseDeploy): CaseDeploy => ({
    ...deploy,
    startedAt: deploy.startedAt + by,
    ...(deploy.liveAt === undefined ? {} : { liveAt: deploy.liveAt + by }),
  });
  return {
    ...theCase,
    askedAt: theCase.askedAt + by,
    alert: { ...theCase.alert, startedAt: theCase.alert.startedAt + by },
    deploys: theCase.deploys.map(move),
    changes: (theCase.changes ?? []).map((change) => ({ ...change, at: change.at + by })),
    logs: (theCase.logs ?? []).map((row) => ({ ...row, at: row.at + by })),
    series: (theCase.series ?? []).map((series) => ({
      ...series,
      points: series.points.map(([at, value]) => [at + by / 1000, value] as const),
    })),
  };
}

describe('for any case', () => {
  test('the probabilities add up to 1, each is one, and every reason is finite: whatever the metrics hold', () => {
    fc.assert(
      fc.property(anyCase(), (theCase) => {
        const verdict = investigate(theCase);
        const all = [...shares(verdict).values()];
        expect(all.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        for (const share of all) expect(share).toBeGreaterThanOrEqual(0);
        const evidence = [...verdict.suspects, ...verdict.otherChanges, verdict.nothing].flatMap((one) => one.evidence);
        expect(evidence.filter(({ weight }) => !Number.isFinite(weight))).toEqual([]);
        expect(verdict.onset.from).toBeLessThanOrEqual(verdict.onset.at);
        expect(verdict.onset.at).toBeLessThanOrEqual(verdict.onset.to);
      }),
      RUNS,
    );
  });

  test('every suspect with a probability has a reason, and a number stands for one reason only', () => {
    fc.assert(
      fc.property(anyCase(), (theCase) => {
        const { suspects, otherChanges, nothing } = investigate(theCase);
        const said = new Map<string, unknown>();
        for (const { evidence } of [...suspects, ...otherChanges, nothing]) {
          expect(evidence.length).toBeGreaterThan(0);
          for (const { id, says } of evidence) {
            expect(said.get(id) ?? says).toEqual(says);
            said.set(id, says);
          }
        }
      }),
      RUNS,
    );
  });

  test('the order in which things are listed does not matter', () => {
    fc.assert(
      fc.property(anyCase(true), fc.array(fc.integer(), { minLength: 7, maxLength: 7 }), (theCase, by) => {
        const other: Case = {
          ...theCase,
          deploys: shuffled(theCase.deploys, by),
          series: shuffled(theCase.series, by),
          logs: shuffled(theCase.logs, by),
          topology: shuffled(theCase.topology, by),
          commits: shuffled(theCase.commits, by),
        };
        expect(investigate(other)).toEqual(investigate(theCase));
      }),
      RUNS,
    );
  });

  test('the same incident at another time is the same incident', () => {
    fc.assert(
      fc.property(anyCase(true), fc.integer({ min: -400, max: 400 }), (theCase, days) => {
        expect(rounded(investigate(shifted(theCase, days * DAY_MS)))).toEqual(rounded(investigate(theCase)));
      }),
      RUNS,
    );
  });

  test('a deploy of a service that nobody calls never raises another suspect', () => {
    fc.assert(
      fc.property(anyCase(true), fc.integer({ min: 0, max: 600 }), (theCase, before) => {
        const startedAt = ALERT_AT - before * MINUTE_MS;
        const decoy: CaseDeploy = { id: 'decoy', service: 'newsletter', startedAt, liveAt: startedAt, kind: 'deploy' };
        const known = shares(investigate(theCase));
        const now = shares(investigate({ ...theCase, deploys: [...theCase.deploys, decoy] }));
        for (const { id } of theCase.deploys) expect(now.get(id)).toBeLessThanOrEqual((known.get(id) ?? 0) + 1e-9);
      }),
      RUNS,
    );
  });
});

describe('for the golden incidents', () => {
  const incidents = goldenIncidents().map((incident) => [incident.id, incident] as const);

  test.each(incidents)('%s: a deploy after the onset keeps at most what clocks may err', (_id, incident) => {
    const { onset } = investigate(incident);
    const late: CaseDeploy = {
      id: 'late',
      service: incident.alert.service,
      environment: 'production',
      startedAt: onset.to + 6 * MINUTE_MS,
      liveAt: onset.to + 7 * MINUTE_MS,
    };
    const verdict = investigate({ ...incident, deploys: [...incident.deploys, late] });
    const timing = verdict.suspects
      .find(({ deploy }) => deploy === 'late')
      ?.evidence.find(({ clue }) => clue === 'timing');
    // The highest density a minute is below 0.2; the floor is its share `skewFloor`, told against 1 in 360.
    expect(timing?.weight).toBeLessThan(Math.log(0.2 * WEIGHTS.skewFloor * 360));
    expect(shares(verdict).get('late')).toBeLessThan(0.01);
  });

  test.each(incidents)('%s: with three times the traffic the same deploy comes first', (_id, incident) => {
    const louder: Case = {
      ...incident,
      series: (incident.series ?? []).map((series) =>
        series.kind === 'errors' || series.kind === 'requests'
          ? { ...series, points: series.points.map(([at, value]) => [at, 3 * value] as const) }
          : series,
      ),
    };
    expect(investigate(louder).suspects[0]?.deploy).toBe(investigate(incident).suspects[0]?.deploy);
  });
});
