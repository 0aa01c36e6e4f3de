import { expect, test } from '@jest/globals';
import { strongSample } from '../../../../test/support/cases/report-samples.ts';
import { renderReport } from '../render-report.ts';

test('the team that owns the service is named, and never mentioned', () => {
  const body = renderReport({ ...strongSample, owner: '@acme/payments' }).body;
  expect(body).toMatch(/belongs to `@acme\/payments`/);
  expect(body.replace(/`[^`]*`/g, '')).not.toMatch(/@acme/);
  expect(renderReport(strongSample).body).not.toContain('belongs to');
});
