import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { MINIMAL, privateKey, problemsOf, SECRET } from '../../test/support/minimal-instance.ts';
import { OperationalError } from '../platform/errors.ts';
import { loadInstanceConfiguration, readInstanceConfiguration } from './instance-configuration.ts';

test('three variables are enough', () => {
  expect(readInstanceConfiguration(MINIMAL)).toEqual({
    role: 'all',
    logLevel: 'info',
    server: { host: '127.0.0.1', port: 3000, maxGitHubBodyBytes: 26_214_400, maxAlertBodyBytes: 1_048_576 },
    github: {
      appId: 12,
      privateKey,
      webhookSecrets: [SECRET],
      apiUrl: 'https://api.github.com',
      webUrl: 'https://github.com',
    },
    storage: { dataFolder: './data' },
    endpoints: [],
    deployEndpoints: [],
    telemetry: [],
    reverts: 'automatic',
    readOnly: false,
    budgets: {
      writesPerMinute: 20,
      writesPerHour: 180,
      newIssuesPerMinute: 6,
      newIssuesPerHour: 40,
      revertDraftsPerDay: 5,
      questionsPerInvestigation: 24,
      narratorCallsPerDay: 100,
    },
    chartImages: true,
  });
});

test('everything that is wrong is told at once, with a hint and without a value', () => {
  const environment = {
    APP_ID: 'twelve-of-them',
    PRIVATE_KEY: 'not-a-key-but-private',
    WEBHOOK_SECRET: 'development',
    PORT: '99999',
    WHATCHANGED_ROLE: 'boss',
    WEBHOOK_PROXY_URL: 'https://smee.example/abc',
    DATABASE_URL: 'mysql://root:hunter2hunter2@h/d',
    GITHUB_API_URL: 'http://github.example.com',
    WHATCHANGED_ALERT_SECRET: 'tiny-one',
  };
  const file = 'endpoints: [{ id: A B, source: alertmanager, installation: 1, secrets: [short-value] }]\nextra: 1\n';
  expect(Object.keys(problemsOf(environment, file)).sort()).toEqual([
    'APP_ID',
    'DATABASE_URL',
    'GITHUB_API_URL',
    'PORT',
    'PRIVATE_KEY',
    'WEBHOOK_PROXY_URL',
    'WEBHOOK_SECRET',
    'WHATCHANGED_ALERT_SECRET',
    'WHATCHANGED_INSTALLATION',
    'WHATCHANGED_ROLE',
    'endpoints[0].id',
    'the file',
  ]);
  const error = thrown(() => readInstanceConfiguration(environment, file));
  expect(error.code).toBe('configuration-invalid');
  expect(error.message).toContain('12 problems');
  expect(error.message).toContain('PORT: is above 65535. The port to listen on');
  for (const value of ['twelve-of-them', 'not-a-key', 'hunter2', 'tiny-one', 'short-value', 'smee']) {
    expect(error.message).not.toContain(value);
  }
});

test('nothing at all names what is needed', () => {
  expect(problemsOf({})).toEqual({ APP_ID: 'is missing', PRIVATE_KEY: 'is missing', WEBHOOK_SECRET: 'is missing' });
  expect(problemsOf({ ...MINIMAL, APP_ID: '' })).toEqual({ APP_ID: 'is missing' });
});

test('GitHub Enterprise is known by its API', () => {
  const { github } = readInstanceConfiguration({ ...MINIMAL, GITHUB_API_URL: 'https://ghe.example.com/api/v3/' });
  expect([github.apiUrl, github.webUrl]).toEqual(['https://ghe.example.com/api/v3', 'https://ghe.example.com']);
});

test.each([
  ['http://127.0.0.1:4000', undefined],
  ['http://localhost:4000/', undefined],
  ['http://[::1]:4000', undefined],
  ['http://ghe.example.com', 'https'],
  ['ftp://ghe.example.com', 'https'],
  ['https://u:p@ghe.example.com', 'password'],
  ['https://ghe.example.com/?x=1', 'query'],
  ['ghe', 'not an address'],
  ['http://localhost.evil.example', 'https'],
])('the address %s', (address, problem) => {
  const found = problemsOf({ ...MINIMAL, GITHUB_API_URL: address }).GITHUB_API_URL;
  expect(problem === undefined ? found : found?.includes(problem)).toBe(problem === undefined ? undefined : true);
});

test.each(['WEBHOOK_PROXY_URL', 'REDIS_URL', 'SENTRY_DSN'])('%s is refused with the reason', (variable) => {
  expect(problemsOf({ ...MINIMAL, [variable]: 'x' })).toEqual({
    [variable]: 'would make Probot install a package while it runs',
  });
});

describe('the file', () => {
  test.each([
    ['a: b: c', 'not YAML'],
    ['endpoints: []\nendpoints: []', 'not YAML'],
    [
      `a: &a [x, x]\n${Array.from({ length: 30 }, (_, at) => `b${at}: &b${at} [*a, *a]`).join('\n')}\nc: [*a, *a]`,
      'al',
    ],
    ['x'.repeat(1_000_001), 'longer than 1 MB'],
  ])('%#: is refused', (text, problem) => {
    expect(JSON.stringify(problemsOf(MINIMAL, text))).toContain(problem);
  });

  test.each(['', '# nothing', '{}'])('%j is a file without settings', (text) => {
    expect(problemsOf(MINIMAL, text)).toEqual({});
  });

  test('budgets that are left out keep their value', () => {
    expect(readInstanceConfiguration(MINIMAL, 'budgets: { newIssuesPerHour: 3 }').budgets).toMatchObject({
      newIssuesPerHour: 3,
      writesPerHour: 180,
    });
    expect(problemsOf(MINIMAL, 'budgets: { newIssuesPerHour: -1 }')).toHaveProperty(['budgets.newIssuesPerHour']);
  });

  test('an unknown telemetry reader is a problem', () => {
    expect(problemsOf(MINIMAL, 'telemetry: [{ id: t, reader: none, options: {} }]')).toEqual({
      'telemetry[0].reader': 'is no telemetry reader',
    });
  });

  test('is read from the path that WHATCHANGED_CONFIG names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'whatchanged-config-'));
    const path = join(folder, 'whatchanged.yml');
    writeFileSync(path, 'budgets: { writesPerHour: 7 }');
    const environment = { ...MINIMAL, WHATCHANGED_CONFIG: path };
    expect(loadInstanceConfiguration(environment).budgets.writesPerHour).toBe(7);
    rmSync(folder, { recursive: true });
    expect(thrown(() => loadInstanceConfiguration(environment)).message).toContain('WHATCHANGED_CONFIG');
    expect(loadInstanceConfiguration(MINIMAL).budgets.writesPerHour).toBe(180);
  });
});

function thrown(work: () => unknown): OperationalError {
  try {
    work();
  } catch (error) {
    if (error instanceof OperationalError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
