import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { scaffold } from '../../scripts/scaffold.ts';
import { registerNew } from '../../src/cli/new.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scaffold-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const root = () => pathToFileURL(`${folder}/`);
const refusal = (said: string) => ({ code: 'configuration-invalid', message: expect.stringContaining(said) });

test.each([
  ['alert-source', 'AcmeAlerts', 'give it in kebab-case, such as http-json'],
  ['alert-source', '../acme', 'give it in kebab-case'],
  ['alert-source', '', 'give it in kebab-case'],
  ['deploy-source', '3scale', 'give it in kebab-case'],
  ['deploy-source', 'x'.repeat(65), 'with 64 characters at most'],
  ['deploy-source', 'switch', 'is a word of JavaScript'],
  ['github-event', 'check-runs', 'GitHub sends no event "check_runs"'],
  ['clue', 'moon-phase', 'There is no template for "clue": give one of alert-source, deploy-source'],
  ['toString', 'acme', 'There is no template for "toString"'],
])('%s "%s" is refused, and nothing is written', (kind, name, said) => {
  expect(() => scaffold(root(), kind, name)).toThrow(expect.objectContaining(refusal(said)));
  expect(readdirSync(folder)).toEqual([]);
});

test.each(['src/intake/alerts/acme.ts', 'test/fixtures/alerts/acme/SOURCE.md'])('a name is taken by %s', (path) => {
  mkdirSync(new URL('./', new URL(path, root())), { recursive: true });
  writeFileSync(new URL(path, root()), 'before');
  const before = readdirSync(folder, { recursive: true });
  const said = `${path} exists already: choose another name`;
  expect(() => scaffold(root(), 'alert-source', 'acme')).toThrow(expect.objectContaining(refusal(said)));
  expect(readdirSync(folder, { recursive: true })).toEqual(before);
});

test('outside a checkout the command says where to run it', async () => {
  const program = new Command();
  registerNew(program, undefined, root());
  const asked = program.parseAsync(['new', 'alert-source', 'acme'], { from: 'user' });
  await expect(asked).rejects.toMatchObject(refusal('clone it, run npm ci, and call npx whatchanged new there'));
  expect(readdirSync(folder)).toEqual([]);
});
