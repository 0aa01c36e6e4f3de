import { accessSync, appendFileSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CreatedApp } from '../../platform/convert-manifest.ts';
import { OperationalError } from '../../platform/errors.ts';

/** Where the settings of a new App go. */
export interface SettingsFiles {
  /** Variables, one a line, that a shell or a container reads. */
  readonly settings: string;
  /** The private key, PEM. */
  readonly key: string;
}

const ONLY_MINE = { mode: 0o600, flag: 'wx' } as const;

/** The files of a folder, before anything is created: throws OperationalError `configuration-invalid` where they could not be written. */
export function settingsFiles(folder: string): SettingsFiles {
  const place = resolve(folder);
  const files = { settings: join(place, 'whatchanged.env'), key: join(place, 'whatchanged.private-key.pem') };
  for (const file of Object.values(files)) {
    if (existsSync(file)) throw mistake(`${file} is there already: move it away, or name another folder with --out`);
  }
  try {
    if (!statSync(place).isDirectory()) throw new Error('is a file');
    accessSync(place, constants.W_OK | constants.X_OK);
  } catch {
    throw mistake(`${folder} is no folder that can be written to: name another with --out`);
  }
  return files;
}

/** Writes the key and the settings, readable by their owner alone. Never over another file. */
export function writeSettings(
  { settings, key }: SettingsFiles,
  { id, slug, page, privateKey, webhookSecret }: CreatedApp,
  more: Readonly<Record<string, string>>,
): void {
  writeFileSync(key, privateKey, ONLY_MINE);
  const own = { APP_ID: String(id), PRIVATE_KEY_PATH: key, WEBHOOK_SECRET: webhookSecret };
  const lines = Object.entries({ ...own, ...more }).map(([name, value]) => `${name}=${quoted(value)}`);
  const head = `# The GitHub App ${slug} (${page}), written by whatchanged setup. It holds secrets.`;
  writeFileSync(settings, `${[head, ...lines].join('\n')}\n`, ONLY_MINE);
}

/** Adds a variable to the settings. */
export function addSetting({ settings }: SettingsFiles, name: string, value: string): void {
  appendFileSync(settings, `${name}=${quoted(value)}\n`);
}

/** As a shell reads it; bare where that is the same, since containers take quotes for a part of the value. */
export function quoted(value: string): string {
  return /^[\w./:@-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

function mistake(message: string): OperationalError {
  return new OperationalError('configuration-invalid', message);
}
