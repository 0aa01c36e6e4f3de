import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import { setup } from '../../src/cli/setup.ts';
import type { LocalGitHub } from '../support/local-github/local-github.ts';
import { startLocalGitHub } from '../support/local-github/start-local-github.ts';
import { describeWithProgram } from '../support/program/real-program.ts';
import { waitUntil } from '../support/wait-until.ts';

// A browser on a busy machine takes its time.
jest.setTimeout(120_000);

describeWithProgram(['chromium'], 'setup in a browser', () => {
  let browser: Browser;
  let github: LocalGitHub;
  const folder = mkdtempSync(join(tmpdir(), 'setup-'));
  beforeAll(async () => {
    github = await startLocalGitHub();
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser.close();
    await github.stop();
    rmSync(folder, { recursive: true });
  });

  test('the button is pressed, and what the page may do lets it through', async () => {
    const lines: string[] = [];
    const output = { out: (line: string) => lines.push(line), error: () => undefined, exitCode: () => undefined };
    const options = { url: 'https://whatchanged.example', name: 'pressed', out: folder, port: 0, organization: 'acme' };
    const place = { apiUrl: github.url, webUrl: github.url };
    const done = setup(options, { output, github: place, betweenLooksMs: 50 });
    const address = await waitUntil('the address', async () => /http:\S+/.exec(lines.join('\n'))?.[0]);
    const page = await browser.newPage();
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await page.goto(address);
    expect(await page.textContent('li:has-text("contents")')).toBe('contents: write');
    await page.click('button');
    expect(await page.textContent('h1')).toBe('pressed is created');
    expect(refused).toEqual([]);
    await github.createRepository('acme/shop');
    await github.install(github.app('pressed'), 'acme');
    await done;
    expect(readFileSync(join(folder, 'whatchanged.env'), 'utf8')).toContain('WHATCHANGED_INSTALLATION=');
  });
});
