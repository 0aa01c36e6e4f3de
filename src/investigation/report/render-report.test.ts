import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  bareSample,
  noneSample,
  resolvedSample,
  strongSample,
  weakSample,
} from '../../../test/support/report-samples.ts';
import { renderReport } from './render-report.ts';

const samples = {
  strong: strongSample,
  none: noneSample,
  weak: weakSample,
  bare: bareSample,
  resolved: resolvedSample,
} as const;

describe('golden reports: read them in golden/ before renewing them with UPDATE_GOLDEN=1', () => {
  test.each(Object.entries(samples))('%s', (name, input) => {
    const { title, body } = renderReport(input);
    const written = `# ${title}\n\n${body}\n`;
    const file = new URL(`golden/${name}.md`, import.meta.url);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, written);
    expect(written).toBe(readFileSync(file, 'utf8'));
  });
});
