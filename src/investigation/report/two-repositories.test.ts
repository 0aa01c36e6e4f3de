import { expect, test } from '@jest/globals';
import { strongSample } from '../../../test/support/cases/report-samples.ts';
import type { CaseDeploy } from '../case.ts';
import { HOUR_MS, MINUTE_MS } from '../time.ts';
import { renderReport } from './render-report.ts';
import { renderResolved } from './render-resolved.ts';
import type { ReportInput } from './report-input.ts';

const ONSET = strongSample.verdict.onset.at;
const [BAD, GOOD, CODE] = ['bad', 'acc', 'c0d'].map((sha) => sha.padEnd(40, '0')) as [string, string, string];

function deploy(sha: string, repository: string, at: number, more: Partial<CaseDeploy> = {}): CaseDeploy {
  const facts = { service: 'checkout', environment: 'production', outcome: 'success', kind: 'deploy' } as const;
  return { id: sha, repository, sha, startedAt: at, liveAt: at, commits: [], ...facts, ...more };
}

/** The configuration of `checkout` is in `shop/charts`, its code in `shop/checkout`, where the issue is. */
const input: ReportInput = {
  ...strongSample,
  deployFacts: {},
  theCase: {
    ...strongSample.theCase,
    deploys: [
      deploy(GOOD, 'shop/charts', ONSET - 60 * HOUR_MS),
      deploy(CODE, 'shop/checkout', ONSET - 50 * HOUR_MS),
      deploy(BAD, 'shop/charts', ONSET - 5 * MINUTE_MS, { previousSha: GOOD, commits: [BAD] }),
    ],
    commits: [{ sha: BAD, repository: 'shop/charts', pullRequest: 12, message: 'Half the memory' }],
  },
  verdict: {
    ...strongSample.verdict,
    suspects: strongSample.verdict.suspects.slice(0, 1).map((one) => ({ ...one, deploy: BAD, commit: BAD })),
  },
};

const { title, body } = renderReport(input);

test('a suspect of another repository is named so that nobody takes it for one of the own', () => {
  expect(input.repository.fullName).toBe('shop/checkout');
  expect(title).toContain(`likely ${BAD.slice(0, 7)} `);
  expect(title).not.toContain('#12');
  expect(body).toContain('[shop/charts#12](');
  expect(body).toContain(`re-deploy \`${GOOD.slice(0, 7)}\` in \`shop/charts\``);
});

test('what both repositories had live is in the table, and of the other one it says where from', () => {
  const table = body.slice(body.indexOf('### What went live'), body.indexOf('### Suspects')).split('<details>')[0];
  const rows = (table ?? '').split('\n').filter((line) => line.includes('`checkout`'));
  expect(rows.map((row) => row.includes('`checkout` · `shop/charts`'))).toEqual([true, false]);
});

test('at the end both are told', () => {
  const resolvedAt = ONSET + HOUR_MS;
  const said = renderResolved({ ...input, incident: { ...input.incident, resolvedAt } });
  expect(said).toMatch(/Live at the end: \[bad0000\]\(\S+\) beside \[c0d0000\]\(\S+\) of `shop\/checkout`, since/);
});
