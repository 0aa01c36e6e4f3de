import jestConfig from './jest.config.js';

const { displayName: _, ...core } = jestConfig.projects.find(({ displayName }) => displayName === 'investigation');

/**
 * Which changes of the code (mutants) no test notices, for the pure core. The folders and their tests are set by
 * `npm run mutate -- FOLDER…` (`scripts/mutate.ts`). No kind of mutant and no line is left out unless asked for: one that changes nothing
 * that can be seen counts as not noticed.
 */
export default {
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  // For each mutant only the tests that reach its line.
  coverageAnalysis: 'perTest',
  jest: {
    projectType: 'custom',
    configFile: 'jest.config.js',
    // The script names the tests: to search them anew for each mutant costs more than to run them.
    enableFindRelatedTests: false,
    config: {
      ...core,
      projects: [],
      // As a path: Stryker, which puts its own environment around it, does not know `<rootDir>`.
      testEnvironment: './test/support/first-failure-environment.js',
    },
  },
  ignorePatterns: ['/bench', '/demo', '/docs', '/iam', '/coverage', '/reports', '/data', '/test/fixtures'],
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportMutants: false },
  allowConsoleColors: false,
  // Stryker rewrites a tsconfig with an API that TypeScript 7 has no more. Types are stripped here, so there is none to rewrite.
  tsconfigFile: 'no-tsconfig.json',
  tempDirName: '.stryker-tmp',
  concurrency: 2,
  timeoutMS: 10_000,
  // Modules are loaded anew for each mutant and never leave the memory: a fresh process now and then is quicker.
  maxTestRunnerReuse: 50,
};
