import { describe, expect, test } from '@jest/globals';
import { strongSample } from '../../../../test/support/cases/report-samples.ts';
import type { CaseSeries } from '../../case.ts';
import { DAY_MS, SECOND_MS } from '../../time.ts';
import { printMarkdown } from '../markdown/print-markdown.ts';
import { nameSuspect } from '../name-suspect.ts';
import type { ReportInput } from '../report-input.ts';
import { symptomOf } from '../symptom.ts';
import { chart } from './chart.ts';

const { onset } = strongSample.verdict;

/** The sample's chart with other points, asked `afterMs` after the onset. */
function drawn(part: Partial<CaseSeries>, afterMs: number): string {
  const series = (strongSample.theCase.series ?? []).map((one) => ({ ...one, ...part }));
  const askedAt = onset.at + afterMs;
  const input: ReportInput = { ...strongSample, theCase: { ...strongSample.theCase, askedAt, series } };
  const [first] = input.verdict.suspects;
  return printMarkdown(chart(input, first && nameSuspect(first, input), symptomOf(input)));
}

const every = (seconds: number, from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / seconds) }, (_, index) => [from + index * seconds, index % 7] as const);
const start = onset.at / SECOND_MS;

describe('the chart', () => {
  test('of steps shorter than a minute names them to the second', () => {
    const body = drawn({ stepSeconds: 10, points: every(10, start - 60, start + 120) }, 120 * SECOND_MS);
    expect(body).toMatch(/x-axis \["02:54:00", .*"02:54:30"/);
  });

  test('of half a minute in one minute of the clock is drawn in seconds', () => {
    const minute = Math.ceil(start / 60) * 60;
    const body = drawn(
      { stepSeconds: 1, points: every(1, minute + 20, minute + 50) },
      (minute + 50) * SECOND_MS - onset.at,
    );
    expect(body).toContain('xychart-beta');
    expect(/line \[(.*)\]/.exec(body)?.[1]?.split(', ')).toHaveLength(30);
  });

  test('is printed whole, however long its lines are', () => {
    const body = drawn({ stepSeconds: 15, points: every(15, start - 1_800, start + 600) }, 600 * SECOND_MS);
    const [axis, line] = [/x-axis \[(.*)\]$/m, /line \[(.*)\]$/m].map(
      (list) => list.exec(body)?.[1]?.split(', ').length,
    );
    expect(axis).toBeGreaterThan(15);
    expect(line).toBe(axis);
  });

  test('of steps over a minute has whole minutes', () => {
    const body = drawn({ stepSeconds: 15, points: every(15, start - 1_800, start + 600) }, 600 * SECOND_MS);
    expect(body.replace(/"\u200b+"/g, '""')).toContain('x-axis ["02:24", "", "02:28", ""');
  });

  test('of more than a day names every step once', () => {
    const body = drawn({ stepSeconds: 3_600, points: every(3_600, start - 1_800, start + 172_800) }, 2 * DAY_MS);
    const axis = /x-axis \[(.*)\]/.exec(body)?.[1]?.split(', ') ?? [];
    expect(axis.length).toBeGreaterThan(10);
    expect(new Set(axis).size).toBe(axis.length);
    expect(axis[0]).toMatch(/^"11-23 0\d:00"$/);
  });

  test('carries a value over a gap and says so, and shows it as a dot in the text', () => {
    const points = every(60, start - 600, start + 300).filter((_, index) => index !== 4 && index !== 5);
    const body = drawn({ points }, 300 * SECOND_MS);
    expect(body).toContain('Gaps are drawn with the value before them.');
    expect(body).toContain('··');
    expect(body).toMatch(/line \[0, 1, 2, 3, 3, 3, 6/);
  });

  test('is left out where there is no telemetry or a single point, and the report still stands', () => {
    expect(drawn({ points: [] }, 600 * SECOND_MS)).toBe('');
    expect(drawn({ points: [[start, 1]] }, 600 * SECOND_MS)).toBe('');
  });

  test('is words only where Mermaid cannot hold the numbers', () => {
    const points = every(60, start - 600, start + 600).map(([at, value]) => [at, value * 1e300] as const);
    const body = drawn({ points, kind: 'other', unit: 'bytes' }, 600 * SECOND_MS);
    expect(body).not.toContain('mermaid');
    expect(body).toContain('more than 1000000000000000');
  });

  test('of a ratio is in percent, of a latency in its unit', () => {
    const points = every(60, start - 600, start + 600).map(([at, value]) => [at, value / 10] as const);
    expect(drawn({ points, kind: 'success_ratio' }, 600 * SECOND_MS)).toContain('y-axis "percent"');
    expect(drawn({ points, kind: 'latency', unit: 'seconds' }, 600 * SECOND_MS)).toMatch(
      /latency of `checkout`: 0\.\d+ s before/,
    );
  });
});

describe('the picture', () => {
  const [first] = strongSample.verdict.suspects;
  const pictured = (chartUrl: string | undefined, input: ReportInput = strongSample) =>
    printMarkdown(
      chart(
        { ...input, ...(chartUrl === undefined ? {} : { chartUrl }) },
        first && nameSuspect(first, input),
        symptomOf(input),
      ),
    );
  const url = 'https://whatchanged.example/charts/4711/inc-1/2/abc_DEF-123.png';

  test('stands under the words, with the words for those who do not see it; the native chart is folded away', () => {
    const body = pictured(url);
    expect(body).toMatch(
      /!\[[▁-█·]+ failing requests of checkout: 0\.44 % before, 9\.6 % since \(02:2\d to 03:06 UTC, deploy at 02:53 UTC\)\.\]/,
    );
    expect(body).toContain(`](${url})`);
    expect(body.indexOf('![')).toBeLessThan(body.indexOf('<details><summary>The same, drawn by GitHub'));
    expect(body).toContain('xychart-beta');
  });

  test('is absent without a public address, and where the address is not one of ours', () => {
    for (const none of [
      undefined,
      'javascript:alert(1)',
      `${url}) ![x](https://evil.example/x.png`,
      'https://x.example/x.png',
    ]) {
      expect(pictured(none)).toBe(pictured(undefined));
      expect(pictured(none)).not.toContain('![');
    }
  });

  test('what a service is called cannot end its words', () => {
    const service = '](https://evil.example) <img> @team';
    const series = (strongSample.theCase.series ?? []).map((one) => ({ ...one, service }));
    const body = pictured(url, { ...strongSample, theCase: { ...strongSample.theCase, series } });
    expect(body.match(/!\[.*\]\(.*\)$/m)?.[0]).toMatch(/^!\[[^\]]*\]\(https:\/\/whatchanged\.example[^)]*\)$/);
  });
});
