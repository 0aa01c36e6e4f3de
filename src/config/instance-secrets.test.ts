import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { MINIMAL, privateKey, problemsOf, SECRET } from '../../test/support/minimal-instance.ts';
import { readInstanceConfiguration } from './instance-configuration.ts';
import { instanceSecrets } from './instance-secrets.ts';

describe('secrets', () => {
  test.each([
    ['', 'is missing'],
    ['development', 'well-known'],
    ['CHANGEME', 'well-known'],
    ['Secret', 'well-known'],
    ['whatchanged', 'well-known'],
    [SECRET.slice(0, 31), 'has 31 bytes; it needs at least 32'],
    ['ab'.repeat(30), 'repeats'],
    [`${SECRET} `, 'white space'],
    [`${SECRET}\n`, 'white space'],
  ])('the webhook secret %j is refused', (secret, problem) => {
    expect(problemsOf({ ...MINIMAL, WEBHOOK_SECRET: secret }).WEBHOOK_SECRET).toContain(problem);
  });

  test('a secret of just the length is taken, and the former one beside it', () => {
    const { github } = readInstanceConfiguration({
      ...MINIMAL,
      WEBHOOK_SECRET: SECRET.slice(0, 32),
      WEBHOOK_SECRET_PREVIOUS: SECRET,
    });
    expect(github.webhookSecrets).toEqual([SECRET.slice(0, 32), SECRET]);
    expect(problemsOf({ ...MINIMAL, WEBHOOK_SECRET_PREVIOUS: 'development' })).toHaveProperty(
      'WEBHOOK_SECRET_PREVIOUS',
    );
  });

  test('all of them are known to the log', () => {
    const configuration = readInstanceConfiguration(
      { ...MINIMAL, DATABASE_URL: 'postgres://u:p%40ss-of-database@h/d', S: 'sixteen-bytes-from-env' },
      'endpoints: [{ id: a, source: "*", installation: 1, secrets: [sixteen-bytes-in-file], secretsFrom: [S] }]',
    );
    const withTelemetry = {
      ...configuration,
      telemetry: [{ id: 't', reader: 'r', options: { url: 'https://t', auth: { apiKey: 'telemetry-key' } } }],
    };
    expect(instanceSecrets(withTelemetry)).toEqual([
      SECRET,
      privateKey,
      'sixteen-bytes-in-file',
      'sixteen-bytes-from-env',
      'p%40ss-of-database',
      'p@ss-of-database',
      'telemetry-key',
    ]);
  });
});

describe('the private key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'whatchanged-key-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'key.pem');
  writeFileSync(path, privateKey);

  test('may have its line breaks escaped', () => {
    const escaped = privateKey.replaceAll('\n', '\\n');
    expect(readInstanceConfiguration({ ...MINIMAL, PRIVATE_KEY: escaped }).github.privateKey).toBe(privateKey);
  });

  test('may be named by its path, but not twice', () => {
    const { PRIVATE_KEY: _, ...rest } = MINIMAL;
    expect(readInstanceConfiguration({ ...rest, PRIVATE_KEY_PATH: path }).github.privateKey).toBe(privateKey);
    expect(problemsOf({ ...MINIMAL, PRIVATE_KEY_PATH: path }).PRIVATE_KEY).toContain('keep one');
    expect(problemsOf({ ...rest, PRIVATE_KEY_PATH: `${path}.none` }).PRIVATE_KEY).toContain('cannot be read');
  });

  test('must be an RSA key', () => {
    const { privateKey: other } = generateKeyPairSync('ed25519', {
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    expect(problemsOf({ ...MINIMAL, PRIVATE_KEY: other }).PRIVATE_KEY).toContain('RSA');
    expect(problemsOf({ ...MINIMAL, PRIVATE_KEY: privateKey.slice(0, 300) }).PRIVATE_KEY).toContain('PEM');
  });

  test('is not asked of a process that only receives', () => {
    const { PRIVATE_KEY: _, ...rest } = MINIMAL;
    expect(readInstanceConfiguration({ ...rest, WHATCHANGED_ROLE: 'intake' }).github).not.toHaveProperty('privateKey');
  });
});
