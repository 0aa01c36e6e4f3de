import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Alert } from '../investigation/incident/alert.ts';
import { buildServiceMap } from '../investigation/incident/build-service-map.ts';
import { mapAlert } from '../investigation/incident/map-alert.ts';
import { parseRepositoryConfiguration } from './parse-repository-configuration.ts';

const problemsOf = (text: string) => {
  const outcome = parseRepositoryConfiguration(text);
  if (outcome.kind !== 'invalid') throw new Error(`expected mistakes, got ${outcome.kind}`);
  return outcome.problems;
};

const FULL = `
level: draft-revert
summary: weekly
services:
  checkout:
    paths: ["services/checkout/**", "shared/*/*.ts"]
    deployedAs: [checkout-api]
    alerts:
      - { service: checkout-api }
      - { alertname: Slow, cluster: "*" }
    environments:
      production: { aliases: [prod-eu], production: true }
      staging:
    dependsOn: [payments]
    queries:
      - { reader: prometheus, kind: errors, query: 'sum(rate(errors_total{job="x"}[5m]))' }
  payments:
environments: { exclude: [load-test] }
deployWorkflows:
  - { workflow: deploy.yml, job: production, service: checkout, environment: production }
`;

test('a full configuration is read into the types that the core uses', () => {
  expect(parseRepositoryConfiguration(FULL)).toEqual({
    kind: 'valid',
    configuration: {
      level: 'draft-revert',
      summary: 'weekly',
      services: [
        {
          service: 'checkout',
          paths: ['services/checkout/**', 'shared/*/*.ts'],
          deployedAs: ['checkout-api'],
          alertMatchers: [{ service: 'checkout-api' }, { alertname: 'Slow', cluster: '*' }],
          environments: { production: { aliases: ['prod-eu'], production: true }, staging: {} },
          dependsOn: ['payments'],
          queries: [{ reader: 'prometheus', kind: 'errors', query: 'sum(rate(errors_total{job="x"}[5m]))' }],
        },
        { service: 'payments' },
      ],
      environments: { exclude: ['load-test'] },
      deployWorkflows: [{ workflow: 'deploy.yml', job: 'production', service: 'checkout', environment: 'production' }],
    },
  });
});

test('how something goes live, and how it is deployed again, is read; production is where nothing is said', () => {
  const text = `
redeployCommand: gh workflow run deploy.yml -f ref={sha} -f tag=\${TAG} -f in='{environment}'
services: { shop: { redeployCommand: "./ship {service} {sha}" } }
deployReleases: {}
deployBranches: [{ branch: live, service: shop }, { branch: stage, environment: staging }]
`;
  expect(parseRepositoryConfiguration(text)).toEqual({
    kind: 'valid',
    configuration: {
      level: 'report',
      redeployCommand: `gh workflow run deploy.yml -f ref={sha} -f tag=\${TAG} -f in='{environment}'`,
      services: [{ service: 'shop', redeployCommand: './ship {service} {sha}' }],
      deployReleases: { environment: 'production' },
      deployBranches: [
        { branch: 'live', service: 'shop', environment: 'production' },
        { branch: 'stage', environment: 'staging' },
      ],
    },
  });
});

test.each(['', '# only a comment\n', '{}', '---\n'])('an empty text (%j) is the default', (text) => {
  expect(parseRepositoryConfiguration(text)).toEqual({
    kind: 'valid',
    configuration: { level: 'report', services: [] },
  });
});

test('five mistakes are told at once, each with its place and a hint', () => {
  const text = `level: raport
servces: {}
services:
  checkout:
    paths: services/checkout
    alerts:
      - { code: 500 }
  payments:
    paths: ["/abs/**"]
`;
  expect(problemsOf(text)).toEqual([
    { line: 1, column: 8, path: 'level', problem: '"raport" is not one of the values', hint: 'Did you mean report?' },
    { line: 2, column: 1, path: 'servces', problem: 'unknown key "servces"', hint: 'Did you mean services?' },
    {
      line: 5,
      column: 12,
      path: 'services.checkout.paths',
      problem: 'must be a list, but is a text',
      hint: 'Path globs that belong to the service, such as "services/checkout/**"; all when left out.',
    },
    {
      line: 7,
      column: 17,
      path: 'services.checkout.alerts[0].code',
      problem: 'must be a text, but is a number',
      hint: 'Put the value in quotes.',
    },
    {
      line: 9,
      column: 13,
      path: 'services.payments.paths[0]',
      problem: 'a glob does not begin with a slash',
      hint: 'Write "abs/**".',
    },
  ]);
});

describe('single mistakes', () => {
  const inService = (yaml: string) => `services:\n  a:\n    ${yaml}\n`;

  test.each([
    ['a list at the top', '- a', 1, 'must be a map'],
    ['a broken text', 'services: {a', 1, 'is not valid YAML'],
    ['a tab', 'services:\n\ta: {}', 2, 'is not valid YAML'],
    ['a key twice', 'level: report\nlevel: observe', 2, 'the key stands here twice'],
    ['an alias', 'level: report\nservices: *x', 2, 'the alias *x is not allowed'],
    ['a resolved alias', 'a: &x [1]\nb: *x', 1, 'the anchor &x is not allowed'],
    ['an anchor', 'level: &x report', 1, 'the anchor &x is not allowed'],
    ['a tag', 'level: !!js/function report', 1, 'the tag tag:yaml.org,2002:js/function is not allowed'],
    ['a binary', 'level: !!binary cmVwb3J0', 1, 'the tag tag:yaml.org,2002:binary is not allowed'],
    ['a merge key', 'level: report\n<<: { level: observe }', 2, 'unknown key "<<"'],
    ['a prototype key', 'services:\n  __proto__: {}', 2, 'is not a name that a key may have'],
    ['a map as a key', '{ { a: 1 }: 2 }', 1, 'is not a name that a key may have'],
    ['a service name', 'services:\n  "a b": {}', 2, 'is not a valid name'],
    ['two services of one name', 'services:\n  a-b: {}\n  a_b: {}', 3, '"a_b" and "a-b" are the same name'],
    ['a missing key', inService('queries: [{ kind: errors, query: x }]'), 3, '"reader" is missing'],
    ['an unknown kind', inService('queries: [{ reader: p, kind: error, query: x }]'), 3, '"error" is not one of'],
    ['an empty list', inService('paths: []'), 3, 'is empty'],
    ['a glob above the root', inService('paths: ["../x"]'), 3, 'a glob has no "." or ".." folder'],
    ['an bracket', inService('paths: ["a/{b,c"]'), 3, 'a glob has only "*", "**" and "?"'],
    ['stars in a word', inService('paths: ["a/**b"]'), 3, '"**" stands alone'],
    ['an exclusion', inService('paths: ["!a"]'), 3, 'a glob cannot exclude'],
    ['a backslash', inService(String.raw`paths: ['a\b']`), 3, 'a glob has no backslash'],
    ['a pattern', inService('alerts: [{ service: "check.*" }]'), 3, '"check.*" is a pattern'],
    ['an empty label set', inService('alerts: [{}]'), 3, 'is an empty label set'],
    ['itself', inService('dependsOn: [a]'), 3, 'a service cannot depend on itself'],
    [
      'an address',
      inService('queries: [{ reader: "http://169.254.169.254", kind: errors, query: x }]'),
      3,
      'is an address',
    ],
    ['a secret', inService(`alerts: [{ token: ghs_${'a'.repeat(36)} }]`), 3, 'looks like a secret'],
    [
      'an alias of two',
      inService('environments: { p: { aliases: [x] }, q: { aliases: [X] } }'),
      3,
      '"X" already means "p"',
    ],
    [
      'a workflow of no service',
      'services: { shop: {} }\ndeployWorkflows: [{ workflow: d, service: shp }]',
      2,
      'no service is called "shp"',
    ],
    [
      'a release of no service',
      'services: { shop: {} }\ndeployReleases: { service: shp }',
      2,
      'no service is called "shp"',
    ],
    ['a branch without a name', 'deployBranches: [{ environment: prod }]', 1, '"branch" is missing'],
    ['a command without a commit', 'redeployCommand: make deploy', 1, 'does not say where the commit belongs'],
    ['a placeholder that is none', 'redeployCommand: ship {sha} {version}', 1, '{version} is no placeholder'],
    ['a variable of a shell', inService(`redeployCommand: 'ship \${sha}'`), 3, `\${sha} would leave the dollar`],
    ['a command of two lines', inService('redeployCommand: "ship {sha}\\nrm -rf ."'), 3, 'is more than one line'],
    ['two documents', 'level: report\n---\nlevel: report', 2, 'is not valid YAML'],
  ])('%s', (_name, text, line, problem) => {
    const [first, ...others] = problemsOf(text);
    expect(first).toMatchObject({ line, problem: expect.stringContaining(problem), hint: expect.stringMatching(/\w/) });
    expect(others.length).toBeLessThan(3);
  });

  test('a secret is never repeated', () => {
    const secret = `ghp_${'k'.repeat(36)}`;
    expect(JSON.stringify(problemsOf(inService(`alerts: [{ x: ${secret} }]`)))).not.toContain(secret);
  });

  test('an alias bomb, deep nesting and a megabyte are refused', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map(
        (c, i) =>
          `${c}: &${c} [${Array<string>(9)
            .fill(`*${'abcdefgh'.charAt(i)}`)
            .join(',')}]`,
      ),
    ];
    expect(problemsOf(bomb.join('\n')).length).toBeGreaterThan(9);
    expect(problemsOf(`a: ${'['.repeat(30_000)}${']'.repeat(30_000)}`)[0]?.problem).toContain('is not valid YAML');
    expect(problemsOf(`a: ${'['.repeat(60)}${']'.repeat(60)}`)[0]?.problem).toBe('nested too deeply');
    expect(problemsOf(`# ${'x'.repeat(1_000_000)}`)).toHaveLength(1);
  });
});

test('whatever the text, there is an answer, and every mistake has a place inside it', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'services:',
      'level: ',
      '  a:',
      '\n',
      '    paths: ',
      '[',
      ']',
      '{',
      '}',
      '- ',
      '*x',
      '&x ',
      '!!x ',
      '"',
      ': ',
      '? ',
      '__proto__: ',
    ),
    fc.string({ maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const outcome = parseRepositoryConfiguration(text);
      if (outcome.kind !== 'invalid') return outcome.kind === 'valid';
      const count = text.split('\n').length;
      return (
        outcome.problems.length > 0 &&
        outcome.problems.every(
          (it) => it.line >= 1 && it.line <= count && it.column >= 1 && it.problem !== '' && it.hint !== '',
        )
      );
    }),
    { numRuns: 2_000 },
  );
});

test('the lines that are suggested for an unmapped alert are valid and map it', () => {
  const repository = { repositoryId: 1, fullName: 'acme/shop' };
  const keys = ['checkout', 'payments'].map((service) => ({ repositoryId: 1, service, environment: 'production' }));
  const labels = fc.dictionary(
    fc.constantFrom('service', 'app', 'job', 'alertname', 'team'),
    fc.oneof(
      fc.constantFrom('checkout-api-7', 'k8s/billing', 'a: "b" #c', '- x', 'null', '\u2028'),
      fc.string({ minLength: 1, maxLength: 40 }),
    ),
  );
  fc.assert(
    fc.property(labels, (given) => {
      const alert: Alert = {
        key: 'k',
        source: 'generic',
        status: 'firing',
        startsAt: 0,
        title: 'Errors',
        labels: given,
      };
      const before = mapAlert(alert, buildServiceMap([], keys, [repository]));
      if (before.kind === 'mapped') return;
      const outcome = parseRepositoryConfiguration(before.suggestion);
      // A label that is itself an address, a pattern or a secret is refused, and told.
      if (outcome.kind === 'invalid') {
        expect(outcome.problems[0]?.problem).toMatch(/is a pattern|is an address|looks like a secret/);
        return;
      }
      if (outcome.kind !== 'valid') throw new Error(outcome.kind);
      const { services } = outcome.configuration;
      expect(mapAlert(alert, buildServiceMap([{ repositoryId: 1, services }], keys, [repository]))).toMatchObject({
        kind: 'mapped',
        service: services[0]?.service,
        by: { how: 'matcher' },
      });
    }),
    { numRuns: 500 },
  );
});
