import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { type Browser, chromium, type Page } from 'playwright-core';
import { CHART_HEIGHT, CHART_WIDTH, drawChart } from '../../src/charts/draw-chart.ts';
import { chartPicture } from '../../src/investigation/report/chart-picture.ts';
import { xychart } from '../../src/investigation/report/markdown/xychart.ts';
import { renderPullRequestComment } from '../../src/investigation/report/render-pull-request-comment.ts';
import { renderReport } from '../../src/investigation/report/render-report.ts';
import { renderResolved } from '../../src/investigation/report/render-resolved.ts';
import type { ReportInput } from '../../src/investigation/report/report-input.ts';
import { crowdedSample } from '../support/cases/crowded-sample.ts';
import { bareSample, noneSample, resolvedSample, strongSample, weakSample } from '../support/cases/report-samples.ts';
import { sharedSample } from '../support/cases/shared-sample.ts';
import { githubPage } from '../support/github/github-page.ts';
import { MERMAID_VERSIONS } from '../support/github/mermaid-versions.ts';
import { describeWithProgram } from '../support/program/real-program.ts';

const SCREENSHOTS = fileURLToPath(new URL('../../docs/reports/', import.meta.url));
const kept = process.env.UPDATE_SCREENSHOTS === '1';

const report = (input: ReportInput) => renderReport(input);
const PAGES: Readonly<Record<string, { readonly title: string; readonly body: string }>> = {
  strong: report(strongSample),
  none: report(noneSample),
  weak: report(weakSample),
  shared: report(sharedSample),
  bare: report(bareSample),
  crowded: report(crowdedSample),
  resolved: report(resolvedSample),
  'pull-request-comment': {
    title: 'The comment on the suspect pull request',
    body: renderPullRequestComment({ ...strongSample, issueNumber: 77 }),
  },
  'resolved-comment': {
    title: 'The comment that closes an incident',
    body: renderResolved({
      ...resolvedSample,
      incident: { ...resolvedSample.incident, resolvedAt: strongSample.incident.openedAt + 32 * 60_000 },
    }),
  },
};

interface Mermaid {
  initialize(options: { startOnLoad: boolean }): void;
  parse(source: string): Promise<unknown>;
  render(id: string, source: string): Promise<{ svg: string }>;
}

// A browser on a busy machine takes its time.
jest.setTimeout(120_000);

describeWithProgram(['chromium'], 'reports in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
    if (kept) await mkdir(SCREENSHOTS, { recursive: true });
  });
  afterAll(() => browser.close());

  const pages = new Map<string, Promise<Page>>();
  const withMermaid = async (version: keyof typeof MERMAID_VERSIONS): Promise<Page> => {
    const page = await browser.newPage();
    // Nothing may be fetched: what a report needs is in it.
    await page.route('**/*', (route) => route.abort());
    await page.setContent('<!doctype html><title>report</title>');
    await page.addScriptTag({ path: MERMAID_VERSIONS[version] });
    await page.evaluate(() =>
      (globalThis as unknown as { mermaid: Mermaid }).mermaid.initialize({ startOnLoad: false }),
    );
    return page;
  };

  /** The page of a version, made once: reading Mermaid's three megabytes is what takes long. */
  async function opened(html: string, version: keyof typeof MERMAID_VERSIONS, width = 960): Promise<Page> {
    const made = pages.get(version) ?? withMermaid(version);
    pages.set(version, made);
    const page = await made;
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate((text) => {
      document.documentElement.innerHTML = text;
    }, html);
    return page;
  }

  /** Draws every chart in its place; gives how many were drawn and what went wrong. */
  function draw(page: Page): Promise<{ readonly drawn: number; readonly errors: readonly string[] }> {
    return page.evaluate(async () => {
      const { mermaid } = globalThis as unknown as { mermaid: Mermaid };
      const errors: string[] = [];
      const figures = [...document.querySelectorAll('figure.mermaid-chart')];
      for (const [index, figure] of figures.entries()) {
        try {
          const { svg } = await mermaid.render(`chart-${index}`, figure.textContent ?? '');
          figure.innerHTML = svg;
        } catch (error) {
          errors.push(String(error));
        }
      }
      return { drawn: document.querySelectorAll('figure.mermaid-chart svg').length, errors };
    });
  }

  describe.each(Object.keys(MERMAID_VERSIONS) as (keyof typeof MERMAID_VERSIONS)[])('with Mermaid %s', (version) => {
    test.each(Object.entries(PAGES))('%s: every chart is drawn', async (_, { title, body }) => {
      const page = await opened(githubPage(title, body), version);
      const wanted = body.split('```mermaid').length - 1;
      expect(await draw(page)).toEqual({ drawn: wanted, errors: [] });
    });

    test('whatever numbers and names a chart is made of, Mermaid reads it', async () => {
      const value = fc.oneof(
        fc.double({ noNaN: true, min: -1e14, max: 1e14 }),
        fc.double({ noNaN: true, min: 0, max: 1e-7 }),
        fc.constantFrom(0, -0, 100),
      );
      const sources = fc
        .sample(
          fc.array(value, { minLength: 2, maxLength: 40 }).chain((values) =>
            fc.record({
              title: fc.string({ unit: 'binary', maxLength: 30 }),
              unit: fc.oneof(
                fc.string({ unit: 'grapheme', maxLength: 12 }),
                fc.constantFrom('percent', '"', '%%{init: {}}%%', 'end', '-->'),
              ),
              categories: fc.constant(values.map((_, index) => `${index}:00`)),
              values: fc.constant(values),
              mark: fc.nat(values.length - 1),
            }),
          ),
          { numRuns: 300, seed: 20_261_125 },
        )
        .flatMap((chart) => xychart(chart) ?? []);
      expect(sources.length).toBeGreaterThan(200);
      const page = await opened(githubPage('charts', ''), version);
      const refused = await page.evaluate(async (all) => {
        const { mermaid } = globalThis as unknown as { mermaid: Mermaid };
        const found: string[] = [];
        for (const source of all) {
          await mermaid.parse(source).catch((error: unknown) => found.push(`${String(error)}\n${source}`));
        }
        return found;
      }, sources as string[]);
      expect(refused).toEqual([]);
    });
  });

  test.each([
    ['desktop', 960],
    ['phone', 390],
  ] as const)('on a %s no report is wider than the screen, and nothing in it is fetched', async (device, width) => {
    for (const [name, { title, body }] of Object.entries(PAGES)) {
      const page = await opened(githubPage(title, body), '11.12', width);
      await draw(page);
      const seen = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        images: document.querySelectorAll('img').length,
      }));
      expect({ name, ...seen }).toEqual({ name, wide: 0, images: 0 });
      if (kept && (device === 'desktop' || ['strong', 'shared'].includes(name))) {
        const suffix = device === 'desktop' ? '' : '.phone';
        await page.screenshot({ path: `${SCREENSHOTS}${name}${suffix}.png`, fullPage: true });
      }
    }
  });

  test('where a public address is configured, the browser draws the picture that is served there', async () => {
    const chartUrl = 'https://whatchanged.example/charts/4711/inc-strong/0/abc.png';
    const { title, body } = report({ ...strongSample, chartUrl });
    const picture = chartPicture(strongSample);
    if (picture === undefined) throw new Error('the sample has no metric');
    const page = await opened(githubPage(title, body), '11.12', 390);
    await page.route(chartUrl, (route) =>
      route.fulfill({ contentType: 'image/png', body: Buffer.from(drawChart(picture)) }),
    );
    await page.evaluate(
      (text) => {
        document.documentElement.innerHTML = text;
      },
      githubPage(title, body),
    );
    const shown = page.locator('img');
    await shown.evaluate((image) => (image as HTMLImageElement).decode());
    const size = await shown.evaluate((image) => {
      const { naturalWidth, naturalHeight, alt } = image as HTMLImageElement;
      return { naturalWidth, naturalHeight, alt };
    });
    expect(size).toEqual({
      naturalWidth: CHART_WIDTH,
      naturalHeight: CHART_HEIGHT,
      alt: expect.stringMatching(/^[▁-█·]+ failing requests of checkout: 0\.44 % before, 9\.6 % since/),
    });
    await draw(page);
    if (kept) await page.screenshot({ path: `${SCREENSHOTS}pictured.phone.png`, fullPage: true });
  });
});
