import { describe, expect, test } from '@jest/globals';
import { sharedSample } from '../../../test/support/cases/shared-sample.ts';
import type { Band } from '../verdict/verdict.ts';
import { chartPicture } from './chart-picture.ts';
import { renderReport } from './render-report.ts';
import { renderResolved } from './render-resolved.ts';
import type { ReportInput } from './report-input.ts';

describe('a deploy whose changes share the blame', () => {
  const { suspects } = sharedSample.verdict;
  const at = (band: Band, shares: readonly number[], nothing: number): ReportInput => ({
    ...sharedSample,
    verdict: {
      ...sharedSample.verdict,
      band,
      suspects: suspects.map((one, index) => ({ ...one, probability: shares[index] ?? 0 })),
      nothing: { probability: nothing, evidence: [] },
    },
  });

  test('plausible: the deploy is named with its sum, then its changes, and no author where all can read', () => {
    const { title, lead, body } = renderReport(sharedSample);
    expect(title).toMatch(/: possibly one of 2 changes \(deployed 02:53\)$/);
    expect(lead).toMatch(/the deploy of \[b7c8d9e\]\(\S+\) \(62 %\)\*\*, live since 02:53 UTC/);
    expect(lead).toMatch(/Which of its 2 changes is not clear: \[#4821\]\S+ \(35 %\), \[#4819\]\S+ \(27 %\)\./);
    expect(`${title}\n${lead}`).not.toMatch(/sam|ola|decimal/);
    expect(body).not.toMatch(/whatchanged revert #|whatchanged revert [0-9a-f]{7}|for \[#4821\]/);
    expect(body).toContain('`/whatchanged revert deploy`');
  });

  test('plausible: without the commit before it the deploy cannot be taken back, and it is not offered', () => {
    const deploys = sharedSample.theCase.deploys.map((deploy) => {
      const { previousSha: _, ...first } = deploy;
      return first;
    });
    const { body } = renderReport({ ...sharedSample, theCase: { ...sharedSample.theCase, deploys } });
    expect(body).not.toContain('/whatchanged revert');
    expect(body).toContain('Look at its changes');
  });

  test('weak: the deploy is what to look at first, before the others', () => {
    const { title, lead } = renderReport(at('weak', [0.24, 0.2, 0.3], 0.26));
    expect(title).toMatch(/: unclear, first look at 2 changes \(deployed 02:53\)$/);
    expect(lead).toMatch(
      /look first at\*\* the deploy of \S+ \(44 %\), in it \[#4821\]\S+ \(24 %\), \[#4819\]\S+ \(20 %\); then \[#4803\]\S+ \(30 %\)\.$/m,
    );
  });

  test('none: the nearest is the deploy with its sum', () => {
    const { lead, body } = renderReport(at('none', [0.24, 0.2, 0.1], 0.46));
    expect(lead).toMatch(/nearest: the deploy of \[b7c8d9e\]/);
    expect(body).toMatch(/\*\*Not ruled out:\*\*\n\n- the deploy of \[b7c8d9e\]\S+ \(44 %\)/);
  });

  test('the first suspect may be in another deploy: what is re-deployed, drawn and told is the leading one', () => {
    const { verdict } = at('plausible', [0.26, 0.25, 0.3], 0.19);
    const mixed = { ...verdict, suspects: verdict.suspects.toSorted((a, b) => b.probability - a.probability) };
    const input = { ...sharedSample, verdict: mixed };
    expect(input.verdict.suspects[0]?.deploy).toBe('github:deployment:974');
    const { title, lead, body } = renderReport(input);
    expect(title).toContain('one of 2 changes (deployed 02:53)');
    expect(lead).toContain('re-deploy `a1b2c3d`**, live for 9 h before it');
    expect(body).toContain('deploy at 02:53 UTC');
    expect(body).toContain('verdict changed: plausible, the deploy of [b7c8d9e]');
    expect(body).toContain('"leadingDeploy":{"deploy":"github:deployment:991","probability":0.51}');
    expect(chartPicture(input)?.deploys).toMatchObject([{ isSuspect: true, words: 'deploy b7c8d9e live 02:53' }]);
  });

  test('twenty commits: the likeliest are named, and none of those that no percent speaks for', () => {
    const shas = Array.from({ length: 20 }, (_, index) => `${index + 10}`.repeat(20));
    const input = (share: (index: number) => number): ReportInput => ({
      ...sharedSample,
      verdict: {
        ...sharedSample.verdict,
        suspects: shas.map((commit, index) => ({
          deploy: 'github:deployment:991',
          commit,
          probability: share(index),
          evidence: [],
        })),
      },
    });
    expect(renderReport(input(() => 0.0475)).lead).toMatch(
      /\(95 %\).* 20 changes is not clear: \[1010101\]\S+ \(5 %\), \[1111111\]\S+ \(5 %\), \[1212121\]\S+ \(5 %\) and 17 more\./,
    );
    expect(renderReport(input((index) => (index === 0 ? 0.35 : 0.009))).lead).toMatch(
      /not clear: \[1010101\]\S+ \(35 %\) and 19 more\./,
    );
  });

  test('many commits of one pull request are one change', () => {
    const commits = (sharedSample.theCase.commits ?? []).map((one) => ({ ...one, pullRequest: 4821 }));
    const { title, lead, body } = renderReport({ ...sharedSample, theCase: { ...sharedSample.theCase, commits } });
    expect(title).toContain('possibly #4821 (deployed 02:53)');
    expect(lead).toContain('Possible change (plausible: check before acting): [#4821]');
    expect(body.match(/^\| (?:in it: )?\[#4821\].*? \| (\d+) %/gm)).toHaveLength(2);
    expect(body).toContain('`/whatchanged revert #4821`');
  });

  describe('of a range that was cut', () => {
    const cut = (input: ReportInput): ReportInput => {
      const deploys = input.theCase.deploys.map((deploy) => ({ ...deploy, truncated: true }));
      return { ...input, theCase: { ...input.theCase, deploys } };
    };

    test('no number stands without that there are more', () => {
      const { title, lead, body } = renderReport(cut(sharedSample));
      expect(title).toMatch(/: possibly one of 2 or more changes \(deployed 02:53\)$/);
      expect(lead).toMatch(
        /Which of its 2 or more changes is not clear: \[#4821\]\S+ \(35 %\), \S+ \(27 %\) and others\./,
      );
      expect(body).toContain('**Or ask for a draft that reverts all 2 or more**');
      expect(body).toContain(' (the list was cut: there are more)');
      const resolvedAt = sharedSample.incident.openedAt + 1;
      const over = { ...cut(sharedSample), incident: { ...sharedSample.incident, resolvedAt } };
      expect(renderResolved(over)).toContain('Which of its 2 or more changes was it?');
      expect(renderReport(cut(at('weak', [0.24, 0.2, 0.3], 0.26))).title).toContain('first look at 2 or more changes');
    });

    test('many are not all that there are', () => {
      const suspected = Array.from({ length: 20 }, (_, index) => ({
        deploy: 'github:deployment:991',
        commit: `${index + 10}`.repeat(20),
        probability: 0.0475,
        evidence: [],
      }));
      const input = { ...sharedSample, verdict: { ...sharedSample.verdict, suspects: suspected } };
      expect(renderReport(cut(input)).lead).toMatch(/its 20 or more changes .* \(5 %\) and 17 or more others\./);
    });

    test('the only pull request that is known is not taken for the whole deploy', () => {
      const commits = (sharedSample.theCase.commits ?? []).map((one) => ({ ...one, pullRequest: 4821 }));
      const { title, body } = renderReport(cut({ ...sharedSample, theCase: { ...sharedSample.theCase, commits } }));
      expect(title).toContain('possibly one of 1 or more changes');
      expect(body).toContain('`/whatchanged revert deploy`');
      expect(body).not.toContain('`/whatchanged revert #4821`');
    });
  });

  test('the comment at the end asks which change it was', () => {
    const resolvedAt = sharedSample.incident.openedAt + 1;
    const said = renderResolved({ ...sharedSample, incident: { ...sharedSample.incident, resolvedAt } });
    expect(said).toMatch(
      /\(plausible\) was the deploy of \S+ Which of its 2 changes was it\? `\/whatchanged it-was #PR`/,
    );
  });
});
