import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { registerCheckConfig } from './check-config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-config-'));
});
afterEach(async () => {
  process.exitCode = 0;
  await rm(folder, { recursive: true });
});

async function run(text: string | Uint8Array, ...options: string[]) {
  const file = join(folder, 'whatchanged.yml');
  await writeFile(file, text);
  let printed = '';
  const program = new Command();
  registerCheckConfig(program, (part) => {
    printed += part;
  });
  process.exitCode = 0;
  await program.parseAsync(['check-config', file, ...options], { from: 'user' });
  return { file, printed, exitCode: process.exitCode };
}

const FIVE = `level: raport
servces: {}
services:
  checkout: { paths: x, alerts: [{ code: 500 }] }
  payments: { paths: ["/abs"] }
`;

test('a file with five mistakes tells all five, one a line, and fails', async () => {
  const { file, printed, exitCode } = await run(FIVE);
  const lines = printed.trimEnd().split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[0]).toBe(`${file}:1:8 level: "raport" is not one of the values — Did you mean report?`);
  for (const line of lines) expect(line.slice(file.length)).toMatch(/^:\d+:\d+ .+ — .+$/);
  expect(exitCode).toBe(1);
});

test('--json gives the same five', async () => {
  const { printed, exitCode } = await run(FIVE, '--json');
  expect(JSON.parse(printed)).toMatchObject({ valid: false, problems: Array(5).fill({ hint: expect.any(String) }) });
  expect(exitCode).toBe(1);
});

test('a valid file passes', async () => {
  const { printed, exitCode } = await run('services: { a: {}, b: {} }');
  expect(printed).toMatch(/is valid: 2 services/);
  expect(exitCode).toBe(0);
});

test('what is no text and what is not there are told', async () => {
  expect((await run(new Uint8Array([0xff, 0xfe, 0]))).printed).toMatch(/:1:1 cannot be read: .+ — /);
  let printed = '';
  const program = new Command();
  registerCheckConfig(program, (part) => {
    printed += part;
  });
  await program.parseAsync(['check-config', join(folder, 'absent.yml')], { from: 'user' });
  expect(printed).toMatch(/cannot be read: .*ENOENT/);
  expect(process.exitCode).toBe(1);
});
