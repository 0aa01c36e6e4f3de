import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { OperationalError } from '../platform/errors.ts';
import { checkInstance, loadInstanceConfiguration, readInstanceConfiguration } from './instance-configuration.ts';
import { instanceSecrets } from './instance-secrets.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
});
const SECRET = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c';
const MINIMAL = { APP_ID: '12', PRIVATE_KEY: privateKey, WEBHOOK_SECRET: SECRET };

function problemsOf(environment: Record<string, string | undefined>, file?: string): Record<string, string> {
  const checked = checkInstance(environment, file);
  const problems = checked.kind === 'invalid' ? checked.problems : [];
  for (const { hint } of problems) if (hint.length < 10) throw new Error('a problem without a hint');
  return Object.fromEntries(problems.map(({ path, problem }) => [path, problem]));
}

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
    [variable]: 'would make a package be installed while it runs',
  });
});

describe('endpoints', () => {
  const endpoint = (rest: string) => `endpoints: [{ id: a, source: alertmanager, installation: 5, ${rest} }]`;

  test('take their secrets from the file and from variables', () => {
    const file = endpoint('secrets: [sixteen-bytes-in-file], secretsFrom: [ALERT_A]');
    const { endpoints } = readInstanceConfiguration({ ...MINIMAL, ALERT_A: 'sixteen-bytes-from-env' }, file);
    expect(endpoints).toEqual([
      {
        id: 'a',
        source: 'alertmanager',
        installationId: 5,
        secrets: ['sixteen-bytes-in-file', 'sixteen-bytes-from-env'],
      },
    ]);
  });

  test.each([
    ['secrets: []', 'endpoints[0].secrets', 'is missing'],
    ['secretsFrom: [NOT_SET]', 'endpoints[0].secretsFrom[0]', 'is missing'],
    ['secrets: [fifteen-bytes-x]', 'endpoints[0].secrets[0]', 'has 15 bytes'],
    ['secret: x', 'endpoints[0]', 'Unrecognized'],
  ])('%s', (rest, path, problem) => {
    expect(problemsOf(MINIMAL, endpoint(rest))[path]).toContain(problem);
  });

  test('an unknown source is named with the known ones', () => {
    const file = endpoint('secrets: [sixteen-bytes-in-file]').replace('alertmanager', 'pager');
    expect(problemsOf(MINIMAL, file)['endpoints[0].source']).toBe('is no alert source');
  });

  test('two variables make one for every source', () => {
    const variables = { WHATCHANGED_ALERT_SECRET: 'sixteen-bytes-from-env', WHATCHANGED_INSTALLATION: '77' };
    expect(readInstanceConfiguration({ ...MINIMAL, ...variables }).endpoints).toEqual([
      { id: 'default', source: '*', installationId: 77, secrets: ['sixteen-bytes-from-env'] },
    ]);
    expect(problemsOf({ ...MINIMAL, WHATCHANGED_INSTALLATION: '77' })).toHaveProperty('WHATCHANGED_ALERT_SECRET');
  });

  test('an id is used once', () => {
    const one = '{ id: a, source: "*", installation: 5, secrets: [sixteen-bytes-in-file] }';
    expect(problemsOf(MINIMAL, `endpoints: [${one}, ${one}]`)).toEqual({ 'endpoints[1].id': 'is used twice' });
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

test('an endpoint of SNS names its topics, and may be armed for a while', () => {
  const topic = 'arn:aws:sns:eu-west-1:123456789012:alarms';
  const endpoint = `id: a, source: sns, installation: 1, secrets: [${SECRET}]`;
  const armed = "topics: ['arn:aws:sns:eu-west-1:123456789012:alarms'], armedUntil: 2026-11-25T10:15:00+01:00";
  expect(readInstanceConfiguration(MINIMAL, `endpoints: [{ ${endpoint}, ${armed} }]`).endpoints).toMatchObject([
    { id: 'a', topics: [topic], armedUntil: Date.UTC(2026, 10, 25, 9, 15) },
  ]);
  expect(problemsOf(MINIMAL, `endpoints: [{ ${endpoint} }]`)).toEqual({ 'endpoints[0].topics': 'is missing' });
  expect(Object.keys(problemsOf(MINIMAL, `endpoints: [{ ${endpoint}, topics: [alarms], armedUntil: soon }]`))).toEqual([
    'endpoints[0].topics[0]',
    'endpoints[0].armedUntil',
  ]);
});

test('an endpoint may list who asks by the handshake of CloudEvents', () => {
  const endpoint = `id: a, source: cloudevents, installation: 1, secrets: [${SECRET}]`;
  const file = `endpoints: [{ ${endpoint}, origins: [eventgrid.azure.net] }]`;
  expect(readInstanceConfiguration(MINIMAL, file).endpoints).toMatchObject([{ origins: ['eventgrid.azure.net'] }]);
  expect(problemsOf(MINIMAL, `endpoints: [{ ${endpoint}, origins: ['https://a.example/'] }]`)).toEqual({
    'endpoints[0].origins[0]': 'is no name of DNS',
  });
});

test('the map of an endpoint is checked path by path', () => {
  const map = "key: '$.id', title: '$.t', status: '$.s', firing: [a], resolved: [b], startsAt: '$.at'";
  const file = (more: string) =>
    `endpoints: [{ id: a, source: generic, installation: 1, secrets: [${SECRET}], map: { ${map}${more} } }]`;
  expect(readInstanceConfiguration(MINIMAL, file('')).endpoints[0]?.map).toMatchObject({ alerts: '$', key: '$.id' });
  expect(Object.keys(problemsOf(MINIMAL, file(", labels: { service: 'a..b[' }")))).toEqual([
    'endpoints[0].map.labels.service',
  ]);
});
