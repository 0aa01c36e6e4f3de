import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { contractDigest } from './contract-digest.ts';
import type { ContractProof } from './contract-proof.ts';
import { listSources } from './list-sources.ts';
import type { PlugInKind } from './plug-in-kinds.ts';

const KIND: PlugInKind = {
  kind: 'alert',
  plugIns: [{ id: 'siren', name: 'Siren', docs: 'https://siren.example.com' }],
  folder: 'src/alerts',
  fixtures: 'test/fixtures',
  suites: ['test/alerts.test.ts'],
};
let folder = '';
const root = () => pathToFileURL(`${folder}/`);
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const digest = () => contractDigest(root(), KIND, 'siren') ?? '';
const proof = (more: Partial<ContractProof> = {}): ContractProof => ({
  ...{ kind: 'alert', id: 'siren', passed: 3, failed: 0, digest: digest() },
  ...more,
});
const listed = (proofs: readonly ContractProof[], at = root()) => listSources(at, [KIND], proofs)[0];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'));
  write('src/alerts/siren.ts', "import { loud } from '../loud.ts';\n");
  write('src/loud.ts', "import type { Siren } from './alerts/siren.ts';\n");
  write('test/alerts.test.ts', 'the suite');
  write('test/fixtures/siren/one.json', '{}');
  write('test/fixtures/siren/ignored/two.json', '{}');
  write('test/fixtures/siren/SOURCE.md', 'where from');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a plug-in whose suite passed on these files has passed, with its payloads counted', () => {
  expect(listed([proof()])).toMatchObject({ kind: 'alert', id: 'siren', captured: 2, contract: 'passed' });
});

test.each([
  ['src/alerts/siren.ts', 'its own file'],
  ['src/loud.ts', 'a file that it imports'],
  ['test/alerts.test.ts', 'the suite'],
  ['test/fixtures/siren/ignored/two.json', 'a payload'],
  ['test/fixtures/siren/three.json', 'a new payload'],
])('a change of %s, %s, makes the proof stale', (path) => {
  const before = proof();
  write('src/other.ts', 'nothing to do with it');
  expect(listed([before])?.contract).toBe('passed');
  write(path, 'changed');
  expect(listed([before])?.contract).toBe('stale');
});

test('a test that failed, and a suite that never ran, are told', () => {
  expect(listed([proof({ failed: 1 })])?.contract).toBe('failed');
  expect(listed([proof({ passed: 0 })])?.contract).toBe('unproven');
  expect(listed([proof({ id: 'other' }), proof({ kind: 'deploy' })])?.contract).toBe('unproven');
});

test('where there is no checkout the proof stands for itself, and nothing is counted', () => {
  expect(listed([proof()], pathToFileURL(`${folder}/nowhere/`))).toMatchObject({ captured: 0, contract: 'passed' });
});
