import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { addSetting, settingsFiles, writeSettings } from './settings-files.ts';

const APP = {
  id: 7,
  slug: 'watch',
  page: 'https://github.example/apps/watch',
  privateKey: 'PEM',
  webhookSecret: 'ab12',
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "Ada's settings "));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a shell reads each value as it is', () => {
  const files = settingsFiles(folder);
  writeSettings(files, APP, { PUBLIC_URL: 'https://watch.example:8443' });
  addSetting(files, 'WHATCHANGED_INSTALLATION', '9');
  const names = ['APP_ID', 'PRIVATE_KEY_PATH', 'WEBHOOK_SECRET', 'PUBLIC_URL', 'WHATCHANGED_INSTALLATION'];
  const script = `set -a; . "$0"; printf '%s\\n' ${names.map((name) => `"$${name}"`).join(' ')}; cat "$PRIVATE_KEY_PATH"`;
  const read = execFileSync('/bin/sh', ['-c', script, files.settings], { encoding: 'utf8' });
  expect(read).toBe(`7\n${files.key}\nab12\nhttps://watch.example:8443\n9\nPEM`);
});

test('a file is no folder, and the key is found from everywhere', () => {
  const file = join(folder, 'prod.env');
  writeFileSync(file, '');
  expect(() => settingsFiles(file)).toThrow('is no folder that can be written to');
  expect(settingsFiles('.').key).toMatch(/^\/.*whatchanged\.private-key\.pem$/);
});

test('no file is written over, whenever it appeared', () => {
  const files = settingsFiles(folder);
  writeFileSync(files.key, 'mine');
  expect(() => settingsFiles(folder)).toThrow('whatchanged.private-key.pem is there already');
  expect(() => writeSettings(files, APP, {})).toThrow('EEXIST');
});
