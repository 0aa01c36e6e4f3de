import { expect, test } from '@jest/globals';
import { strongSample } from '../../../../test/support/cases/report-samples.ts';
import { renderReport } from '../render-report.ts';

const SHA = 'b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f80';

test('a confirmed cause stands on a line of its own, as the tools that count failed changes read it', () => {
  const { body } = renderReport({ ...strongSample, confirmed: { sha: SHA, by: 'ines' } });
  expect(body.split('\n').filter((line) => line.startsWith('root cause:'))).toEqual([`root cause: ${SHA}`]);
  expect(body).toContain(`"rootCause":"${SHA}"`);
});

test('without a confirmation, or with something that is no SHA, there is no such line', () => {
  expect(renderReport(strongSample).body).not.toMatch(/root cause/i);
  expect(renderReport({ ...strongSample, confirmed: { sha: '@everyone' } }).body).not.toContain('root cause:');
});
