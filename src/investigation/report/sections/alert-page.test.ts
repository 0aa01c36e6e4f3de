import { expect, test } from '@jest/globals';
import { ONSET, strongSample } from '../../../../test/support/cases/report-samples.ts';
import { renderRenewed } from '../render-renewed.ts';
import { renderReport } from '../render-report.ts';

const PAGE = 'https://prometheus.example/graph?g0.expr=rate(errors%5B5m%5D)+%3E+0.05&g0.tab=1';
const input = (...urls: (string | undefined)[]) => ({
  ...strongSample,
  alerts: urls.map((url) => ({
    title: 'Errors',
    source: 'alertmanager',
    status: 'firing' as const,
    startsAt: ONSET,
    ...(url === undefined ? {} : { url }),
  })),
});

test("the alert's page is there once, after what to do, whole and as code", () => {
  const { body } = renderReport(input(PAGE, 'https://other.example/'));
  const shown = `- The page of the alert at \`alertmanager\`, to be copied:\n  \`\`\`text\n  ${PAGE}\n  \`\`\`\n`;
  const [before = '', after = ''] = body.split(shown);
  expect(before).toContain('### Do this now');
  expect(after.trimStart()).toMatch(/^### Why/);
  expect(body.split(PAGE)).toHaveLength(2);
  expect(renderRenewed(input(PAGE), ONSET)).not.toContain(PAGE);
});

test('an address that would be cut is not shown, and that is said', () => {
  const { body } = renderReport(input(`${PAGE}${'x'.repeat(400)}`));
  expect(body).toContain('- The page of the alert at `alertmanager`: its address is too long to be shown here\n');
  expect(body).not.toContain('prometheus.example');
});

test('an alert without a page has no word of it', () => {
  expect(renderReport(input(undefined)).body).not.toContain('page of the alert');
});
