const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
};

export default {
  coverageDirectory: 'coverage',
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.test.ts', '!src/**/*.generated.ts'],
  coverageThreshold: {
    global: { lines: 85, branches: 85 },
    './src/investigation/': { lines: 95, branches: 95 },
    './src/investigation/evidence/': { lines: 95, branches: 95 },
    './src/investigation/verdict/': { lines: 95, branches: 95 },
  },
  // No test measures time: the limit only ends what hangs, also on a machine that is busy with other things.
  testTimeout: 30_000,
  // Most of the time goes into waiting for databases, git and whole programs: one worker for each core is not too many.
  maxWorkers: '100%',
  reporters: ['default', './test/support/closing-line-reporter.js'],
  projects: [
    // The pure core runs where the clock, chance and the network throw.
    {
      ...shared,
      displayName: 'investigation',
      testMatch: ['<rootDir>/src/investigation/**/*.test.ts'],
      testEnvironment: '<rootDir>/test/support/pure-environment.js',
    },
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/bench/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/src/investigation/'],
    },
    {
      ...shared,
      displayName: 'app',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/database/start-database.js',
      globalTeardown: '<rootDir>/test/support/database/stop-database.js',
    },
  ],
};
