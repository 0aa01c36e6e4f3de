import { expect, test } from '@jest/globals';
import { ONSET, strongSample } from '../../../test/support/cases/report-samples.ts';
import { HOUR_MS } from '../time.ts';
import { renderRenewed } from './render-renewed.ts';
import { renderReport } from './render-report.ts';

const alert = (status: 'firing' | 'resolved') => ({ title: 'Errors', source: 'alertmanager', status, startsAt: ONSET });

test.each([
  [['firing', 'firing'], 'still firing'],
  [['resolved', 'firing'], '1 of 2 still firing'],
  [['resolved', 'resolved'], 'no longer firing'],
] as const)('of several alerts %j: %s', (states, words) => {
  const { body } = renderReport({ ...strongSample, alerts: states.map(alert) });
  expect(body).toMatch(new RegExp(`^Alert: \`Errors\` and 1 more · .* · ${words}$`, 'm'));
});

test('the release that fails is told', () => {
  const { theCase } = strongSample;
  const body = (release: string) =>
    renderReport({ ...strongSample, theCase: { ...theCase, alert: { ...theCase.alert, labels: { release } } } }).body;
  expect(body('cart@9f2c1e7aa')).toContain('` · release `9f2c1e7` · first seen');
  expect(body('prometheus')).not.toContain('· release');
});

test('another alert in an old incident is told with the first lines of the report', () => {
  const comment = renderRenewed(strongSample, ONSET - 5 * HOUR_MS);
  expect(comment).toMatch(/^\*\*Another alert began at 02:5\d UTC: `.*`\*\*\. Others .* since 2026-11-22 21:55 UTC;/);
  expect(comment).toContain(renderReport(strongSample).lead);
});
