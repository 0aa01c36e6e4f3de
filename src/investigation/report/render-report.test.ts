import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { crowdedSample } from '../../../test/support/cases/crowded-sample.ts';
import {
  bareSample,
  noneSample,
  resolvedSample,
  strongSample,
  weakSample,
} from '../../../test/support/cases/report-samples.ts';
import { sharedSample } from '../../../test/support/cases/shared-sample.ts';
import { renderPullRequestComment } from './render-pull-request-comment.ts';
import { renderReport } from './render-report.ts';
import { renderResolved } from './render-resolved.ts';

const samples = {
  strong: strongSample,
  none: noneSample,
  weak: weakSample,
  shared: sharedSample,
  bare: bareSample,
  crowded: crowdedSample,
  resolved: resolvedSample,
} as const;

/** Compares with the file, or renews it. */
function golden(name: string, written: string): string {
  const file = new URL(`golden/${name}.md.txt`, import.meta.url);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, written);
  return readFileSync(file, 'utf8');
}

describe('golden reports: read them in golden/ before renewing them with UPDATE_GOLDEN=1', () => {
  test.each(Object.entries(samples))('%s', (name, input) => {
    const { title, body } = renderReport(input);
    const written = `# ${title}\n\n${body}\n`;
    expect(written).toBe(golden(name, written));
  });

  test('the comment on the suspect pull request', () => {
    const written = `${renderPullRequestComment({ ...strongSample, issueNumber: 77 })}\n`;
    expect(written).toBe(golden('pull-request-comment', written));
  });

  test('the comment that closes an incident', () => {
    const resolvedAt = strongSample.incident.openedAt + 32 * 60_000;
    const written = `${renderResolved({ ...resolvedSample, incident: { ...resolvedSample.incident, resolvedAt } })}\n`;
    expect(written).toBe(golden('resolved-comment', written));
  });
});

describe('the first five lines stand alone, as a notification shows them', () => {
  test.each(Object.entries(samples))('%s', (_, input) => {
    const { lead, body } = renderReport(input);
    const lines = lead.split('\n');
    expect(body.startsWith(`${lead}\n\n`)).toBe(true);
    expect(lines.length).toBeLessThanOrEqual(5);
    expect(lines.filter((line) => /^(?:\||- |#|```|<|\s*$)/.test(line))).toEqual([]);
    // Where, since when, what to think of it, what to do.
    expect(lead).toContain('`checkout` in `production`');
    expect(lead).toMatch(/\d\d:\d\d UTC/);
    expect(lead).toMatch(/Likely change|Possible change|No change stands out|No recent deploy explains/);
    expect(lead).toMatch(/Safest next step|If a look confirms it|Next:|Nothing to do now/);
  });
});
