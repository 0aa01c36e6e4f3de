import { describe, expect, test } from '@jest/globals';
import { strongSample } from '../../../../test/support/cases/report-samples.ts';
import type { CaseDeploy } from '../../case.ts';
import { HOUR_MS } from '../../time.ts';
import { renderReport } from '../render-report.ts';

const ONSET = strongSample.verdict.onset.at;

function deploy(id: string, service: string, hoursBefore: number): CaseDeploy {
  const at = ONSET - hoursBefore * HOUR_MS;
  return { id, service, sha: id.padEnd(40, '0'), startedAt: at, liveAt: at, outcome: 'success', commits: [] };
}

function parts(deploys: readonly CaseDeploy[]): { readonly table: string[]; readonly folded: string[] } {
  const suspects = strongSample.verdict.suspects
    .slice(0, 1)
    .map((suspect) => ({ ...suspect, deploy: 'abad', commit: null }));
  const { body } = renderReport({
    ...strongSample,
    deployFacts: {},
    theCase: { ...strongSample.theCase, deploys },
    verdict: { ...strongSample.verdict, suspects },
  });
  const section = body.slice(body.indexOf('### What went live'), body.indexOf('### Suspects'));
  const shas = (text: string | undefined) =>
    [...(text ?? '').matchAll(/\/commit\/([0-9a-f]{4})/g)].map(([, sha]) => sha ?? '');
  const [table, folded] = section.split('<details>');
  return { table: shas(table), folded: shas(folded) };
}

describe('what went live', () => {
  test('holds the day before the problem, and what ran in the alerting service before that', () => {
    const found = parts([
      deploy('abad', 'checkout', 0.1),
      deploy('a0ff', 'payments', 20),
      deploy('a015', 'checkout', 50),
      deploy('a099', 'payments', 60),
    ]);
    expect(found).toEqual({ table: ['abad', 'a0ff'], folded: ['a015', 'a099'] });
  });

  test('what the alerting service ran when the problem began is never folded away', () => {
    const found = parts([
      deploy('abad', 'payments', 0.1),
      deploy('a015', 'checkout', 70),
      deploy('a016', 'checkout', 71),
    ]);
    expect(found).toEqual({ table: ['abad', 'a015'], folded: ['a016'] });
  });

  test('at most six rows: the suspects first, then the alerting service, then the nearest', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      deploy(`a1${index.toString().padStart(2, '0')}`, 'payments', index + 1),
    );
    const { table, folded } = parts([deploy('abad', 'search', 23), deploy('a0ce', 'checkout', 22), ...many]);
    expect(table).toEqual(['a100', 'a101', 'a102', 'a103', 'a0ce', 'abad']);
    expect(folded).toHaveLength(8);
  });

  test.each<[string, Partial<CaseDeploy>]>([
    ['no new commit', { kind: 'redeploy', previousSha: 'abad'.padEnd(40, '0') }],
    ['no commit of its own', { kind: 'deploy' }],
    ['no commit of its own among those that were read', { kind: 'deploy', truncated: true }],
  ])('a deploy without commits: %s', (words, more) => {
    const deploys = [{ ...deploy('abad', 'checkout', 0.1), previousSha: 'b'.repeat(40), ...more }];
    const { body } = renderReport({ ...strongSample, theCase: { ...strongSample.theCase, deploys } });
    expect(body).toContain(`| ${words} |`);
  });
});
