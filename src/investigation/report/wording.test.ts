import { describe, expect, test } from '@jest/globals';
import { noneSample, strongSample } from '../../../test/support/cases/report-samples.ts';
import type { CaseChange, CaseDeploy, DeployKind, DeployOutcome, SeriesKind } from '../case.ts';
import { sentence } from '../sentence.ts';
import { HOUR_MS, MINUTE_MS } from '../time.ts';
import type { Band } from '../verdict/verdict.ts';
import { headlineOf } from './name-suspect.ts';
import { renderPullRequestComment } from './render-pull-request-comment.ts';
import { renderReport } from './render-report.ts';
import { renderResolved } from './render-resolved.ts';
import type { ReportInput } from './report-input.ts';
import { titleText } from './sections/title.ts';

const BANDS: readonly Band[] = ['strong', 'plausible', 'weak', 'none'];
const KINDS: readonly DeployKind[] = ['deploy', 'redeploy', 'rollback', 'config', 'unknown'];
const OUTCOMES: readonly DeployOutcome[] = ['success', 'failure', 'in_progress'];
const CHANGES: readonly NonNullable<CaseChange['kind']>[] = ['flag', 'config', 'infrastructure', 'schema'];
const SERIES: readonly SeriesKind[] = [
  'errors',
  'requests',
  'error_ratio',
  'success_ratio',
  'latency',
  'saturation',
  'throughput',
  'other',
];

const withDeploy = (part: Partial<CaseDeploy>): ReportInput => ({
  ...strongSample,
  theCase: { ...strongSample.theCase, deploys: strongSample.theCase.deploys.map((deploy) => ({ ...deploy, ...part })) },
});

describe('every outcome has its words', () => {
  const different = (reports: readonly string[]) => expect(new Set(reports).size).toBe(reports.length);

  test('every band, in the title and in the box', () => {
    const reports = BANDS.map((band) => renderReport({ ...strongSample, verdict: { ...strongSample.verdict, band } }));
    different(reports.map(({ title }) => title));
    different(reports.map(({ lead }) => lead));
  });

  test('every kind of deploy, and every way in which one can end', () => {
    different(OUTCOMES.map((outcome) => renderReport(withDeploy({ outcome })).body));
    const bodies = KINDS.map((kind) => renderReport(withDeploy({ kind })).body);
    // A plain deploy and an unknown kind read the same.
    expect(new Set(bodies).size).toBe(KINDS.length - 1);
  });

  test('every kind of other change', () => {
    const reports = CHANGES.map((kind) => {
      const changes = (noneSample.theCase.changes ?? []).map((change) => ({ ...change, kind }));
      return renderReport({ ...noneSample, theCase: { ...noneSample.theCase, changes } }).lead;
    });
    different(reports);
  });

  test('every kind of series', () => {
    const reports = SERIES.map((kind) => {
      const series = (strongSample.theCase.series ?? []).map((one) => ({ ...one, kind }));
      return renderReport({ ...strongSample, theCase: { ...strongSample.theCase, series } }).lead;
    });
    different(reports);
  });
});

describe('the timeline', () => {
  const lines = (part: Partial<CaseDeploy>) => {
    const { liveAt: _, ...begun } = strongSample.theCase.deploys[0] ?? { liveAt: 0 };
    const deploys = [{ ...begun, ...part } as CaseDeploy];
    const { body } = renderReport({ ...strongSample, theCase: { ...strongSample.theCase, deploys } });
    return body.slice(body.indexOf('Timeline')).match(/^- .*roll out.*$/gm) ?? [];
  };
  const startedAt = strongSample.verdict.onset.at - MINUTE_MS;

  test('holds rollouts that run still or failed, where they began', () => {
    expect(lines({ startedAt, outcome: 'in_progress' })).toEqual([
      expect.stringMatching(/^- 02:54 `checkout` began to roll out at `\w{7}`: still rolling out$/),
    ]);
    expect(lines({ startedAt, outcome: 'failure' })).toEqual([
      expect.stringMatching(/^- 02:54 `checkout` began to roll out at `\w{7}`: failed, never live$/),
    ]);
  });

  test('leaves out those of long before, like all that is old', () => {
    expect(lines({ startedAt: startedAt - 2 * HOUR_MS, outcome: 'failure' })).toEqual([]);
  });
});

describe('what the report says', () => {
  test('against is never empty: it says what was not checked', () => {
    const [first] = strongSample.verdict.suspects;
    if (first === undefined) throw new Error('no suspect');
    const suspects = [{ ...first, evidence: first.evidence.filter(({ weight }) => weight > 0) }];
    const { body } = renderReport({ ...strongSample, verdict: { ...strongSample.verdict, suspects } });
    expect(body).toContain('nothing checked speaks against it');
    expect(body).toContain('not checked: feature flags');
  });

  test('what speaks for "no change" speaks against the suspect', () => {
    const nothing = {
      probability: 0.06,
      evidence: [{ id: 'E9', clue: 'surge', weight: 1, says: sentence`traffic doubled` }],
    };
    const { body } = renderReport({ ...strongSample, verdict: { ...strongSample.verdict, nothing } });
    expect(body).toMatch(/\| traffic doubled \(E4\) \|/);
  });

  test('a suspect that is not far from being named is not called ruled out', () => {
    const [first] = noneSample.verdict.suspects;
    if (first === undefined) throw new Error('no suspect');
    const named = (probability: number) =>
      renderReport({ ...noneSample, verdict: { ...noneSample.verdict, suspects: [{ ...first, probability }] } });
    expect(named(0.05).body).toContain('**Ruled out:**');
    expect(named(0.05).lead).not.toContain('nearest');
    expect(named(0.4).body).toContain('**Not ruled out:**');
    expect(named(0.4).body).not.toContain('**Ruled out:**');
    expect(named(0.4).lead).toContain('nearest: [#4803]');
  });

  test('a suspect of another service says which', () => {
    expect(renderReport(withDeploy({ service: 'payments' })).body).toMatch(
      /\| 02:53 in `payments`, 2 min before it began \|/,
    );
  });

  test('what weighs next to nothing is no reason', () => {
    const [first] = strongSample.verdict.suspects;
    if (first === undefined) throw new Error('no suspect');
    const evidence = [{ id: 'E8', clue: 'age', weight: -0.01, says: sentence`committed an hour before` }];
    const verdict = { ...strongSample.verdict, suspects: [{ ...first, evidence }] };
    const { body } = renderReport({ ...strongSample, verdict });
    expect(body).toContain('nothing checked speaks against it');
    expect(body).not.toContain('committed an hour before');
  });

  test('at most three actions, the most reversible first', () => {
    const change = { id: 'f', kind: 'flag' as const, at: strongSample.verdict.onset.at, title: 'beta' };
    const { body } = renderReport({
      ...strongSample,
      theCase: { ...strongSample.theCase, changes: [change] },
      verdict: { ...strongSample.verdict, otherChanges: [{ change: 0, probability: 0.3, evidence: [] }] },
    });
    expect(body.match(/^- \[ \] .{0,40}/gm)?.map((line) => line.slice(6, 26))).toEqual([
      '**Turn back the feat',
      '**Re-deploy the last',
      '**Review and merge t',
    ]);
  });

  test('no action once it is over, and no deploy to go back to where none explains it', () => {
    expect(renderReport({ ...strongSample, incident: { ...strongSample.incident, resolvedAt: 1 } }).body).not.toContain(
      'Do this now',
    );
    expect(renderReport(noneSample).body).not.toContain('Re-deploy');
  });

  test('a name in a command to paste cannot run anything', () => {
    const { body } = renderReport(withDeploy({ service: `x'; rm -rf / #\u001b]` }));
    expect(body).toContain(String.raw`-f service='x'\''; rm -rf / #' -f sha=a1b2c3d`);
  });

  test('only the first verdict and its changes stand in the timeline', () => {
    const { suspects } = strongSample.verdict;
    const at = strongSample.theCase.askedAt;
    const earlier = [3, 2, 1].map((minutes) => ({
      at: at - minutes * MINUTE_MS,
      verdict: { band: 'strong' as const, suspects },
    }));
    const { body } = renderReport({ ...strongSample, earlier });
    expect(body.match(/verdict/g)).toHaveLength(2);
    expect(body).toContain('03:03 first verdict: strong');
  });

  test('a comment on a pull request needs a suspect', () => {
    const verdict = { ...strongSample.verdict, suspects: [] };
    expect(() => renderPullRequestComment({ ...strongSample, verdict })).toThrow(RangeError);
  });

  test('a deploy that ended it is named as what was live at the end', () => {
    const { onset } = strongSample.verdict;
    const back = {
      id: 'back',
      service: 'checkout',
      sha: 'd'.repeat(40),
      startedAt: onset.at + 1,
      liveAt: onset.at + MINUTE_MS,
    };
    const resolvedAt = onset.at + 5 * MINUTE_MS;
    const said = renderResolved({
      ...strongSample,
      incident: { ...strongSample.incident, resolvedAt },
      theCase: { ...strongSample.theCase, deploys: [...strongSample.theCase.deploys, back] },
    });
    expect(said).toContain('Live at the end: [ddddddd]');
    expect(said).toContain('which went live while the problem lasted');
  });
});

describe('names', () => {
  test('the first line names a commit, and for a merge the title of its pull request', () => {
    expect(headlineOf('Fix it\n\nbody')).toBe('Fix it');
    expect(headlineOf('Merge pull request #12 from a/b\n\nAdd carts')).toBe('Add carts');
    expect(headlineOf('')).toBeUndefined();
    expect(headlineOf(undefined)).toBeUndefined();
  });

  test('foreign text in a title keeps only the alphabet of titles', () => {
    expect(titleText('a@b #1 `x` <y>', 50)).toBe('a b 1 x y');
    expect(titleText('漢字', 50)).toBe('unnamed');
  });
});

describe('actions', () => {
  test('without a configured command, the run that deployed the last good commit is run again', () => {
    const { redeployCommand: _, ...input } = strongSample;
    const deployFacts = { 'github:deployment:974': { url: 'https://github.com/shop/checkout/actions/runs/974/job/1' } };
    expect(renderReport({ ...input, deployFacts }).body).toContain('gh run rerun 974 --repo shop/checkout\n');
    expect(
      renderReport({
        ...input,
        deployFacts: { 'github:deployment:974': { url: 'https://evil.invalid/shop/checkout/actions/runs/974' } },
      }).body,
    ).not.toContain('gh run');
  });
});
