import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Case } from '../../src/investigation/case.ts';
import { readCase, writeCase } from '../../src/investigation/case-document.ts';
import { investigate } from '../../src/investigation/investigate.ts';
import { renderReport } from '../../src/investigation/report/render-report.ts';
import { RULES_VERSION } from '../../src/investigation/verdict/rules-version.ts';
import { noDeployProbability, type Verdict } from '../../src/investigation/verdict/verdict.ts';
import { goldenIncidents } from '../support/cases/golden-incidents.ts';

/** What a person who knows the incident expects: the deploy to name (`null`: none), and the commit in it where that is known. */
const EXPECTED: Readonly<Record<string, { readonly deploy: string | null; readonly commit?: string }>> = {
  step: { deploy: 'd2', commit: 'd1e2c1a0' },
  ramp: { deploy: 'd2', commit: 'd1e2c1a0' },
  spike: { deploy: 'd2', commit: 'd1e2c1a0' },
  'slow-leak': { deploy: 'd1', commit: 'cac4e000' },
  'shared-disk-full': { deploy: 'd1', commit: '4ec04d00' },
  'ran-out': { deploy: null },
  schedule: { deploy: 'd1', commit: '5c4ed000' },
  'first-run': { deploy: 'd1', commit: '4e1dec00' },
  'sparse-errors': { deploy: 'd2', commit: 'b0015a2e' },
  rollback: { deploy: 'd2' },
  'vain-rollback': { deploy: null },
  redeploy: { deploy: null },
  canary: { deploy: 'd2', commit: 'd1e2c1a0' },
  'shared-library': { deploy: 'd2', commit: '11b4a4e5' },
  'dependency-deploy': { deploy: 'd1', commit: 'b0015a2e' },
  'two-deploys': { deploy: 'd1', commit: 'd1e2c1a0' },
  'flag-flip': { deploy: null },
  'certificate-expiry': { deploy: null },
  'traffic-surge': { deploy: null },
  'no-telemetry': { deploy: 'd2', commit: 'd1e2c1a0' },
  'two-incidents': { deploy: 'd2', commit: 'b0015a2e' },
};

const INCIDENTS = goldenIncidents();
const KEEP = process.env.UPDATE_GOLDEN === '1';

/** The text of a file beside the golden cases; with UPDATE_GOLDEN=1 it is written anew first. */
function stored(name: string, text: string): string {
  const file = new URL(`../cases/${name}`, import.meta.url);
  if (KEEP) writeFileSync(file, text);
  return readFileSync(file, 'utf8');
}

function named(verdict: Verdict): string | null {
  const byDeploy = new Map<string, number>();
  for (const { deploy, probability } of verdict.suspects) {
    if (deploy !== null) byDeploy.set(deploy, (byDeploy.get(deploy) ?? 0) + probability);
  }
  const [first] = [...byDeploy].sort((a, b) => b[1] - a[1]);
  return first !== undefined && first[1] > noDeployProbability(verdict) ? first[0] : null;
}

function report(theCase: Case): string {
  const { title, body } = renderReport({
    incident: {
      id: theCase.id,
      service: theCase.alert.service,
      environment: theCase.alert.environment ?? 'production',
      openedAt: theCase.alert.startedAt,
    },
    theCase,
    verdict: investigate(theCase),
    repository: { fullName: 'acme/shop', webUrl: 'https://github.com/acme/shop' },
    rulesVersion: RULES_VERSION,
  });
  return `# ${title}\n\n${body}\n`;
}

describe('golden cases: read the reports in test/cases before renewing them with UPDATE_GOLDEN=1', () => {
  test('each shape is expected once', () => {
    expect(INCIDENTS.map(({ id }) => id).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  test.each(INCIDENTS.map((incident) => [incident.id, incident] as const))('%s', (id, incident) => {
    const text = `${JSON.stringify(writeCase(incident))}\n`;
    const theCase = readCase(JSON.parse(stored(`${id}.json`, text)));
    expect(theCase).toEqual(incident);

    const verdict = investigate(theCase);
    expect(named(verdict)).toBe(EXPECTED[id]?.deploy);
    const commit = EXPECTED[id]?.commit;
    if (commit !== undefined) expect(verdict.suspects[0]?.commit).toBe(commit.padEnd(40, '0'));
    const written = report(theCase);
    expect(written).toBe(stored(`${id}.md.txt`, written));
  });
});
