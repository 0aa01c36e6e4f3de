import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';

// Whole programs run here: the command with its generator, the compiler, the formatter, and the contract suites.
jest.setTimeout(300_000);

const ROOT = new URL('../../', import.meta.url);
const FOLDERS = ['bin', 'src', 'test', 'scripts', 'docs/reference', 'iam'];
const FILES = ['app.yml', 'app.observe.yml', 'package.json', 'tsconfig.json', 'biome.json', '.swcrc', '.gitignore'];
/** Names of the greatest length: lines that hold one must still be as the formatter wants them. */
const long = (name: string) => name.padEnd(64, 'x');
const [ALERTS, DEPLOYS, METRICS] = [long('acme-alerts'), long('acme-deploys'), long('acme-metrics')];

let folder: string;
/** What the command printed, by kind. */
const printed = new Map<string, string>();
const written = () =>
  [...printed.values()].flatMap((lines) => [...lines.matchAll(/^Wrote (.+)$/gm)].map(([, path = '']) => path));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scaffold-'));
  for (const path of [...FOLDERS, ...FILES]) cpSync(new URL(path, ROOT), at(path), { recursive: true });
  symlinkSync(fileURLToPath(new URL('node_modules', ROOT)), at('node_modules'));
  for (const [kind, name] of [
    ['alert-source', ALERTS],
    ['deploy-source', DEPLOYS],
    ['telemetry-reader', METRICS],
    ['github-event', 'milestone'],
  ] as const) {
    const { code, stdout, stderr } = await run(['bin/whatchanged.js', 'new', kind, name]);
    expect([code, stderr]).toEqual([0, '']);
    printed.set(kind, stdout);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (path: string) => new URL(path, pathToFileURL(`${folder}/`));

/** Runs Node.js in the copied checkout. */
async function run(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const options = { cwd: folder, maxBuffer: 100_000_000 };
  return promisify(execFile)(process.execPath, args, options).then(
    (done) => ({ code: 0, ...done }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

/** Runs the contract suites for what was written: each test that failed with what it said, and how many passed. */
async function contract(): Promise<{ readonly failed: ReadonlyMap<string, string>; readonly passed: number }> {
  const config = {
    rootDir: folder,
    testEnvironment: 'node',
    extensionsToTreatAsEsm: ['.ts'],
    transform: { '^.+\\.ts$': '@swc/jest' },
    testRegex: '/contract/(alert-sources|deploy-sources|telemetry-readers|telemetry-trouble|recorders)\\.test\\.ts$',
  };
  const ours = '^(acme-|milestone\\.json|every recorder|nothing that|the App asks)|sent as milestone$';
  const { stdout } = await run([
    ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'],
    ...['--config', JSON.stringify(config), '--json', '-t', ours],
  ]);
  const report = JSON.parse(stdout) as {
    readonly numPassedTests: number;
    readonly testResults: readonly {
      readonly assertionResults: readonly { fullName: string; status: string; failureMessages: readonly string[] }[];
    }[];
  };
  const failed = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => [fullName, failureMessages.join('\n')] as const);
  return { failed: new Map(failed), passed: report.numPassedTests };
}

const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(at(path), change(readFileSync(at(path), 'utf8')));
const put = (path: string, body: unknown) => writeFileSync(at(path), JSON.stringify(body));

/** Fills everything in, for senders and a vendor that are just as the templates have them. */
function fillIn(): void {
  for (const path of written()) edit(path, (text) => text.replaceAll('FILL IN: ', ''));
  const place = { service: 'checkout', environment: 'production' };
  const alert = { id: 'a1', title: 'Errors', startedAt: '2026-11-25T11:00:00Z', ...place };
  const ended = { ...alert, status: 'resolved', endedAt: '2026-11-25T11:30:00Z' };
  put(`test/fixtures/alerts/${ALERTS}/errors.firing.json`, { ...alert, status: 'firing' });
  put(`test/fixtures/alerts/${ALERTS}/errors.resolved.json`, ended);
  const deploy = { id: 'd1', at: '2026-11-25T11:00:00Z', sha: 'a'.repeat(40), ...place };
  put(`test/fixtures/deploys/${DEPLOYS}/done.json`, { ...deploy, status: 'succeeded' });
  put(`test/fixtures/deploys/${DEPLOYS}/queued.ignored.json`, { ...deploy, status: 'queued' });
  const series = [{ labels: { version: 'v41' }, points: [[1795604400, 4]] }];
  put(`test/fixtures/telemetry/${METRICS}/range.json`, { status: 200, body: { series } });
  const repository = { id: 1, full_name: 'acme/shop', default_branch: 'main', private: true };
  const payload = { action: 'created', milestone: { id: 4 }, repository, installation: { id: 7 } };
  put('test/fixtures/github/milestone.json', { source: 'made up', event: 'milestone', payload });
  for (const manifest of ['app.yml', 'app.observe.yml']) {
    edit(manifest, (text) => text.replace('  - push\n', '  - push\n  - milestone\n'));
  }
}

test('it says what it wrote, and what is next', () => {
  expect(written()).toHaveLength(8);
  expect(printed.get('alert-source')).toContain(`Wrote src/intake/alerts/${ALERTS}.ts\n`);
  expect(printed.get('alert-source')).toContain('npm run generate && npm test -- test/contract/alert-sources\n');
});

test('what it writes compiles, and is formatted and linted as the rest is', async () => {
  const files = written().filter((path) => path.endsWith('.ts'));
  expect(files).toHaveLength(5);
  put('tsconfig.scaffold.json', { extends: './tsconfig.json', include: [], files: [...files, 'src/job-handlers.ts'] });
  const compiled = await run(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.scaffold.json']);
  expect(compiled).toMatchObject({ code: 0, stdout: '' });
  // What plays a vendor is a fixture, which the formatter leaves alone: four of the five.
  const formatted = await run(['node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', ...files]);
  expect([formatted.code, formatted.stdout + formatted.stderr]).toEqual([
    0,
    expect.stringContaining('Checked 4 files'),
  ]);
});

test('the contract suites say what is still missing, and pass once that is there', async () => {
  const { failed } = await contract();
  const left = 'nothing that `whatchanged new` left to be filled in is left';
  expect([...failed.keys()].sort()).toEqual([
    `${ALERTS} has at least one captured payload, and tells where it comes from`,
    `${ALERTS} ${left}`,
    `${DEPLOYS} has a captured payload that says something, and tells where it comes from`,
    `${DEPLOYS} ${left}`,
    `${METRICS} ${left}`,
    `${METRICS} reads its captured answer`,
    'every recorder has a captured payload, named after its event',
    left,
    'the App asks for every recorded event that GitHub does not send to every App',
  ]);
  const said = [...failed.values()].join('\n');
  for (const path of written()) expect(said).toMatch(new RegExp(`"${path}:\\d+: \\w`));

  fillIn();
  const filled = await contract();
  expect([...filled.failed]).toEqual([]);
  expect(filled.passed).toBeGreaterThan(150);
});
